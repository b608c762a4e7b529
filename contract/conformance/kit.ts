import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { conforms, violationOf, type ContractTypes, type ErrorCode, type SchemaName } from '../validate.ts';
import type { CaseData, Question } from './case-data.ts';
import { send, type ClientTls, type WireAnswer } from './wire.ts';

/** The gateway under test. */
export interface Target {
  /** Where the contract's paths begin, without a slash at the end. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tls: ClientTls;
  readonly data: CaseData;
}

export interface ConformanceCase {
  readonly name: string;
  /** Throws a Breach where the gateway breaks the contract. */
  readonly run: (kit: Kit) => Promise<void>;
}

/** The gateway broke the contract; the message says how. */
export class Breach extends Error {}

export function demand(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Breach(message);
}

export interface CallOptions {
  readonly body?: unknown;
  readonly sessionId?: string;
  readonly idempotencyKey?: string;
  /** Replaces or (with `null`) leaves out a header the contract asks for. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Pauses longer than this are not waited for. */
const LONGEST_WAIT_SECONDS = 65;

/** What every case works with: one token, and calls as the contract wants them unless a case spoils them. */
export class Kit {
  readonly target: Target;
  #token: string | null = null;

  constructor(target: Target) {
    this.target = target;
  }

  /** Asks for a token as RFC 6749 says; `secret` is what a case may get wrong. */
  askForToken(secret = this.target.clientSecret, grant = 'client_credentials'): Promise<WireAnswer> {
    const { clientId, tokenUrl, tls } = this.target;
    const [id, word] = [clientId, secret].map((text) => new URLSearchParams({ text }).toString().slice('text='.length));
    const headers = {
      authorization: `Basic ${Buffer.from(`${id ?? ''}:${word ?? ''}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    return send({ method: 'POST', url: tokenUrl, headers, body: new URLSearchParams({ grant_type: grant }).toString() }, tls);
  }

  async token(): Promise<string> {
    this.#token ??= contractBody('Token', await this.askForToken(), 200).access_token;
    return this.#token;
  }

  /** A call of the contract. The request's id must come back, whatever the answer is. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<WireAnswer> {
    const { body, sessionId, idempotencyKey } = options;
    const requestId = randomUUID();
    const headers: Record<string, string | null> = {
      authorization: `Bearer ${await this.token()}`,
      'x-request-id': requestId,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(sessionId !== undefined && { 'x-citizen-session': sessionId }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...options.headers,
    };
    const given = Object.entries(headers).filter((header): header is [string, string] => header[1] !== null);
    const answer = await send(
      {
        method,
        url: `${this.target.baseUrl}${path}`,
        headers: Object.fromEntries(given),
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      },
      this.target.tls,
    );
    const sent = headers['x-request-id'];
    if (sent !== null) demand(answer.headers['x-request-id'] === sent, 'X-Request-Id does not come back');
    return answer;
  }

  async openSession(): Promise<string> {
    const answer = await this.call('POST', '/sessions', {
      idempotencyKey: randomUUID(),
      body: { kioskId: this.target.data.kioskId, language: 'ar' },
    });
    return contractBody('Session', answer, 201).sessionId;
  }

  /** Inquires, and waits where the limit of the kiosk is reached, so that one case doesn't fail another. */
  async inquire(sessionId: string, question: Question): Promise<WireAnswer> {
    const first = await this.inquireAtOnce(sessionId, question);
    const seconds = Number(first.headers['retry-after']);
    if (first.status !== 429 || !(seconds <= LONGEST_WAIT_SECONDS)) return first;
    await delay(seconds * 1000);
    return this.inquireAtOnce(sessionId, question);
  }

  inquireAtOnce(sessionId: string, { number, hijriYear, identity }: Question): Promise<WireAnswer> {
    const body = { by: 'registration_number', number, hijriYear, identity };
    return this.call('POST', '/inquiries', { sessionId, body });
  }

  /** A session in which the first transaction of the case data was found. */
  async found(): Promise<{ sessionId: string; transactionRef: string }> {
    const sessionId = await this.openSession();
    const [question] = this.target.data.found;
    demand(question !== undefined, 'the case data names no transaction to find');
    const answer = await this.inquire(sessionId, question);
    return { sessionId, transactionRef: contractBody('InquiryResult', answer, 200).transactionRef };
  }
}

/** The body of a good answer, or a Breach that says what is wrong with it. */
export function contractBody<Name extends SchemaName>(name: Name, answer: WireAnswer, status: number): ContractTypes[Name] {
  demand(answer.status === status, `expected ${String(status)}, got ${String(answer.status)}`);
  demand(mediaType(answer) === 'application/json', `expected application/json, got ${mediaType(answer)}`);
  if (conforms(name, answer.json)) return answer.json;
  const violation = violationOf(name, answer.json);
  throw new Breach(`not a ${name}: ${violation?.path ?? ''} ${violation?.message ?? ''}`);
}

/** Demands a problem of the contract with this status and code. */
export function demandProblem(answer: WireAnswer, status: number, code: ErrorCode): ContractTypes['Problem'] {
  demand(answer.status === status, `expected ${String(status)} ${code}, got ${String(answer.status)}`);
  demand(mediaType(answer) === 'application/problem+json', `expected application/problem+json, got ${mediaType(answer)}`);
  if (!conforms('Problem', answer.json)) {
    const violation = violationOf('Problem', answer.json);
    throw new Breach(`not a Problem: ${violation?.path ?? ''} ${violation?.message ?? ''}`);
  }
  demand(answer.json.status === status, 'the status in the problem is another one than that of the answer');
  demand(answer.json.code === code, `expected ${code}, got ${answer.json.code}`);
  return answer.json;
}

export function demandEmpty(answer: WireAnswer, status: number): void {
  demand(answer.status === status, `expected ${String(status)}, got ${String(answer.status)}`);
}

const mediaType = ({ headers }: WireAnswer): string =>
  (headers['content-type'] ?? 'no content type').split(';')[0]?.trim().toLowerCase() ?? '';
