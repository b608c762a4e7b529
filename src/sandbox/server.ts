import { setTimeout as delay } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { CODE_OF_STATUS, type FaultRule, type Operation } from '../../contract/gateway-faults.ts';
import { conforms, type TokenError } from '../../contract/validate.ts';
import { answered, deliver, json, refused, type Outgoing } from './delivery.ts';
import { operations } from './operations.ts';
import { Refusal } from './problem.ts';
import type { Answer, State } from './state.ts';

/** PEM texts of the server's key and certificate, and of the authority that signs the kiosks' certificates. */
export interface ServerTls {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

interface Route {
  readonly operation: Operation;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly idempotencyKey?: true;
}

const ROUTES: readonly Route[] = [
  { operation: 'fetchToken', method: 'POST', path: '/oauth2/token' },
  { operation: 'startSession', method: 'POST', path: '/sessions', idempotencyKey: true },
  { operation: 'endSession', method: 'DELETE', path: '/sessions/:sessionId' },
  { operation: 'inquire', method: 'POST', path: '/inquiries' },
  { operation: 'issueReceipt', method: 'POST', path: '/transactions/:transactionRef/receipts', idempotencyKey: true },
  { operation: 'reportPrint', method: 'PUT', path: '/receipts/:receiptNo/print-result' },
  { operation: 'rate', method: 'POST', path: '/feedback', idempotencyKey: true },
];

const MAX_REQUEST_BYTES = 16 * 1024;

/** The contract over HTTP. Nothing is logged: a stand-in must not teach anybody to log inquiries. */
export function createServer(state: State, basePath: string, tls: ServerTls | null): FastifyInstance {
  const options = { logger: false, bodyLimit: MAX_REQUEST_BYTES, forceCloseConnections: true } as const;
  const server: FastifyInstance =
    tls === null
      ? fastify(options)
      : fastify({ ...options, https: { ...tls, requestCert: true, rejectUnauthorized: true } });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    ['application/json', 'application/x-www-form-urlencoded'],
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  for (const route of ROUTES) {
    server.route({
      method: route.method,
      url: `${basePath}${route.path}`,
      handler: (request, reply) => serve(state, route, request, reply),
    });
  }
  const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply =>
    deliver(reply, refused(refusal, request), null);
  server.setNotFoundHandler((request, reply) => refuse(request, reply, new Refusal('RESOURCE_UNKNOWN')));
  server.setErrorHandler((error: { readonly statusCode?: number }, request, reply) =>
    refuse(request, reply, new Refusal((error.statusCode ?? 500) < 500 ? 'VALIDATION_FAILED' : 'INTERNAL')),
  );
  return server;
}

async function serve(state: State, route: Route, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  state.calls[route.operation] += 1;
  state.callListeners.forEach((listener) => listener(route.operation));
  const rule = state.faults.take(route.operation);
  return deliver(reply, await answerOrRefusal(state, route, request, rule), rule);
}

async function answerOrRefusal(
  state: State,
  route: Route,
  request: FastifyRequest,
  rule: FaultRule | null,
): Promise<Outgoing> {
  try {
    if (rule?.kind === 'status') return spoiledStatus(route, rule, request);
    if (route.operation === 'fetchToken') {
      await slowedDown(rule);
      return tokenAnswer(state, request);
    }
    return answered(await run(state, route, route.operation, request, rule), request);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, request);
    throw error;
  }
}

function spoiledStatus(route: Route, rule: FaultRule & { kind: 'status' }, request: FastifyRequest): Outgoing {
  if (route.operation === 'fetchToken' && rule.status === 401) return tokenRefused(401, 'invalid_client');
  const { status, retryAfterSeconds } = rule;
  const refusal = new Refusal(CODE_OF_STATUS[status], retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  return refused(refusal, request);
}

async function run(
  state: State,
  route: Route,
  operation: Exclude<Operation, 'fetchToken'>,
  request: FastifyRequest,
  rule: FaultRule | null,
): Promise<Answer> {
  if (!state.tokens.accepts(request.headers.authorization)) throw new Refusal('DEVICE_UNAUTHORIZED');
  uuidHeader(request, 'x-request-id');
  const call = {
    body: parsedBody(request),
    params: request.params as Readonly<Record<string, string>>,
    sessionId: request.headers['x-citizen-session']?.toString(),
  };
  const work = async (): Promise<Answer> => {
    await slowedDown(rule);
    return operations[operation](state, call);
  };
  if (route.idempotencyKey === undefined) return work();
  return state.idempotency.once(`${operation} ${uuidHeader(request, 'idempotency-key')}`, call, work);
}

/** A latency fault works late rather than answering late, so that a second call meets the first one still running. */
async function slowedDown(rule: FaultRule | null): Promise<void> {
  if (rule?.kind === 'latency') await delay(rule.latencyMs, undefined, { ref: false });
}

function uuidHeader(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  if (conforms('Uuid', value)) return value;
  throw new Refusal('VALIDATION_FAILED', { errors: [{ field: name, code: 'INVALID' }] });
}

function parsedBody(request: FastifyRequest): unknown {
  if (typeof request.body !== 'string' || request.body === '') return undefined;
  try {
    return JSON.parse(request.body);
  } catch {
    throw new Refusal('VALIDATION_FAILED', { errors: [{ field: 'body', code: 'INVALID' }] });
  }
}

function tokenAnswer(state: State, request: FastifyRequest): Outgoing {
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  if (form.get('grant_type') !== 'client_credentials') return tokenRefused(400, 'unsupported_grant_type');
  const token = state.tokens.issue(request.headers.authorization);
  return token === null ? tokenRefused(401, 'invalid_client') : json(200, token);
}

function tokenRefused(status: 400 | 401, error: TokenError['error']): Outgoing {
  const answer = json(status, { error });
  return status === 401 ? { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic' } } : answer;
}
