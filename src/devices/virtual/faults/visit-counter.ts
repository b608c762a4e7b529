/** The codes of the screens between two visits, in the flow plan: attract, out of service, goodbye. */
const BETWEEN_VISITS: ReadonlySet<string> = new Set(['A1', 'A9', 'F2']);

/** Counts visits by the screens that come up. */
export function visitCounter() {
  let isBetween = true;
  let count = 0;
  return {
    get count(): number {
      return count;
    },
    /** Whether a visit begins with this screen. */
    begins(code: string): boolean {
      const begins = isBetween && !BETWEEN_VISITS.has(code);
      isBetween = BETWEEN_VISITS.has(code);
      if (begins) count += 1;
      return begins;
    },
  };
}
