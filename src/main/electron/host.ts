import type { Kiosk } from '../kiosk.ts';
import { GUARD_POLICY, PageGuard } from './page-guard.ts';
import type { KioskWindow, Shell } from './shell-port.ts';

/** Time as the host counts it; tests inject their own. */
export interface HostClock {
  /** Monotonic. */
  nowMs(): number;
  /** Runs something later; returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const SYSTEM_CLOCK: HostClock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Joins the kiosk process to a window: Views out, Intents in, and a guard that keeps a living page in it. */
export function connectWindow(kiosk: Kiosk, shell: Shell, clock: HostClock): { close(): void } {
  const guard = new PageGuard(
    {
      nowMs: () => clock.nowMs(),
      after: (delayMs, run) => clock.after(delayMs, run),
      load: (page) => window.load(page),
      kill: () => window.kill(),
      takeOutOfService: () => kiosk.takeOutOfService('page_failed'),
      // Somebody else may have taken the kiosk out of service meanwhile, for a reason that still holds.
      returnToService: () => {
        if (isPageFailed(kiosk)) kiosk.returnToService();
      },
      relaunch: () => shell.relaunch(),
    },
    GUARD_POLICY,
  );
  const window: KioskWindow = shell.openWindow({
    onIntent: (json) => kiosk.receive(json),
    onViewRequested: () => {
      guard.alive();
      window.sendView(kiosk.view());
    },
    onGone: (reason) => guard.gone(reason),
    onUnresponsive: () => guard.unresponsive(),
    onFailedToLoad: () => guard.failedToLoad(),
  });
  const unsubscribe = kiosk.subscribe((view) => window.sendView(view));
  guard.start();
  return {
    close: () => {
      guard.stop();
      unsubscribe();
    },
  };
}

function isPageFailed(kiosk: Kiosk): boolean {
  const { screen } = kiosk.view();
  return screen.id === 'out_of_service' && screen.reason === 'page_failed';
}
