import type { FiguresReport } from '../api.ts';
import { dayInRiyadh, plannedMs, type SiteCalendar } from '../alerts/calendar.ts';
import { availabilityOf, type StatusSpan } from './availability.ts';
import { figuresOf } from './figures.ts';
import { handlingMs, isBounce, isCompleted, type Journey } from './journeys.ts';
import { quantile } from './statistics.ts';

/** All that the figures of a period are computed from. */
export interface ReportFacts {
  /** Days in Riyadh, both included, as `2026-11-22`. */
  readonly from: string;
  readonly to: string;
  readonly kiosks: readonly { readonly id: string; readonly site: string }[];
  readonly journeys: readonly Journey[];
  readonly spans: readonly StatusSpan[];
  readonly calendarOf: (site: string) => SiteCalendar;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** First instant of a day in Riyadh. */
export const startOfDayMs = (day: string): number => Date.parse(`${day}T00:00:00+03:00`);

/** The figures and the days of a period. */
export function reportOf({ calendarOf, from, journeys: all, kiosks, spans, to }: ReportFacts): FiguresReport {
  const sites = new Map(kiosks.map(({ id, site }) => [id, site]));
  const calendarOfKiosk = (id: string): SiteCalendar => calendarOf(sites.get(id) ?? '');
  const [fromMs, toMs] = [startOfDayMs(from), startOfDayMs(to) + DAY_MS];
  const journeys = all.filter(({ startedMs }) => startedMs >= fromMs && startedMs < toMs);
  const openMs = kiosks.reduce((sum, { site }) => sum + plannedMs(calendarOf(site), fromMs, toMs), 0);
  const byDay = Map.groupBy(journeys, ({ startedMs }) => dayInRiyadh(startedMs));
  const days = Array.from({ length: Math.round((toMs - fromMs) / DAY_MS) }, (_, index) => dayInRiyadh(fromMs + index * DAY_MS));
  return {
    from,
    to,
    scope: { sites: [...new Set(kiosks.map(({ site }) => site))], kiosks: kiosks.length },
    figures: figuresOf({ journeys, availability: availabilityOf(spans, calendarOfKiosk), openHours: openMs / HOUR_MS }),
    days: days.map((day) => {
      const visits = (byDay.get(day) ?? []).filter((journey) => !isBounce(journey));
      const startMs = startOfDayMs(day);
      const served = availabilityOf(within(spans, startMs, startMs + DAY_MS), calendarOfKiosk);
      const times = visits.flatMap((journey) => handlingMs(journey) ?? []);
      return {
        day,
        visits: visits.length,
        completed: visits.filter(isCompleted).length,
        servingShare: served.plannedMs === 0 ? null : served.servingMs / served.plannedMs,
        medianHandlingMs: quantile(times, 0.5),
      };
    }),
  };
}

const within = (spans: readonly StatusSpan[], fromMs: number, toMs: number): StatusSpan[] =>
  spans
    .filter((span) => span.fromMs < toMs && span.toMs > fromMs)
    .map((span) => ({ ...span, fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) }));
