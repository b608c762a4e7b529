/** One place of a digit field: typed, next to be typed, or still open. */
export interface DigitCell {
  /** Counted from the left, from 0. */
  readonly place: number;
  readonly shown: string;
  readonly state: 'typed' | 'next' | 'open';
}

const MASK = '•';

/**
 * Lays typed digits out in groups, e.g. 1012 345 672.
 * @param sizes digits in each group; what is typed beyond them starts no new group but lengthens the last one
 * @param masked hides what is typed; how many digits there are stays visible
 */
export function digitGroups(typed: string, sizes: readonly number[], masked: boolean): DigitCell[][] {
  const capacity = sizes.reduce((sum, size) => sum + size, 0);
  const cells = Array.from({ length: Math.max(capacity, typed.length) }, (_, place): DigitCell => {
    const digit = typed[place];
    if (digit !== undefined) return { place, shown: masked ? MASK : digit, state: 'typed' };
    return { place, shown: '', state: place === typed.length ? 'next' : 'open' };
  });
  let start = 0;
  return sizes.map((size, group) => {
    const end = group === sizes.length - 1 ? cells.length : start + size;
    const part = cells.slice(start, end);
    start = end;
    return part;
  });
}
