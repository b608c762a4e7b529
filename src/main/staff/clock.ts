/** Time as the staff room counts it; tests bring a simulated one. */
export interface StaffClock {
  now(): Date;
  /** Runs something later; returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const SYSTEM_STAFF_CLOCK: StaffClock = {
  now: () => new Date(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};
