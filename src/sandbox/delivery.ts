import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultRule } from '../../contract/gateway-faults.ts';
import { conforms, MAX_BODY_BYTES } from '../../contract/validate.ts';
import { problemOf, type Refusal } from './problem.ts';
import type { Answer } from './state.ts';

/** What leaves the server, before a fault spoils it. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

export const json = (status: number, body: object): Outgoing => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  payload: JSON.stringify(body),
});

/** The answer of an operation, with the request's id. */
export function answered({ status, body }: Answer, request: FastifyRequest): Outgoing {
  if (body === null) return { status, headers: echo(request), payload: '' };
  const { headers, payload } = json(status, body);
  return { status, headers: { ...headers, ...echo(request) }, payload };
}

/** The problem of a refusal; 429 always says when to come back. */
export function refused(refusal: Refusal, request: FastifyRequest): Outgoing {
  const problem = problemOf(refusal, randomUUID());
  const retryAfterSeconds = refusal.retryAfterSeconds ?? (problem.status === 429 ? 1 : null);
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...echo(request),
      ...(retryAfterSeconds !== null && { 'retry-after': String(retryAfterSeconds) }),
    },
    payload: JSON.stringify(problem),
  };
}

function echo(request: FastifyRequest): Record<string, string> {
  const requestId = request.headers['x-request-id'];
  return conforms('Uuid', requestId) ? { 'x-request-id': requestId } : {};
}

/** Sends an answer, spoiled where a fault rule says so. */
export function deliver(reply: FastifyReply, { status, headers, payload }: Outgoing, rule: FaultRule | null): FastifyReply {
  if (rule?.kind === 'cut') return cutShort(reply, { status, headers, payload });
  const body = rule?.kind === 'malformed' ? spoiled(payload, rule.body) : payload;
  return reply.code(status).headers(headers).send(body);
}

/** Promises the whole body, sends half of it and drops the connection. */
function cutShort(reply: FastifyReply, { status, headers, payload }: Outgoing): FastifyReply {
  const bytes = Buffer.from(payload);
  reply.hijack();
  reply.raw.writeHead(status, { ...headers, 'content-length': bytes.length + 1 });
  reply.raw.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => reply.raw.destroy());
  return reply;
}

function spoiled(payload: string, how: 'broken_json' | 'schema_break' | 'oversize'): string {
  switch (how) {
    case 'broken_json':
      return payload.slice(0, Math.ceil(payload.length / 2));
    case 'schema_break':
      return JSON.stringify({ unexpected: true });
    case 'oversize':
      return payload + ' '.repeat(MAX_BODY_BYTES + 1);
  }
}
