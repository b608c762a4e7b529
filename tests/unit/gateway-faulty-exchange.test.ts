import { expect, test } from 'vitest';
import { faultyExchange } from '../../src/main/gateway/faulty-exchange.ts';
import type { HttpRequest } from '../../src/main/gateway/http.ts';
import { ok } from '../../src/domain/result.ts';

const inquiry = (): HttpRequest => ({
  method: 'POST',
  url: new URL('http://127.0.0.1/kiosk/v1/inquiries'),
  headers: {},
  body: Buffer.from('secret'),
});
const { signal } = new AbortController();

function rig() {
  const sent: string[] = [];
  const faults = faultyExchange();
  const exchange = faults.around(async ({ url }) => {
    sent.push(url.pathname);
    return ok({ status: 200, headers: {}, body: '{"found":true}' });
  });
  return { exchange, faults, sent };
}

test('without faults it is the wire itself', async () => {
  const { exchange, sent } = rig();
  expect(await exchange(inquiry(), signal)).toMatchObject({ ok: true, value: { body: '{"found":true}' } });
  expect(sent).toHaveLength(1);
});

test('rules wait in line for their operation, as at the sandbox', async () => {
  const { exchange, faults, sent } = rig();
  faults.addFault({ operation: 'inquire', times: 1, kind: 'status', status: 504, retryAfterSeconds: 7 });
  faults.addFault({ operation: 'rate', times: 1, kind: 'cut' });
  faults.addFault({ operation: 'any', times: 1, kind: 'malformed', body: 'schema_break' });
  expect(await exchange(inquiry(), signal)).toEqual(ok({ status: 504, headers: { 'retry-after': '7' }, body: '' }));
  expect(sent).toHaveLength(0);
  expect(await exchange(inquiry(), signal)).toMatchObject({ value: { body: '{"unexpected":true}' } });
  expect(await exchange(inquiry(), signal)).toMatchObject({ value: { body: '{"found":true}' } });
});

test('what is not sent is overwritten all the same', async () => {
  const { exchange, faults, sent } = rig();
  const request = inquiry();
  faults.setAway(true);
  expect(await exchange(request, signal)).toEqual({ ok: false, fault: 'unreachable' });
  expect(sent).toHaveLength(0);
  expect(request.body?.every((byte) => byte === 0)).toBe(true);
  faults.setAway(false);
  expect((await exchange(inquiry(), signal)).ok).toBe(true);
});

test('who waits for a slow answer no longer isn’t answered', async () => {
  const { exchange, faults, sent } = rig();
  faults.addFault({ operation: 'inquire', kind: 'latency', latencyMs: 600_000 });
  const leaving = new AbortController();
  const answer = exchange(inquiry(), leaving.signal);
  leaving.abort();
  expect(await answer).toEqual({ ok: false, fault: 'aborted' });
  expect(sent).toHaveLength(0);
});

test('a listener hears of a call before a fault is chosen for it', async () => {
  const { exchange, faults } = rig();
  faults.onCall((operation) => {
    if (operation === 'inquire') faults.addFault({ operation, times: 1, kind: 'cut' });
  });
  expect(await exchange(inquiry(), signal)).toEqual({ ok: false, fault: 'unreachable' });
});
