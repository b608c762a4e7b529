/** How something went over time, judged by the straight line through it. */
export interface Trend {
  readonly first: number;
  readonly last: number;
  readonly slopePerVisit: number;
  /** From the line's beginning to its end, in percent of its beginning. */
  readonly growthPercent: number;
}

/**
 * How much the last quarter is above the first, in percent of the first: for what jumps up and down so much that a line
 * through it says little. At least four values, after the warm-up.
 * @param summary what stands for a quarter
 */
export function quarterGrowthPercent(values: readonly number[], summary: (quarter: readonly number[]) => number = median): number {
  if (values.length < 4) throw new Error('quarters need four values');
  const size = Math.floor(values.length / 4);
  const [begins, ends] = [summary(values.slice(0, size)), summary(values.slice(-size))];
  return begins === 0 ? 0 : (100 * (ends - begins)) / begins;
}

/** The one in the middle; the upper one of two. */
export const median = (values: readonly number[]): number => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

/** @param points visit number and value, after the warm-up; at least two */
export function trendOf(points: readonly (readonly [visit: number, value: number])[]): Trend {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first === last) throw new Error('a trend needs two points');
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanVisit, meanValue] = [meanOf(points.map(([visit]) => visit)), meanOf(points.map(([, value]) => value))];
  const covariance = meanOf(points.map(([visit, value]) => (visit - meanVisit) * (value - meanValue)));
  const variance = meanOf(points.map(([visit]) => (visit - meanVisit) ** 2));
  const slopePerVisit = covariance / variance;
  const at = (visit: number): number => meanValue + slopePerVisit * (visit - meanVisit);
  const begins = at(first[0]);
  const growthPercent = begins === 0 ? 0 : (100 * (at(last[0]) - begins)) / begins;
  return { first: first[1], last: last[1], slopePerVisit, growthPercent };
}
