import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../contract/validate.ts';
import { contractSchemas } from '../../contract/generated/schemas.ts';
import type { GatewayFault } from '../../src/domain/faults.ts';
import { faultOfAnswer, readBody } from '../../src/main/gateway/answers.ts';
import type { HttpAnswer } from '../../src/main/gateway/http.ts';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body: text };
}

function problem(status: number, code: string, more: object = {}, headers: Record<string, string> = {}): HttpAnswer {
  return answer(status, { type: '/p', title: 'x', status, code, traceId: 't', ...more }, headers);
}

const EXPECTED: Readonly<Record<ErrorCode, readonly [number, GatewayFault]>> = {
  VALIDATION_FAILED: [400, { code: 'bad_answer' }],
  NUMBER_FORMAT: [400, { code: 'invalid_input', field: 'number' }],
  YEAR_RANGE: [400, { code: 'invalid_input', field: 'hijriYear' }],
  SESSION_EXPIRED: [401, { code: 'session_expired' }],
  DEVICE_UNAUTHORIZED: [401, { code: 'unauthorized' }],
  RESTRICTED: [403, { code: 'restricted' }],
  TXN_NOT_FOUND_OR_MISMATCH: [404, { code: 'not_found' }],
  RESOURCE_UNKNOWN: [404, { code: 'bad_answer' }],
  IDEMPOTENCY_IN_PROGRESS: [409, { code: 'unavailable' }],
  IDEMPOTENCY_KEY_REUSED: [422, { code: 'bad_answer' }],
  IDENTITY_LOCKED: [423, { code: 'locked' }],
  RATE_LIMITED: [429, { code: 'rate_limited', retryAfterSeconds: 30 }],
  INTERNAL: [500, { code: 'unavailable' }],
  BACKEND_BAD_ANSWER: [502, { code: 'unavailable' }],
  BACKEND_UNAVAILABLE: [503, { code: 'unavailable' }],
  BACKEND_TIMEOUT: [504, { code: 'timeout' }],
};

test('every code of the contract has its fault', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual([...contractSchemas.$defs.ErrorCode.enum].sort());
  const actual = Object.entries(EXPECTED).map(([code, [status]]) => [
    code,
    [status, faultOfAnswer(problem(status, code), 0)],
  ]);
  expect(Object.fromEntries(actual)).toEqual(EXPECTED);
});

test('a refused identity is named', () => {
  const errors = [{ field: 'identity', code: 'INVALID' }];
  expect(faultOfAnswer(problem(400, 'VALIDATION_FAILED', { errors }), 0)).toEqual({
    code: 'invalid_input',
    field: 'identity',
  });
});

test('Retry-After reaches the fault', () => {
  const headers = { 'retry-after': '42' };
  expect(faultOfAnswer(problem(429, 'RATE_LIMITED', {}, headers), 0)).toMatchObject({ retryAfterSeconds: 42 });
  expect(faultOfAnswer(problem(503, 'BACKEND_UNAVAILABLE', {}, headers), 0)).toMatchObject({ retryAfterSeconds: 42 });
});

test.each([
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'bad_answer'],
  [423, 'bad_answer'],
  [429, 'rate_limited'],
  [302, 'bad_answer'],
  [200, 'bad_answer'],
  [500, 'unavailable'],
  [503, 'unavailable'],
  [504, 'timeout'],
])('status %i without a problem is %s', (status, code) => {
  const html = answer(status, '<html>', { 'content-type': 'text/html' });
  expect(faultOfAnswer(html, 0).code).toBe(code);
});

test('a problem is believed only where it is one: its type, its status, its code', () => {
  const unmarked = { 'content-type': 'application/json' };
  expect(faultOfAnswer(problem(404, 'TXN_NOT_FOUND_OR_MISMATCH', {}, unmarked), 0).code).toBe('bad_answer');
  expect(faultOfAnswer(problem(404, 'TXN_NOT_FOUND_OR_MISMATCH', { status: 500 }), 0).code).toBe('bad_answer');
  expect(faultOfAnswer(problem(404, 'SOMETHING_ELSE'), 0).code).toBe('bad_answer');
  expect(faultOfAnswer(problem(404, 'TXN_NOT_FOUND_OR_MISMATCH', { traceId: '' }), 0).code).toBe('bad_answer');
});

test('a body is read only as JSON that the contract names', () => {
  const session = { sessionId: 's'.repeat(22), assurance: 'L0', expiresAt: '2026-11-21T08:00:00Z' };
  const json = { 'content-type': 'Application/JSON; charset=utf-8' };
  expect(readBody('Session', answer(201, session, json))).toEqual({ ok: true, value: session });
  expect(readBody('Session', answer(201, session, { 'content-type': 'text/plain' })).ok).toBe(false);
  expect(readBody('Session', answer(201, { ...session, sessionId: '../../x' }, json)).ok).toBe(false);
  expect(readBody('Session', answer(201, '{', json)).ok).toBe(false);
});

test('whatever comes, it becomes a fault and nothing is thrown', () => {
  const anything = fc.record({
    status: fc.integer({ min: 100, max: 999 }),
    body: fc.oneof(fc.string(), fc.json()),
    type: fc.constantFrom('application/json', 'application/problem+json', 'text/html', ''),
    retryAfter: fc.string(),
  });
  fc.assert(
    fc.property(anything, ({ status, body, type, retryAfter }) => {
      const received = answer(status, body, { 'content-type': type, 'retry-after': retryAfter });
      expect(faultOfAnswer(received, 0).code).toMatch(/^(unauthorized|rate_limited|timeout|unavailable|bad_answer)$/);
      expect(readBody('InquiryResult', received).ok).toBe(false);
    }),
    { numRuns: 200 },
  );
});
