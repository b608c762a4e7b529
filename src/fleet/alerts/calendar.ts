import { MINUTE_MS } from './rules.ts';

/** Riyadh has kept UTC+3 without summer time since its zone began (IANA Asia/Riyadh). */
const RIYADH_OFFSET_MS = 3 * 60 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** People are called from so long before the doors open, so that the board is green when they do. */
const LEAD_MS = 30 * MINUTE_MS;

/** Minutes after midnight in Riyadh; `null`: closed all day. */
export type DayHours = { readonly opensMinute: number; readonly closesMinute: number } | null;

/** When a site serves people. */
export interface SiteCalendar {
  /** Sunday first. */
  readonly week: readonly DayHours[];
  /** Other hours from one day to another, both included: Ramadan, feasts, holidays. The last one that fits counts. */
  readonly exceptions: readonly { readonly fromDay: string; readonly toDay: string; readonly hours: DayHours }[];
}

const hours = (opens: number, closes: number): DayHours => ({ opensMinute: opens * 60, closesMinute: closes * 60 });

const OFFICE_DAY = hours(8, 16);
/** Sunday to Thursday, 8 to 16. */
export const OFFICE_WEEK: SiteCalendar = {
  week: [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, null, null],
  exceptions: [],
};
/** Day and night, as at the airport. */
export const ALWAYS_OPEN: SiteCalendar = { week: Array.from({ length: 7 }, () => hours(0, 24)), exceptions: [] };

/** The day in Riyadh, as `2026-03-01`. */
export const dayInRiyadh = (atMs: number): string => new Date(atMs + RIYADH_OFFSET_MS).toISOString().slice(0, 10);

const startOfDayMs = (atMs: number): number => Math.floor((atMs + RIYADH_OFFSET_MS) / DAY_MS) * DAY_MS - RIYADH_OFFSET_MS;

/** The hours of the day that an instant falls on. */
export function hoursOn(calendar: SiteCalendar, atMs: number): DayHours {
  const day = dayInRiyadh(atMs);
  const exception = calendar.exceptions.findLast(({ fromDay, toDay }) => fromDay <= day && day <= toDay);
  if (exception !== undefined) return exception.hours;
  return calendar.week[new Date(atMs + RIYADH_OFFSET_MS).getUTCDay()] ?? null;
}

/** Whether the site serves people at an instant. */
export const isOpen = (calendar: SiteCalendar, atMs: number): boolean => isWithin(calendar, atMs, 0);

/** Whether people of the site may be called: from half an hour before it opens. */
export const isAttended = (calendar: SiteCalendar, atMs: number): boolean => isWithin(calendar, atMs, LEAD_MS);

function isWithin(calendar: SiteCalendar, atMs: number, leadMs: number): boolean {
  // Where the doors open right after midnight the lead lies on the day before.
  return [atMs, atMs + leadMs].some((instantMs) => {
    const day = hoursOn(calendar, instantMs);
    if (day === null) return false;
    const midnightMs = startOfDayMs(instantMs);
    return atMs >= midnightMs + day.opensMinute * MINUTE_MS - leadMs && atMs < midnightMs + day.closesMinute * MINUTE_MS;
  });
}

/** Milliseconds that the site was meant to be open between two instants; what availability is measured against. */
export function plannedMs(calendar: SiteCalendar, fromMs: number, toMs: number): number {
  let sum = 0;
  for (let dayMs = startOfDayMs(fromMs); dayMs < toMs; dayMs += DAY_MS) {
    const day = hoursOn(calendar, dayMs);
    if (day === null) continue;
    const opensMs = Math.max(fromMs, dayMs + day.opensMinute * MINUTE_MS);
    const closesMs = Math.min(toMs, dayMs + day.closesMinute * MINUTE_MS);
    sum += Math.max(0, closesMs - opensMs);
  }
  return sum;
}
