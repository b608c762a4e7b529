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

/** Only the one format a sender may use, e.g. `Sun, 06 Nov 1994 08:49:37 GMT`; Date.parse alone reads almost anything. */
function httpDate(text: string): number | null {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
