import type { ComponentHealth } from '../../domain/health.ts';

/** Time as the staff room counts it; tests bring a simulated one. */
export interface StaffClock {
  /** The wall's, which may be wrong and jump. */
  readonly now: () => Date;
  /** Never jumps. */
  readonly monotonicMs: () => number;
  /** Runs something later; returns what cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** @param now the best time there is */
export const systemStaffClock = (now: () => Date): StaffClock => ({
  now,
  monotonicMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
});

/** What is known about the clock that one-time codes are computed from. */
export type ClockTrust =
  | 'proven'
  /** Neither the gateway nor the hub has told the time lately. */
  | 'unproven'
  | 'wrong';

/** @param clock the part of health's board */
export function clockTrustOf({ reason, state }: ComponentHealth): ClockTrust {
  if (reason === 'clock.wrong' || reason === 'clock.jumped') return 'wrong';
  return state === 'unknown' || state === 'starting' ? 'unproven' : 'proven';
}
