import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayFault } from '../../domain/faults.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { timeLimit, type TimeLimit } from '../time-limit.ts';
import { codeOf, faultOfAnswer } from './answers.ts';
import type { Circuit, Permit } from './circuit.ts';
import type { GatewayTiming } from './config.ts';
import type { Exchange, HttpAnswer, HttpRequest, WireFault } from './http.ts';

/**
 * One call of the contract. Every one of them may be repeated: an inquiry only reads, PUT and DELETE end the same
 * way, and the POSTs that create carry an Idempotency-Key.
 */
export interface Call<Value> {
  readonly wantedStatus: number;
  /** Made anew for every try, because the body is overwritten after it. */
  readonly request: () => HttpRequest;
  /** What the wanted answer says. */
  readonly read: (answer: HttpAnswer) => Result<Value, GatewayFault>;
}

export interface CallTools {
  readonly exchange: Exchange;
  readonly circuit: Circuit;
  readonly timing: GatewayTiming;
  /** The wall's clock, for dates in answers. */
  readonly now: () => number;
  /** Never jumps; for how long something may take. */
  readonly monotonicMs: () => number;
  /** 0 to 1 */
  readonly random: () => number;
}

/** How one try ended, and whether another one may end better. */
interface Try<Value> {
  readonly result: Result<Value, GatewayFault>;
  readonly repeatable: boolean;
}

/** The time a call has: the visitor's patience (the caller's signal) and the limit of the contract. */
export interface Limit extends TimeLimit {
  /** Null where no single visitor's patience ends it. */
  readonly caller: AbortSignal | null;
  readonly endsAtMs: number;
}

export function limited(caller: AbortSignal | null, { monotonicMs, timing }: CallTools): Limit {
  const others = caller === null ? [] : [caller];
  return { ...timeLimit(timing.totalTimeoutMs, ...others), caller, endsAtMs: monotonicMs() + timing.totalTimeoutMs };
}

/** Tries a call, and once more where that may help and there is time left. */
export async function perform<Value>(
  call: Call<Value>,
  limit: Limit,
  tools: CallTools,
): Promise<Result<Value, GatewayFault>> {
  const first = await tryOnce(call, limit, tools);
  if (first.result.ok || !first.repeatable) return first.result;
  const waitMs = pauseBefore(first.result.fault, tools);
  if (tools.monotonicMs() + waitMs >= limit.endsAtMs) return first.result;
  if (!(await waited(waitMs, limit.signal))) return first.result;
  return (await tryOnce(call, limit, tools)).result;
}

function pauseBefore(because: GatewayFault, { timing, random }: CallTools): number {
  const [least, most] = timing.retryAfterMs;
  const jitterMs = least + random() * (most - least);
  const askedMs = because.code === 'unavailable' ? (because.retryAfterSeconds ?? 0) * 1000 : 0;
  return askedMs + jitterMs;
}

async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

async function tryOnce<Value>(call: Call<Value>, limit: Limit, tools: CallTools): Promise<Try<Value>> {
  // Before the request is made: whoever fired the signal may have overwritten the digits already.
  if (limit.signal.aborted) return undelivered('aborted');
  const permit = tools.circuit.enter();
  if (permit === null) {
    const retryAfterSeconds = tools.circuit.secondsUntilProbe();
    return { result: fault({ code: 'unavailable', retryAfterSeconds }), repeatable: false };
  }
  let outcome: keyof Permit = 'released';
  try {
    const answer = await tools.exchange(call.request(), limit.signal);
    const tried = answer.ok ? understood(call, answer.value, tools.now()) : undelivered<Value>(answer.fault);
    if (limit.caller?.aborted !== true) outcome = isFailure(answer, tried.result) ? 'failed' : 'succeeded';
    return tried;
  } finally {
    permit[outcome]();
  }
}

function understood<Value>(call: Call<Value>, answer: HttpAnswer, nowMs: number): Try<Value> {
  if (answer.status === call.wantedStatus) return { result: call.read(answer), repeatable: false };
  const repeatable = answer.status >= 500 || codeOf(answer) === 'IDEMPOTENCY_IN_PROGRESS';
  return { result: fault(faultOfAnswer(answer, nowMs)), repeatable };
}

function undelivered<Value>(why: WireFault): Try<Value> {
  // An aborted call has used up its time, or nobody waits for it any more.
  if (why === 'aborted') return { result: fault({ code: 'timeout' }), repeatable: false };
  return { result: fault({ code: why }), repeatable: why === 'unreachable' };
}

/** Whether the gateway failed, as against refusing for a good reason: only failures open the circuit. */
function isFailure(answer: Result<HttpAnswer, WireFault>, result: Result<unknown, GatewayFault>): boolean {
  if (!answer.ok) return answer.fault !== 'unauthorized';
  return answer.value.status >= 500 || (!result.ok && result.fault.code === 'bad_answer');
}

/** The value of a promise that others wait for too, unless this caller's time ends first. */
export async function beforeLimit<Value>(
  promise: Promise<Result<Value, GatewayFault>>,
  { signal }: Limit,
): Promise<Result<Value, GatewayFault>> {
  const { promise: ended, resolve } = Promise.withResolvers<Result<Value, GatewayFault>>();
  const onAbort = (): void => resolve(fault({ code: 'timeout' }));
  if (signal.aborted) return fault({ code: 'timeout' });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** For calls whose good answer has no body. */
export const nothing = (): Result<null, never> => ok(null);
