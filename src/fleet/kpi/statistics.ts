/** Value below which a share of the numbers lies (nearest rank, so it is always one of them); null of none. */
export function quantile(numbers: readonly number[], share: number): number | null {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Standard normal deviate of a 95 % interval. */
const Z = 1.959_964;

/**
 * Between which shares the true one lies with 95 % confidence (Wilson 1927): unlike the plain interval it stays within 0
 * and 1 and means something for few answers.
 */
export function wilson(hits: number, total: number): readonly [low: number, high: number] | null {
  if (total === 0) return null;
  const share = hits / total;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  const centre = share + Z ** 2 / (2 * total);
  const scale = 1 + Z ** 2 / total;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
