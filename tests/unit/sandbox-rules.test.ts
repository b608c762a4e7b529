import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Kit, demandProblem, type Target } from '../../contract/conformance/kit.ts';
import type { Problem } from '../../contract/validate.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

/** The rules of the sandbox that depend on its clock. */
const owner = { kind: 'national_id', value: '1012345672' } as const;
const question = { identity: owner, number: '1002', hijriYear: 1448 };
const wrong = { ...question, number: '987654' };

let nowMs: number;
let sandbox: Sandbox;
let kit: Kit;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-21T08:00:00Z');
  sandbox = await startSandbox({ now: () => nowMs });
  const { url, credentials } = sandbox;
  const data = { kioskId: 'MK-007', found: [{ ...question, status: 'under_procedure' }], unknown: wrong, mismatch: wrong };
  const target: Target = { ...credentials, baseUrl: url, tokenUrl: `${url}/oauth2/token`, tls: {}, data };
  kit = new Kit(target);
});
afterEach(() => sandbox.close());

const seconds = (count: number): void => {
  nowMs += count * 1000;
  // A token lives for five minutes.
  if (count > 200) kit = new Kit(kit.target);
};

test('five failed matches in a session pause it for a minute, and only it', async () => {
  const sessionId = await kit.openSession();
  for (let tries = 0; tries < 5; tries += 1) expect((await kit.inquireAtOnce(sessionId, wrong)).status).toBe(404);
  seconds(10);
  const paused = await kit.inquireAtOnce(sessionId, question);
  demandProblem(paused, 429, 'RATE_LIMITED');
  expect(paused.headers['retry-after']).toBe('50');
  expect((await kit.inquireAtOnce(await kit.openSession(), question)).status).toBe(200);
  seconds(50);
  expect((await kit.inquireAtOnce(sessionId, question)).status).toBe(200);
});

test('ten failed matches of an identity lock it for a day, even for the right number', async () => {
  for (let tries = 0; tries < 10; tries += 1) {
    expect((await kit.inquireAtOnce(await kit.openSession(), wrong)).status).toBe(404);
    seconds(10);
  }
  demandProblem(await kit.inquireAtOnce(await kit.openSession(), question), 423, 'IDENTITY_LOCKED');
  const resident = { identity: { kind: 'iqama', value: '2012345670' }, number: '2001', hijriYear: 1448 } as const;
  expect((await kit.inquireAtOnce(await kit.openSession(), resident)).status).toBe(200);
  seconds(86_400);
  expect((await kit.inquireAtOnce(await kit.openSession(), question)).status).toBe(200);
});

test('the eleventh inquiry of a minute waits until the first falls out', async () => {
  const sessionId = await kit.openSession();
  for (let count = 0; count < 10; count += 1) {
    expect((await kit.inquireAtOnce(sessionId, question)).status).toBe(200);
    seconds(1);
  }
  const refused = await kit.inquireAtOnce(sessionId, question);
  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBe('50');
  seconds(50);
  expect((await kit.inquireAtOnce(sessionId, question)).status).toBe(200);
});

test('sessions and tokens expire', async () => {
  const sessionId = await kit.openSession();
  nowMs += 301_000;
  expect((await kit.inquireAtOnce(sessionId, question)).json as Problem).toMatchObject({ code: 'DEVICE_UNAUTHORIZED' });
  seconds(601);
  expect((await kit.inquireAtOnce(sessionId, question)).json as Problem).toMatchObject({ code: 'SESSION_EXPIRED' });
});

test('a key is in progress while its first call runs, and kept for a day', async () => {
  const call = (key: string) =>
    kit.call('POST', '/feedback', { idempotencyKey: key, body: { journeyId: 'journey-1', score: 3 } });
  await kit.token();
  const key = randomUUID();
  sandbox.control.setFaults([{ operation: 'rate', kind: 'latency', latencyMs: 150, times: 1 }]);
  const first = call(key);
  await expect.poll(() => sandbox.control.calls().rate).toBe(1);
  demandProblem(await call(key), 409, 'IDEMPOTENCY_IN_PROGRESS');
  expect((await first).status).toBe(202);
  expect((await call(key)).status).toBe(202);
  expect(sandbox.control.scores()).toEqual([3]);
  seconds(86_400);
  expect((await call(key)).status).toBe(202);
  expect(sandbox.control.scores()).toEqual([3, 3]);
});

test('bad data doesn’t start', async () => {
  await expect(startSandbox({ data: [{}] })).rejects.toThrow('Record 1 of the data');
});
