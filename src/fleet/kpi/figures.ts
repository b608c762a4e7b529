import { STEPS } from '../../domain/events.ts';
import type { FigureUnit } from '../../texts/figure-words.ts';
import type { Availability } from './availability.ts';
import { handlingMs, isBounce, isCompleted, isLeftWithData, type Journey } from './journeys.ts';
import { mean, quantile, wilson } from './statistics.ts';

export const FIGURE_IDS = [
  'handling_median',
  'handling_p90',
  'handling_mean',
  'source_p95',
  'completion',
  'abandonment',
  'not_found',
  'format_errors',
  'receipt_success',
  'availability_gross',
  'availability_net',
  'repair_time',
  'incidents',
  'satisfaction',
  'response_rate',
  'self_service',
  'equity_language',
  'equity_access',
  'left_with_data',
  'freshness_p95',
  'reach',
] as const;
export type FigureId = (typeof FIGURE_IDS)[number];

/**
 * One figure with everything needed to judge it. Its formula and what it leaves out are words, under `kpi.<id>` in the
 * dashboard's texts; `excluded` says how many that was.
 */
export interface Figure {
  readonly id: FigureId;
  readonly unit: FigureUnit;
  /** Null where there is nothing to compute it from, or too little to show. */
  readonly value: number | null;
  readonly n: number;
  readonly excluded: number;
  /** 95 % interval of a share. */
  readonly interval: readonly [number, number] | null;
  /** What is aimed at; null where there is no such number. */
  readonly target: { readonly least: number } | { readonly most: number } | null;
  /** The same by step or language, where it says more than the whole. */
  readonly parts: readonly { readonly name: string; readonly value: number | null; readonly n: number }[];
}

export interface Facts {
  readonly journeys: readonly Journey[];
  readonly availability: Availability;
  /** Kiosk-hours that were planned open. */
  readonly openHours: number;
}

/** Fewer answers than this say more about chance than about the service. */
const LEAST_ANSWERS = 20;

/** All figures of a period and a set of kiosks. Never an average of averages: each is computed from the journeys. */
export function figuresOf({ availability, journeys, openHours }: Facts): Figure[] {
  const visits = journeys.filter((journey) => !isBounce(journey));
  const bounces = journeys.length - visits.length;
  const chosen = visits.filter(({ service }) => service !== null);
  const completed = chosen.filter(isCompleted);
  const inquiries = completed.flatMap((journey) => handlingMs(journey) ?? []);
  const lookups = visits.flatMap((journey) => journey.lookups);
  const answered = lookups.filter(({ outcome }) => outcome !== 'left');
  const scores = visits.flatMap(({ score }) => score ?? []);
  const printed = visits.filter(({ receipt }) => receipt?.delivery === 'print');
  const ages = visits.flatMap(({ resultAgeSeconds }) => resultAgeSeconds ?? []);
  const entries = answered.length + visits.reduce((sum, { refusals }) => sum + refusals.length, 0);

  const share = (id: FigureId, hits: number, total: number, more: Partial<Figure> = {}): Figure => ({
    ...EMPTY,
    id,
    unit: 'share',
    value: total === 0 ? null : hits / total,
    n: total,
    interval: wilson(hits, total),
    ...more,
  });
  const number = (id: FigureId, unit: FigureUnit, value: number | null, n: number, more: Partial<Figure> = {}): Figure => ({
    ...EMPTY,
    id,
    unit,
    value,
    n,
    ...more,
  });

  const notCompleted = visits.length - inquiries.length;
  return [
    number('handling_median', 'ms', quantile(inquiries, 0.5), inquiries.length, { excluded: notCompleted, target: { most: 60_000 } }),
    number('handling_p90', 'ms', quantile(inquiries, 0.9), inquiries.length, { excluded: notCompleted, target: { most: 120_000 } }),
    number('handling_mean', 'ms', mean(inquiries), inquiries.length, { excluded: notCompleted, target: { most: 600_000 } }),
    number('source_p95', 'ms', quantile(answered.map(({ ms }) => ms), 0.95), answered.length, {
      excluded: lookups.length - answered.length,
      target: { most: 3000 },
    }),
    share('completion', completed.length, chosen.length, { excluded: journeys.length - chosen.length, target: { least: 0.85 } }),
    share('abandonment', chosen.length - completed.length, chosen.length, { excluded: bounces, parts: abandonmentByStep(chosen) }),
    share('not_found', answered.filter(({ outcome }) => outcome === 'not_found').length, answered.length, { target: { most: 0.1 } }),
    share('format_errors', entries - answered.length, entries),
    share('receipt_success', printed.filter(({ receipt }) => receipt?.outcome === 'printed').length, printed.length, {
      excluded: visits.filter(({ receipt }) => receipt?.delivery === 'qr').length,
      target: { least: 0.97 },
    }),
    ...availabilityFigures(availability, visits.length, number),
    hideFew(
      share('satisfaction', scores.filter((score) => score >= 4).length, scores.length, {
        excluded: visits.length - scores.length,
        target: { least: 0.85 },
      }),
    ),
    share('response_rate', scores.length, completed.length, { excluded: visits.length - completed.length, target: { least: 0.15 } }),
    share('self_service', completed.filter(({ calledHelp }) => !calledHelp).length, completed.length, {
      excluded: visits.length - completed.length,
      target: { least: 0.9 },
    }),
    gap('equity_language', chosen, ({ language }) => language === 'ar'),
    gap('equity_access', chosen, ({ usedAccess }) => !usedAccess),
    share('left_with_data', visits.filter(isLeftWithData).length, visits.length, { excluded: bounces }),
    number('freshness_p95', 'seconds', quantile(ages, 0.95), ages.length, { target: { most: 600 } }),
    number('reach', 'per_hour', openHours === 0 ? null : visits.length / openHours, visits.length, {
      excluded: bounces,
      parts: byLanguage(visits),
    }),
  ];
}

const EMPTY = { excluded: 0, interval: null, target: null, parts: [] } as const;

const hideFew = (figure: Figure): Figure => (figure.n < LEAST_ANSWERS ? { ...figure, value: null, interval: null } : figure);

function availabilityFigures(
  { downMs, failures, maintenanceMs, plannedMs, servingMs }: Availability,
  visits: number,
  number: (id: FigureId, unit: FigureUnit, value: number | null, n: number, more?: Partial<Figure>) => Figure,
): Figure[] {
  const minutes = Math.round(plannedMs / 60_000);
  const netMs = plannedMs - maintenanceMs;
  return [
    number('availability_gross', 'share', plannedMs === 0 ? null : servingMs / plannedMs, minutes),
    number('availability_net', 'share', netMs === 0 ? null : servingMs / netMs, minutes, {
      excluded: Math.round(maintenanceMs / 60_000),
      target: { least: 0.99 },
    }),
    number('repair_time', 'ms', failures === 0 ? null : downMs / failures, failures, { target: { most: 4 * 3_600_000 } }),
    number('incidents', 'count', visits === 0 ? null : (1000 * failures) / visits, failures),
  ];
}

/** Of those who came to a step: how many left there. */
function abandonmentByStep(chosen: readonly Journey[]): Figure['parts'] {
  const entered = new Set(chosen.flatMap(({ ended }) => ended.entered));
  return STEPS.filter((step) => entered.has(step)).map((name) => {
    const came = chosen.filter(({ ended }) => ended.entered.includes(name));
    const left = came.filter((journey) => !isCompleted(journey) && journey.ended.step === name);
    return { name, value: left.length / came.length, n: came.length };
  });
}

function byLanguage(visits: readonly Journey[]): Figure['parts'] {
  const groups = [...Map.groupBy(visits, ({ language }) => language ?? 'none')];
  return groups
    .map(([name, own]) => ({ name, value: own.length / visits.length, n: own.length }))
    .sort((left, right) => left.name.localeCompare(right.name));
}

/** How many percentage points more of the one group complete than of the other; null while either is too small. */
function gap(id: FigureId, chosen: readonly Journey[], isMajority: (journey: Journey) => boolean): Figure {
  const completion = (own: readonly Journey[]): number | null =>
    own.length < LEAST_ANSWERS ? null : own.filter(isCompleted).length / own.length;
  const [majority, minority] = [chosen.filter(isMajority), chosen.filter((journey) => !isMajority(journey))];
  const [more, less] = [completion(majority), completion(minority)];
  const value = more === null || less === null ? null : (more - less) * 100;
  return { ...EMPTY, id, unit: 'points', value, n: Math.min(majority.length, minority.length), target: { most: 5 } };
}
