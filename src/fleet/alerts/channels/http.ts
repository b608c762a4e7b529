import { readFileSync } from 'node:fs';
import { fault, ok } from '../../../domain/result.ts';
import type { Sender } from './channel.ts';

/** A text-message gateway or any other service that takes one JSON object by POST. */
export interface HttpSettings {
  /** https, or http on loopback. */
  readonly url: string;
  /** File with the bearer token; null where the service asks for none. */
  readonly tokenFile: string | null;
}

const TIMEOUT_MS = 10_000;
/** What phones show before they break a message in parts: 70 characters of Arabic each (3GPP TS 23.038, UCS-2); six parts. */
const MOST_CHARACTERS = 6 * 67;

/** Sends `{"to", "text"}`; any 2xx means taken. */
export function httpSender({ tokenFile, url }: HttpSettings): Sender {
  const authorization = tokenFile === null ? {} : { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` };
  return {
    send: async (to, { body }) => {
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...authorization },
          body: JSON.stringify({ to, text: body.slice(0, MOST_CHARACTERS) }),
          redirect: 'error',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        await answer.body?.cancel();
        if (answer.ok) return ok(null);
        return fault(answer.status >= 400 && answer.status < 500 && answer.status !== 429 ? 'refused' : 'unreachable');
      } catch {
        return fault('unreachable');
      }
    },
    close: () => undefined,
  };
}
