/** Unix milliseconds. Only the one format a sender may use (RFC 9110), e.g. `Sun, 06 Nov 1994 08:49:37 GMT`; Date.parse alone reads almost anything. */
export function httpDate(text: string): number | null {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
