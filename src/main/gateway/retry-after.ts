import { httpDate } from './http-date.ts';

const MAX_SECONDS = 3600;

/**
 * Seconds to wait, from an RFC 9110 Retry-After header: a number of seconds or an HTTP date; null where there is
 * none that makes sense. Bounded to 1..3600, because a visitor stands in front of the countdown.
 * @param date the answer's own Date header, so that a wrong clock of the kiosk doesn't matter
 * @param nowMs the kiosk's clock, where there is no Date header
 */
export function retryAfterSeconds(retryAfter: string | undefined, date: string | undefined, nowMs: number): number | null {
  if (retryAfter === undefined || retryAfter.length > 40) return null;
  const text = retryAfter.trim();
  if (/^\d{1,10}$/.test(text)) return bounded(Number(text));
  const untilMs = httpDate(text);
  return untilMs === null ? null : bounded(Math.ceil((untilMs - (httpDate(date ?? '') ?? nowMs)) / 1000));
}

const bounded = (seconds: number): number => Math.min(Math.max(seconds, 1), MAX_SECONDS);
