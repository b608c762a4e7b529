import { isolateLtr } from '../domain/bidi.ts';

/**
 * How figures are worded: the same on the officers' page and in printed reports. Knows no page and no file; needs the texts
 * `kpi`.
 */
export type FigureUnit = 'share' | 'ms' | 'seconds' | 'count' | 'per_hour' | 'points';

/** What of a figure is worded. */
export interface WordedFigure {
  readonly unit: FigureUnit;
  readonly value: number | null;
  /** 95 % interval of a share. */
  readonly interval: readonly [number, number] | null;
  readonly target: { readonly least: number } | { readonly most: number } | null;
}

type UnitName = 'seconds' | 'minutes' | 'points' | 'perHour';
/** Finds the words of a key. */
export type FigureTexts = (key: 'kpi:none' | 'kpi:least' | 'kpi:most' | `kpi:units.${UnitName}`, values: { readonly value: string }) => string;

/** One digit after the point, where it says something: `85`, `84.6`. */
const rounded = (value: number): string => String(Number(value.toFixed(1)));

/** Longer times are said in minutes. */
const MINUTES_FROM_MS = 180_000;

export const percentText = (share: number): string => `${rounded(100 * share)}%`;

/** A value in its unit. */
export function figureText(texts: FigureTexts, value: number | null, unit: FigureUnit): string {
  if (value === null) return texts('kpi:none', { value: '' });
  const inUnit = (name: UnitName, amount: number): string => texts(`kpi:units.${name}`, { value: isolateLtr(rounded(amount)) });
  switch (unit) {
    case 'share':
      return isolateLtr(percentText(value));
    case 'ms':
      return value < MINUTES_FROM_MS ? inUnit('seconds', value / 1000) : inUnit('minutes', value / 60_000);
    case 'seconds':
      return inUnit('seconds', value);
    case 'points':
      return inUnit('points', value);
    case 'per_hour':
      return inUnit('perHour', value);
    case 'count':
      return isolateLtr(rounded(value));
  }
}

/** Whether a figure that has a target doesn't reach it. */
export const isMissed = ({ target, value }: WordedFigure): boolean =>
  target !== null && value !== null && ('least' in target ? value < target.least : value > target.most);

/** What is aimed at; empty where nothing is. */
export function targetText(texts: FigureTexts, { target, unit }: WordedFigure): string {
  if (target === null) return '';
  const [key, bound] = 'least' in target ? (['kpi:least', target.least] as const) : (['kpi:most', target.most] as const);
  return texts(key, { value: figureText(texts, bound, unit) });
}

/** Between which shares the true one lies; empty where that isn't known. */
export const intervalText = ({ interval }: WordedFigure): string =>
  interval === null ? '' : isolateLtr(`${percentText(interval[0])} – ${percentText(interval[1])}`);
