import { useEffect } from 'react';
import type { StaffScreen, StaffView } from '../../bridge/staff.ts';
import { unreachable } from '../../domain/result.ts';
import { act } from './act.ts';
import { Banners } from './banners.tsx';
import { Events } from './events.tsx';
import { StaffHeader } from './header.tsx';
import { Maintenance } from './maintenance.tsx';
import { StaffNav } from './nav.tsx';
import { Overview } from './overview.tsx';
import { Power } from './power.tsx';
import { Report } from './report.tsx';
import { SessionContext } from './session.ts';
import { SignIn } from './sign-in.tsx';
import { GlassTest, isGlassTest } from './test/glass.tsx';
import { Test } from './test/test.tsx';
import { Tests } from './tests.tsx';
import { Training } from './training.tsx';
import { Versions } from './versions.tsx';
import '../ui/tone.css';
import './staff.css';

const STAY_EVERY_MS = 2_000;

/** Everything staff see. Loaded when the hidden door opens, never before. */
export function StaffRoom({ staff }: { readonly staff: StaffView }) {
  const { screen, session, training } = staff;
  useStay();
  if (screen.id === 'test' && isGlassTest(screen.run)) return <GlassTest run={screen.run} />;
  return (
    <SessionContext value={session}>
      <div className="staff" data-screen={screen.id} data-training={training || undefined}>
        <StaffHeader staff={staff} />
        <Banners staff={staff} />
        <Room screen={screen} />
        {session === null ? null : <StaffNav screen={screen} />}
      </div>
    </SessionContext>
  );
}

function Room({ screen }: { readonly screen: StaffScreen }) {
  switch (screen.id) {
    case 'sign_in':
      return <SignIn screen={screen} />;
    case 'overview':
      return <Overview screen={screen} />;
    case 'tests':
      return <Tests screen={screen} />;
    case 'test':
      return <Test key={screen.run.test} run={screen.run} />;
    case 'maintenance':
      return <Maintenance />;
    case 'versions':
      return <Versions screen={screen} />;
    case 'events':
      return <Events screen={screen} />;
    case 'power':
      return <Power screen={screen} />;
    case 'report':
      return <Report screen={screen} />;
    case 'training':
      return <Training screen={screen} />;
    default:
      return unreachable(screen);
  }
}

/** Whoever touches the screen or a key is there: the room stays open. */
function useStay(): void {
  useEffect(() => {
    let stayedAtMs = Number.NEGATIVE_INFINITY;
    const stay = (): void => {
      if (performance.now() - stayedAtMs < STAY_EVERY_MS) return;
      stayedAtMs = performance.now();
      act({ act: 'stay' });
    };
    document.addEventListener('pointerdown', stay, { capture: true });
    document.addEventListener('keydown', stay, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', stay, { capture: true });
      document.removeEventListener('keydown', stay, { capture: true });
    };
  }, []);
}
