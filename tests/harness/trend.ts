/** How something went over time, judged by the straight line through it. */
export interface Trend {
  readonly first: number;
  readonly last: number;
  readonly slopePerVisit: number;
  /** From the line's beginning to its end, in percent of its beginning. */
  readonly growthPercent: number;
}

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
