import { gzipSync } from 'node:zlib';
import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import {
  challengeSchema,
  challengeText,
  enrolledSchema,
  enrolmentText,
  eventReplySchema,
  hubMessagesSchema,
  MAX_POLL_SECONDS,
  problemSchema,
  PROTOCOL_VERSION,
  tokenSchema,
  type EventBatch,
  type EventReply,
  type HubMessage,
  type KioskMessage,
} from '../../../contract/fleet/messages.ts';
import { signText } from '../../../contract/fleet/keys.ts';
import { parseJson } from '../../domain/json.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { Exchange, HttpAnswer } from '../gateway/http.ts';
import { timeLimit } from '../time-limit.ts';
import type { LinkEnd } from './link.ts';

/** Why a call to the hub gave nothing. `problem` is the hub's own word where it said one. */
export interface HubFault {
  readonly code: 'unreachable' | 'refused' | 'later' | 'bad_answer';
  readonly problem: string | null;
  /** The hub asks to wait so long; null where it doesn't say. */
  readonly retryAfterMs: number | null;
}

/** The same as the end of a session. */
export const endOfCall = ({ code, problem, retryAfterMs }: HubFault): LinkEnd => ({
  code: code === 'refused' ? 'refused' : 'lost',
  problem,
  retryAfterMs: retryAfterMs ?? 0,
});

const CALL_LIMIT_MS = 15_000;
const POLL_LIMIT_MS = (MAX_POLL_SECONDS + 15) * 1000;

/** How long an answer is waited for, and with what else the waiting ends. */
interface Patience {
  readonly limitMs: number;
  readonly signals: readonly AbortSignal[];
}
/** A token is renewed a little before it ends. */
const TOKEN_MARGIN_MS = 30_000;
/** Smaller bodies gain nothing by packing. */
const PACK_FROM_BYTES = 1024;

/** The HTTP side of the fleet protocol, as this kiosk. Everything the hub says is checked against the protocol. */
export class HubCalls {
  readonly #base: URL;
  readonly #exchange: Exchange;
  readonly #kiosk: string;
  readonly #key: KeyObject;
  readonly #nowMs: () => number;
  readonly #life = new AbortController();
  #token: { readonly text: string; readonly endsMs: number } | null = null;

  /** @param nowMs a clock that never jumps */
  constructor(hubUrl: URL, kiosk: string, key: KeyObject, exchange: Exchange, nowMs: () => number) {
    this.#base = hubUrl;
    this.#exchange = exchange;
    this.#kiosk = kiosk;
    this.#key = key;
    this.#nowMs = nowMs;
  }

  /** Breaks off what is under way; nothing can be asked any more. */
  close(): void {
    this.#life.abort();
  }

  /** @returns the hub's key for jobs */
  async enrol(code: string, publicKey: string): Promise<Result<string, HubFault>> {
    const body = { v: PROTOCOL_VERSION, kiosk: this.#kiosk, code, publicKey, signature: signText(this.#key, enrolmentText(this.#kiosk, code)) };
    const enrolled = await this.#call('POST', '/v1/enrol', body, enrolledSchema, null);
    return enrolled.ok ? ok(enrolled.value.hubKey) : enrolled;
  }

  /** Proves who the kiosk is, or uses a proof that still holds. */
  async token(): Promise<Result<string, HubFault>> {
    if (this.#token !== null && this.#nowMs() < this.#token.endsMs) return ok(this.#token.text);
    const asked = await this.#call('POST', '/v1/challenge', { v: PROTOCOL_VERSION, kiosk: this.#kiosk }, challengeSchema, null);
    if (!asked.ok) return asked;
    const { challenge } = asked.value;
    const body = { v: PROTOCOL_VERSION, kiosk: this.#kiosk, challenge, signature: signText(this.#key, challengeText(this.#kiosk, challenge)) };
    const given = await this.#call('POST', '/v1/token', body, tokenSchema, null);
    if (!given.ok) return given;
    const { expiresInSeconds, token } = given.value;
    this.#token = { text: token, endsMs: this.#nowMs() + Math.max(0, expiresInSeconds * 1000 - TOKEN_MARGIN_MS) };
    return ok(token);
  }

  /** The next call proves anew who the kiosk is; the hub doesn't take the proof it has, or must be seen to be there. */
  forgetToken(): void {
    this.#token = null;
  }

  events(batch: EventBatch): Promise<Result<EventReply, HubFault>> {
    return this.#asKiosk('POST', '/v1/events', batch, eventReplySchema);
  }

  /** What WebSocket can't bring, by HTTP. */
  async say(messages: readonly KioskMessage[]): Promise<Result<readonly HubMessage[], HubFault>> {
    const answer = await this.#asKiosk('POST', '/v1/session/messages', { v: PROTOCOL_VERSION, messages }, hubMessagesSchema);
    return answer.ok ? ok(answer.value.messages) : answer;
  }

  /** Waits at the hub for something to come. */
  async poll(signal: AbortSignal): Promise<Result<readonly HubMessage[], HubFault>> {
    const answer = await this.#asKiosk('GET', `/v1/jobs?wait=${String(MAX_POLL_SECONDS)}`, null, hubMessagesSchema, { limitMs: POLL_LIMIT_MS, signals: [signal] });
    return answer.ok ? ok(answer.value.messages) : answer;
  }

  async #asKiosk<Schema extends z.ZodType>(method: 'GET' | 'POST', path: string, body: object | null, schema: Schema, patience?: Patience): Promise<Result<z.infer<Schema>, HubFault>> {
    const token = await this.token();
    if (!token.ok) return token;
    const answer = await this.#call(method, path, body, schema, token.value, patience);
    // A hub that was set up anew doesn't know old tokens; the next call gets a fresh one.
    if (!answer.ok && answer.fault.problem === 'unauthorized') this.#token = null;
    return answer;
  }

  async #call<Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    body: object | null,
    schema: Schema,
    token: string | null,
    { limitMs, signals }: Patience = { limitMs: CALL_LIMIT_MS, signals: [] },
  ): Promise<Result<z.infer<Schema>, HubFault>> {
    const plain = body === null ? null : Buffer.from(JSON.stringify(body));
    const isPacked = plain !== null && plain.length >= PACK_FROM_BYTES;
    const headers = {
      accept: 'application/json',
      ...(plain === null ? {} : { 'content-type': 'application/json' }),
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const request = { method, url: new URL(path, this.#base), headers, body: isPacked ? gzipSync(plain) : plain };
    using limit = timeLimit(limitMs, this.#life.signal, ...signals);
    const answer = await this.#exchange(request, limit.signal);
    if (!answer.ok) return fault({ code: answer.fault === 'bad_answer' ? 'bad_answer' : 'unreachable', problem: null, retryAfterMs: null });
    return read(answer.value, schema);
  }
}

function read<Schema extends z.ZodType>({ body, headers, status }: HttpAnswer, schema: Schema): Result<z.infer<Schema>, HubFault> {
  const value = parseJson(body);
  if (status === 200) {
    const parsed = schema.safeParse(value);
    return parsed.success ? ok(parsed.data) : fault({ code: 'bad_answer', problem: null, retryAfterMs: null });
  }
  const problem = problemSchema.safeParse(value).data?.problem ?? null;
  const isLater = status === 429 || status >= 500;
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return fault({ code: isLater ? 'later' : 'refused', problem, retryAfterMs: Number.isFinite(seconds) ? Math.max(0, seconds) * 1000 : null });
}
