import type { Kiosk } from './kiosk.ts';
import { GUARD_POLICY, PageGuard, type GuardPolicy, type PageName } from './page-guard.ts';

/** Time as a host counts it; tests inject their own. */
export interface HostClock {
  /** Monotonic. */
  nowMs(): number;
  /** Runs something later; returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const SYSTEM_CLOCK: HostClock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    let turn: NodeJS.Immediate | undefined;
    // Node runs what is due before it reads what has come in: after a busy moment a beat that waits must be heard first.
    const timer = setTimeout(() => {
      turn = setImmediate(run);
    }, delayMs);
    return () => {
      clearTimeout(timer);
      clearImmediate(turn);
    };
  },
};

/** The window a page is shown in, as much of it as its guard needs. */
export interface GuardedWindow {
  load(page: PageName): void;
  /** Ends the page's process. */
  kill(): void;
}

export interface GuardOptions {
  readonly clock: HostClock;
  /** Starts the whole program anew. */
  readonly relaunch: () => void;
  readonly policy?: GuardPolicy;
}

export interface GuardedPage {
  readonly guard: PageGuard;
  /** From now on the kiosk's word about beats counts, and it is told when its page fails. */
  follow(kiosk: Kiosk): void;
  close(): void;
}

/** Keeps a living page in a window; both hosts do it with this. The kiosk may come later than the window. */
export function guardPage(window: GuardedWindow, { clock, policy = GUARD_POLICY, relaunch }: GuardOptions): GuardedPage {
  let kiosk: Kiosk | null = null;
  let isGivenUp = false;
  const tellGivenUp = (): void => {
    kiosk?.takeOutOfService('page_failed');
    kiosk?.report({ type: 'page_given_up' });
  };
  let unobserve = (): void => undefined;
  const guard = new PageGuard(
    {
      nowMs: () => clock.nowMs(),
      after: (delayMs, run) => clock.after(delayMs, run),
      load: (page) => window.load(page),
      kill: () => window.kill(),
      takeOutOfService: () => {
        isGivenUp = true;
        tellGivenUp();
      },
      returnToService: () => {
        isGivenUp = false;
        kiosk?.returnToService('page_failed');
        kiosk?.report({ type: 'page_back' });
      },
      lost: (trouble) => kiosk?.report({ type: 'page_restarted', cause: trouble }),
      relaunch,
    },
    policy,
  );
  return {
    guard,
    follow: (followed) => {
      kiosk = followed;
      kiosk.report({ type: 'page_opened' });
      if (isGivenUp) tellGivenUp();
      unobserve = followed.observe((event) => {
        if (event.type === 'beat') guard.beat();
        if (event.type === 'page_blank') guard.blank();
      });
    },
    close: () => {
      guard.stop();
      unobserve();
    },
  };
}
