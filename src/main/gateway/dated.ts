import type { Exchange } from './http.ts';

/** What time it was at the other end (the `Date` header), between two times of ours, in Unix milliseconds. */
export type NoteDate = (date: string | undefined, sentAtMs: number, receivedAtMs: number) => void;

/** The same wire; what each answer says about the time is noted. */
export function dated(wire: Exchange, note: NoteDate): Exchange {
  return async (request, signal) => {
    const sentAtMs = Date.now();
    const answer = await wire(request, signal);
    if (answer.ok) note(answer.value.headers.date, sentAtMs, Date.now());
    return answer;
  };
}
