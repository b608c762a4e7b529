import { dualDateOf, formatHijri } from '../../domain/dates.ts';
import { DAY_MS, dayOf, shortDay, startOfDay } from '../format/times.ts';

export type CalendarView = 'week' | 'month';

/** Noon, so that no rounding changes the day. */
const noonOf = (day: string): number => startOfDay(day) + DAY_MS / 2;
const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay();
const plusDays = (day: string, days: number): string => dayOf(noonOf(day) + days * DAY_MS);

/** The days of a calendar, in whole weeks from Sunday. */
export function shownDays(view: CalendarView, around: string): readonly string[] {
  const first = view === 'week' ? around : `${around.slice(0, 8)}01`;
  const start = plusDays(first, -weekdayOf(first));
  if (view === 'week') return Array.from({ length: 7 }, (_, index) => plusDays(start, index));
  const month = around.slice(0, 7);
  const weeks = Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (__, index) => plusDays(start, week * 7 + index)));
  return weeks.filter((days) => days.some((day) => day.startsWith(month))).flat();
}

/** The same day a week or a month on; the first of the month, which every month has. */
export function step(view: CalendarView, around: string, by: 1 | -1): string {
  if (view === 'week') return plusDays(around, 7 * by);
  const [year = 0, month = 1] = around.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10);
}

export function titleOf(days: readonly string[], view: CalendarView, around: string, language: string): string {
  const [first = around] = days;
  const last = days.at(-1) ?? around;
  if (view === 'week') return `${shortDay(language, noonOf(first))} – ${shortDay(language, noonOf(last))}`;
  return new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { timeZone: 'Asia/Riyadh', month: 'long', year: 'numeric' }).format(noonOf(around));
}

export const weekdayName = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'Asia/Riyadh', weekday: 'long' }).format(noonOf(day));

/** `12 جمادى الآخرة`, without the year. */
export const hijriDay = (day: string, language: string): string =>
  formatHijri(dualDateOf(new Date(noonOf(day))), language).replace(/ \d{4}.*$/, '');
