import { fault, ok, type Result } from '../../domain/result.ts';
import type { Me, Refusal } from '../../fleet/api.ts';

/** Why a call brought nothing: the hub said no, or it couldn't be reached (`away`). */
export interface CallFault {
  readonly problem: Refusal['problem'] | 'away';
  /** How long to wait before the next try, where the hub said so. */
  readonly waitSeconds: number | null;
}
export type Answer<Value> = Result<Value, CallFault>;

type Method = 'GET' | 'POST';
const LIMIT_MS = 20_000;

let csrfToken = '';
let onSignedOut: () => void = () => undefined;

export const keepCsrfToken = (token: string): void => {
  csrfToken = token;
};
/** Told whenever the hub doesn't know this session any more. */
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

/** Asks the hub. Never throws for what a network or a server does. */
export async function call<Value>(method: Method, path: string, body?: unknown): Promise<Answer<Value>> {
  const answer = await once<Value>(method, path, body);
  if (answer.ok || answer.fault.problem !== 'csrf') return answer;
  // Somebody signed in again in another tab: the token is another one, the person may be the same.
  const me = await once<Me>('GET', '/me');
  if (!me.ok) return me;
  csrfToken = me.value.csrfToken;
  return once(method, path, body);
}

export const get = <Value>(path: string): Promise<Answer<Value>> => call<Value>('GET', path);
export const post = <Value>(path: string, body?: unknown): Promise<Answer<Value>> => call<Value>('POST', path, body);

async function once<Value>(method: Method, path: string, body?: unknown): Promise<Answer<Value>> {
  try {
    const response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-raha-csrf': csrfToken }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (response.ok) return ok((response.status === 204 ? undefined : await response.json()) as Value);
    const { problem } = (await response.json()) as Refusal;
    if (problem === 'signed_out') onSignedOut();
    const wait = Number(response.headers.get('retry-after'));
    return fault({ problem, waitSeconds: Number.isFinite(wait) && wait > 0 ? wait : null });
  } catch {
    return fault({ problem: 'away', waitSeconds: null });
  }
}
