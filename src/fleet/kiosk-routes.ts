import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { kioskMessagesSchema, MAX_BATCH_BYTES, MAX_POLL_SECONDS, PROTOCOL_VERSION, type HubProblem } from '../../contract/fleet/messages.ts';
import { fault, ok, type Result } from '../domain/result.ts';
import type { IdentityDoor } from './identity/door.ts';
import type { Ingest } from './ingest/ingest.ts';
import { STATUS_OF_PROBLEM } from './problems.ts';
import type { Polling } from './session/polling.ts';
import { isOutage } from './store/outage.ts';

export interface KioskRouteParts {
  readonly identity: IdentityDoor;
  readonly ingest: Ingest;
  readonly polling: Polling;
  /** A kiosk without WebSocket gave a sign of life. */
  readonly heard: (kiosk: string) => void;
  /** Whether kiosks must bring a certificate of their authority, in their own name. */
  readonly mutualTls: boolean;
  readonly now: () => number;
}

const unpack = promisify(gunzip);

/** Guessing an enrolment code: 80 bits say no already, this keeps the log readable. */
const ENROLMENTS_PER_MINUTE = 20;

/** Everything under `/v1/`: only kiosks come here. Nothing they send is logged. */
export function registerKioskRoutes(server: FastifyInstance, parts: KioskRouteParts): void {
  const { identity, ingest, polling } = parts;
  const attempts = new Attempts(ENROLMENTS_PER_MINUTE, parts.now);
  void server.register(
    (kiosks, _options, done) => {
      acceptJson(kiosks);

      kiosks.post('/enrol', async (request, reply) => {
        if (!attempts.allows(request.ip)) return refuse(reply, 'too_many', 60);
        return answer(reply, await whileStoreIsThere(() => identity.enrol(request.body, request.ip)));
      });
      kiosks.post('/challenge', (request, reply) => answer(reply, identity.challenge(request.body)));
      kiosks.post('/token', (request, reply) => answer(reply, identity.token(request.body)));

      kiosks.post('/events', async (request, reply) => {
        const kiosk = authenticate(request.raw, parts);
        return kiosk.ok ? answer(reply, await ingest.take(kiosk.value, request.body)) : refuse(reply, kiosk.fault);
      });

      kiosks.post('/session/messages', async (request, reply) => {
        const kiosk = authenticate(request.raw, parts);
        if (!kiosk.ok) return refuse(reply, kiosk.fault);
        const messages = kioskMessagesSchema.safeParse(request.body);
        if (!messages.success) return refuse(reply, 'malformed');
        return answer(reply, asMessages(await polling.post(kiosk.value, messages.data.messages)));
      });

      kiosks.get('/jobs', async (request, reply) => {
        const kiosk = authenticate(request.raw, parts);
        if (!kiosk.ok) return refuse(reply, kiosk.fault);
        const { wait } = pollSchema.parse(request.query);
        parts.heard(kiosk.value);
        const gone = new AbortController();
        request.raw.once('close', () => gone.abort());
        return answer(reply, asMessages(await polling.poll(kiosk.value, wait * 1000, gone.signal)));
      });
      done();
    },
    { prefix: '/v1' },
  );
}

const pollSchema = z.object({ wait: z.coerce.number().min(0).max(MAX_POLL_SECONDS).catch(MAX_POLL_SECONDS) });

/** By its token; and, where the hub asks for certificates, by one in the same name. */
export function authenticate(request: IncomingMessage, { identity, mutualTls }: Pick<KioskRouteParts, 'identity' | 'mutualTls'>): Result<string, HubProblem> {
  const kiosk = identity.authenticate(request.headers.authorization);
  if (!kiosk.ok || !mutualTls) return kiosk;
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return fault('unauthorized');
  return socket.getPeerCertificate().subject.CN === kiosk.value ? kiosk : fault('another_kiosk');
}

const asMessages = <Fault>(messages: Result<readonly object[], Fault>): Result<object, Fault> =>
  messages.ok ? ok({ v: PROTOCOL_VERSION, messages: messages.value }) : messages;

async function whileStoreIsThere(work: () => Promise<Result<object, HubProblem>>): Promise<Result<object, HubProblem>> {
  try {
    return await work();
  } catch (error) {
    if (isOutage(error)) return fault('unavailable');
    throw error;
  }
}

function answer(reply: FastifyReply, result: Result<object, HubProblem>): FastifyReply {
  return result.ok ? reply.send(result.value) : refuse(reply, result.fault);
}

/** Spread, so that those who were sent away together don't come back together. */
function refuse(reply: FastifyReply, problem: HubProblem, retrySeconds = Math.round(3 + Math.random() * 9)): FastifyReply {
  const status = STATUS_OF_PROBLEM[problem];
  if (status === 429 || status === 503) void reply.header('retry-after', retrySeconds);
  return reply.code(status).send({ v: PROTOCOL_VERSION, problem });
}

/** JSON, packed or not, of at most 256 KiB either way: a small parcel must not become a large one. */
function acceptJson(kiosks: FastifyInstance): void {
  kiosks.removeAllContentTypeParsers();
  kiosks.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: MAX_BATCH_BYTES }, readJson);
  kiosks.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) return refuse(reply, 'too_large');
    if (status < 500) return refuse(reply, 'malformed');
    if (isOutage(error)) return refuse(reply, 'unavailable');
    throw error;
  });
}

async function readJson(request: FastifyRequest, body: Buffer): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') throw Object.assign(new Error('unknown encoding'), { statusCode: 415 });
  try {
    const text = encoding === 'gzip' ? await unpack(body, { maxOutputLength: MAX_BATCH_BYTES }) : body;
    return JSON.parse(text.toString()) as unknown;
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw Object.assign(new Error('unreadable body'), { statusCode: isTooLarge ? 413 : 400 });
  }
}

/** Counts attempts by address and minute. */
class Attempts {
  readonly #limit: number;
  readonly #now: () => number;
  #minute = 0;
  #counts = new Map<string, number>();

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  allows(address: string): boolean {
    const minute = Math.floor(this.#now() / 60_000);
    if (minute !== this.#minute) this.#counts = new Map();
    this.#minute = minute;
    const count = (this.#counts.get(address) ?? 0) + 1;
    this.#counts.set(address, count);
    return count <= this.#limit;
  }
}
