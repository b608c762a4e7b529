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
