/** The middle of a sample. */
export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

/** The value that a share of the sample doesn't exceed (nearest rank). */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const rank = Math.max(0, Math.ceil(share * sorted.length) - 1);
  const value = sorted[rank];
  if (value === undefined) throw new Error('an empty sample has no quantiles');
  return value;
}
