import type { Profile } from './encoder/encode.ts';

/** What a printer has to live with without a yes to the questions on the calibration sheet, in their order. */
const WITHOUT: readonly Profile[] = ['P1', 'P0', 'P0', 'P3'];

/** The best profile all answers allow; a question without an answer counts as no. */
export function profileFor(answers: readonly (boolean | null)[]): Profile {
  const limits = WITHOUT.filter((_profile, question) => answers[question] !== true);
  return limits.toSorted((a, b) => a.localeCompare(b))[0] ?? 'P4';
}
