/**
 * Heartbeats can be green while nobody can use a kiosk. Its sessions of the same hour of the week are the measure: when
 * far fewer come than usual, more than chance explains, somebody should go and look.
 */
const HOURS_OF_WEEK = 168;
/** Weight of the newest of four weeks in the moving mean. */
const NEWEST_WEIGHT = 2 / (4 + 1);
/** Hours before the measure counts: four weeks of five days would be 20. */
const LEAST_SAMPLES = 20;
const LEAST_EXPECTED = 5;
const CHANCE = 0.01;

/** Usual sessions of each hour of the week (0: Sunday 00:00–01:00 in Riyadh), and from how many hours it was learnt. */
export interface Baseline {
  readonly samples: number;
  readonly expected: readonly (number | null)[];
}
export const NO_BASELINE: Baseline = { samples: 0, expected: Array.from({ length: HOURS_OF_WEEK }, () => null) };

/** The measure after one more open hour. */
export function learnHour(baseline: Baseline, hourOfWeek: number, sessions: number): Baseline {
  const expected = baseline.expected.map((mean, hour) => {
    if (hour !== hourOfWeek) return mean;
    return mean === null ? sessions : mean + NEWEST_WEIGHT * (sessions - mean);
  });
  return { samples: baseline.samples + 1, expected };
}

/** Whether so few sessions in this hour are no chance: P(X ≤ observed) under a Poisson distribution of the usual mean. */
export function isTooQuiet({ expected, samples }: Baseline, hourOfWeek: number, observed: number): boolean {
  const mean = expected[hourOfWeek] ?? null;
  if (samples < LEAST_SAMPLES || mean === null || mean < LEAST_EXPECTED) return false;
  return poissonAtMost(observed, mean) < CHANCE;
}

function poissonAtMost(observed: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let count = 1; count <= observed; count += 1) {
    term *= mean / count;
    sum += term;
  }
  return sum;
}
