import { lazy, Suspense, useLayoutEffect } from 'react';
import { DEFAULT_ACCESS, type Frame, type Screen, type View } from '../bridge/view.ts';
import { Away } from './citizen/away.tsx';
import { CitizenScreen } from './citizen/screen.tsx';
import { Splash } from './citizen/splash.tsx';
import { StillThere } from './citizen/still-there.tsx';
import { noteShown } from './heartbeat.ts';
import { EMPTY_FRAME, FrameContext } from './frame.ts';
import { REFERENCE_LANGUAGE, textsIn } from './i18n.ts';
import { hasFooter, Footer } from './ui/footer.tsx';
import { Header } from './ui/header.tsx';
import { useRootAttributes } from './root-attributes.ts';
import { send, usePage } from './store.ts';
import { useActivity } from './use-activity.ts';
import { useKeyboard } from './use-keyboard.ts';
import { useStaffDoor } from './use-staff-door.ts';

/** Not part of what a visitor's first screen waits for. */
const StaffRoom = lazy(async () => ({ default: (await import('./staff/staff-room.tsx')).StaffRoom }));
import { useReaderKeys } from './use-reader-keys.ts';

export function App() {
  const { view, reachable } = usePage();
  const frame = frameOf(view);
  const t = textsIn(REFERENCE_LANGUAGE);
  useRootAttributes(frame);
  useActivity();
  useReaderKeys(view);
  useKeyboard(view);
  useStaffDoor(view !== null && hasStaffDoor(view), frame.display.pixelsPerMm);
  useShown(view);
  usePainted(view);
  return (
    <FrameContext value={frame}>
      {view === null ? reachable ? <Splash slogan={t('common.slogan')} /> : <Away /> : <Drawn view={view} />}
    </FrameContext>
  );
}

/** The staff room has a language and letters of its own. */
function frameOf(view: View | null): Frame {
  if (view === null) return EMPTY_FRAME;
  const { frame, staff } = view;
  if (staff === null) return frame;
  return { ...frame, language: staff.language, access: { ...DEFAULT_ACCESS, largeText: staff.largeText } };
}

const hasStaffDoor = ({ screen, staff }: View): boolean =>
  staff === null && (screen.id === 'attract' || screen.id === 'out_of_service');

function Drawn({ view }: { readonly view: View }) {
  if (view.staff === null) return <Visit view={view} />;
  return (
    <Suspense fallback={null}>
      <StaffRoom staff={view.staff} />
    </Suspense>
  );
}

/** Everything under the key dies with the screen and the visit: what was typed can't reach the next visitor. */
const screenKey = ({ visit, screen }: View): string => `${visit}/${partOf(screen)}`;
const partOf = (screen: Screen): string => (screen.id === 'identity' ? `identity-${screen.method}` : screen.id);

function Visit({ view }: { readonly view: View }) {
  const { screen, stillThere } = view;
  const covered = stillThere !== null;
  return (
    <>
      <div className="frame" data-screen={screen.id} data-covered={covered || undefined} inert={covered}>
        {screen.id === 'attract' ? null : <Header />}
        <CitizenScreen key={screenKey(view)} screen={screen} />
        {hasFooter(screen) ? <Footer screen={screen} /> : null}
      </div>
      {stillThere === null ? null : <StillThere secondsLeft={stillThere.secondsLeft} />}
    </>
  );
}

/** For the heartbeat, which says what is in the document. */
function useShown(view: View | null): void {
  const step = view?.step;
  const screen = view === null ? null : view.staff === null ? view.screen.id : 'staff';
  useLayoutEffect(() => {
    noteShown(step === undefined || screen === null ? null : { step, screen });
    return () => noteShown(null);
  }, [step, screen]);
}

/** Tells the kiosk process that a step has reached the glass: after the frame that holds it was presented. */
function usePainted(view: View | null): void {
  const step = view?.step;
  useLayoutEffect(() => {
    if (step === undefined) return undefined;
    let handle = requestAnimationFrame(() => {
      handle = requestAnimationFrame(() => send({ type: 'painted', atMs: Date.now() }));
    });
    return () => cancelAnimationFrame(handle);
  }, [step]);
}
