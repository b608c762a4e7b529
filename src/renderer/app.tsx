import { useLayoutEffect } from 'react';
import type { Screen, View } from '../bridge/view.ts';
import { Away } from './citizen/away.tsx';
import { CitizenScreen } from './citizen/screen.tsx';
import { Splash } from './citizen/splash.tsx';
import { StillThere } from './citizen/still-there.tsx';
import { EMPTY_FRAME, FrameContext } from './frame.ts';
import { REFERENCE_LANGUAGE, textsIn } from './i18n.ts';
import { hasFooter, Footer } from './ui/footer.tsx';
import { Header } from './ui/header.tsx';
import { useRootAttributes } from './root-attributes.ts';
import { send, usePage } from './store.ts';
import { useActivity } from './use-activity.ts';
import { useKeyboard } from './use-keyboard.ts';

export function App() {
  const { view, reachable } = usePage();
  const frame = view?.frame ?? EMPTY_FRAME;
  const t = textsIn(REFERENCE_LANGUAGE);
  useRootAttributes(frame);
  useActivity();
  useKeyboard(view);
  usePainted(view);
  return (
    <FrameContext value={frame}>
      {view === null ? reachable ? <Splash slogan={t('common.slogan')} /> : <Away /> : <Visit view={view} />}
    </FrameContext>
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
