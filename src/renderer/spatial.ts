/** Where the focus goes when an arrow is pressed: to what the eye sees there, whatever the reading direction is. */
export type Heading = 'up' | 'down' | 'west' | 'east';

/** Centre and size of something that can be focused, in pixels of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Going sideways off the line counts this much more than going along it. */
const SIDEWAYS_COST = 3;

/** The index of the nearest box in a direction, or null when nothing lies there. */
export function nearest(from: Box, candidates: readonly Box[], heading: Heading): number | null {
  let best: { readonly index: number; readonly cost: number } | null = null;
  for (const [index, candidate] of candidates.entries()) {
    const { along, sideways, isAhead } = offsets(from, candidate, heading);
    if (!isAhead) continue;
    const cost = along + sideways * SIDEWAYS_COST;
    if (best === null || cost < best.cost) best = { index, cost };
  }
  return best?.index ?? null;
}

function offsets(from: Box, to: Box, heading: Heading): { along: number; sideways: number; isAhead: boolean } {
  const isVertical = heading === 'up' || heading === 'down';
  const sign = heading === 'up' || heading === 'west' ? -1 : 1;
  const along = sign * (isVertical ? to.y - from.y : to.x - from.x);
  const halves = isVertical ? (from.height + to.height) / 2 : (from.width + to.width) / 2;
  const gap = isVertical
    ? Math.abs(to.x - from.x) - (from.width + to.width) / 2
    : Math.abs(to.y - from.y) - (from.height + to.height) / 2;
  return { along, sideways: Math.max(0, gap), isAhead: along >= halves * 0.5 };
}
