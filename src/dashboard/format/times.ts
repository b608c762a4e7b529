import type { TFunction } from 'i18next';
import { dualDateOf, formatGregorian, formatHijri, formatTime, formatWeekday } from '../../domain/dates.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** Riyadh is three hours ahead of UTC, all year. */
const RIYADH_MS = 3 * HOUR_MS;

/** `4 minutes`, in the largest unit that still says enough; in Arabic in the form that stands after «منذ» or «قبل». */
export function spanText(t: TFunction, ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  if (minutes < 1) return t('times.moment');
  if (minutes < 90) return t('times.minutes', { count: minutes });
  if (ms < 2 * DAY_MS) return t('times.hours', { count: Math.floor(ms / HOUR_MS) });
  return t('times.days', { count: Math.floor(ms / DAY_MS) });
}

/** Since when, for somebody who looks at it now. */
export const sinceText = (t: TFunction, sinceMs: number, nowMs: number): string => t('times.since', { span: spanText(t, nowMs - sinceMs) });

/** `09:12`, with the day where it isn't today's. */
export function momentText(t: TFunction, language: string, atMs: number, nowMs: number): string {
  const time = timeOf(atMs);
  return dayOf(atMs) === dayOf(nowMs) ? time : t('times.dayAndTime', { day: shortDay(language, atMs), time });
}

/** The day in Riyadh, as `2026-11-22`. */
export const dayOf = (atMs: number): string => new Date(atMs + RIYADH_MS).toISOString().slice(0, 10);
/** First instant of a day in Riyadh. */
export const startOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) - RIYADH_MS;

export const shortDay = (language: string, atMs: number): string =>
  new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { timeZone: 'Asia/Riyadh', day: 'numeric', month: 'short' }).format(atMs);

/** `الأحد 12 جمادى الآخرة 1448هـ، 22 نوفمبر 2026م` */
export function longDay(t: TFunction, language: string, atMs: number): string {
  const date = dualDateOf(new Date(atMs));
  return t('times.longDay', {
    weekday: formatWeekday(date, language),
    hijri: formatHijri(date, language),
    gregorian: formatGregorian(date, language),
  });
}

/** `22 نوفمبر 2026م` @param day as `dayOf` writes it */
export const wholeDay = (language: string, day: string): string => formatGregorian(dualDateOf(new Date(startOfDay(day))), language);

export const timeOf = (atMs: number): string => formatTime(new Date(atMs));
