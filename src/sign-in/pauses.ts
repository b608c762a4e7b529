/** How the door slows down whoever guesses. */
export interface PauseRule {
  /** So many failures cost nothing: people mistype. */
  readonly free: number;
  /** The first pause; each further failure doubles it, up to the most. */
  readonly leastMs: number;
  readonly mostMs: number;
}

/** One account: after a day of guessing some thirty tries were possible. */
export const ACCOUNT_PAUSES: PauseRule = { free: 3, leastMs: 30_000, mostMs: 3_600_000 };
/** All accounts of one kiosk together; the most is short, so that nobody can keep the staff out for long. */
export const KIOSK_PAUSES: PauseRule = { free: 6, leastMs: 15_000, mostMs: 300_000 };

/** Failed tries in a row, and when the last of them was (Unix milliseconds). */
export interface Failures {
  readonly count: number;
  readonly lastAtMs: number;
}
export const NO_FAILURES: Failures = { count: 0, lastAtMs: 0 };

/** How long no try is taken after so many failures. */
export function pauseMs(count: number, { free, leastMs, mostMs }: PauseRule): number {
  return count <= free ? 0 : Math.min(mostMs, leastMs * 2 ** (count - free - 1));
}

/** Milliseconds until the next try. */
export const waitMs = ({ count, lastAtMs }: Failures, rule: PauseRule, nowMs: number): number =>
  Math.max(0, lastAtMs + pauseMs(count, rule) - nowMs);
