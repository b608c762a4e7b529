import type { TFunction } from 'i18next';
import { isolateLtr } from '../../domain/bidi.ts';
import type { FiguresReport } from '../../fleet/api.ts';

export type Figure = FiguresReport['figures'][number];

export const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** A value in its unit, in the words of printed reports. Needs the texts `kpi`. */
export function figureText(t: TFunction, value: number | null, unit: Figure['unit']): string {
  if (value === null) return t('kpi:none');
  const inUnit = (key: 'seconds' | 'minutes' | 'points' | 'perHour', amount: number): string => t(`kpi:units.${key}`, { value: String(Number(amount.toFixed(1))) });
  switch (unit) {
    case 'share':
      return isolateLtr(percent(value));
    case 'ms':
      return value < 180_000 ? inUnit('seconds', value / 1000) : inUnit('minutes', value / 60_000);
    case 'seconds':
      return inUnit('seconds', value);
    case 'points':
      return inUnit('points', value);
    case 'per_hour':
      return inUnit('perHour', value);
    case 'count':
      return isolateLtr(String(Number(value.toFixed(1))));
  }
}

/** Whether a figure that has a target doesn't reach it. */
export const isMissed = ({ target, value }: Figure): boolean =>
  target !== null && value !== null && ('least' in target ? value < target.least : value > target.most);

export function targetText(t: TFunction, { target, unit }: Figure): string {
  if (target === null) return '';
  return 'least' in target ? t('kpi:least', { value: figureText(t, target.least, unit) }) : t('kpi:most', { value: figureText(t, target.most, unit) });
}

export const intervalText = ({ interval }: Figure): string => (interval === null ? '' : isolateLtr(`${percent(interval[0])} – ${percent(interval[1])}`));
