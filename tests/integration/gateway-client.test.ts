import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { GatewayFault } from '../../src/domain/faults.ts';
import type { Result } from '../../src/domain/result.ts';
import type { HijriYear, TransactionNumber } from '../../src/domain/transaction.ts';
import { createHttpGateway } from '../../src/main/gateway/client.ts';
import type { GatewayTiming } from '../../src/main/gateway/config.ts';
import type { Gateway, Inquiry } from '../../src/main/gateway/gateway.ts';
import type { FaultRule } from '../../contract/gateway-faults.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

const NEVER = new AbortController().signal;
const JOB = '7f0c6f3e-51f0-4d8e-9a53-2f6f4d3f6a10';
const QUICK: Partial<GatewayTiming> = {
  totalTimeoutMs: 600,
  retryAfterMs: [5, 10],
  circuit: { failures: 100, withinMs: 30_000, openMs: 1000 },
};

let directory: string;
let sandbox: Sandbox;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'raha-gateway-'));
  sandbox = await startSandbox({ limits: { inquiriesPerMinute: 1000 } });
  writeFileSync(join(directory, 'secret'), `${sandbox.credentials.clientSecret}\n`);
  writeFileSync(join(directory, 'wrong'), 'not the secret');
});
afterEach(() => sandbox.control.clearFaults());
afterAll(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

function gatewayAt(baseUrl: string, timing: Partial<GatewayTiming> = {}, secretFile = 'secret'): Gateway {
  return createHttpGateway(
    {
      baseUrl,
      tokenUrl: null,
      kioskId: 'MK-007',
      clientId: sandbox.credentials.clientId,
      clientSecretFile: join(directory, secretFile),
      mutualTls: null,
    },
    { timing: { ...QUICK, ...timing } },
  );
}

const inquiry = (sessionId: string, number = '1002'): Inquiry => ({
  sessionId,
  identityKind: 'national_id',
  digits: Buffer.from('1012345672'),
  number: number as TransactionNumber,
  hijriYear: 1448 as HijriYear,
});

function valueOf<T>(result: Result<T, GatewayFault>): T {
  if (!result.ok) throw new Error(`unexpected fault ${result.fault.code}`);
  return result.value;
}

async function opened(gateway: Gateway): Promise<string> {
  return valueOf(await gateway.openSession('ar', NEVER));
}

/** What a fresh client answers to an inquiry that the rules spoil, after a session was opened without them. */
async function spoiled(...rules: FaultRule[]): Promise<Result<unknown, GatewayFault>> {
  const gateway = gatewayAt(sandbox.url);
  const session = await opened(gateway);
  sandbox.control.setFaults(rules);
  return gateway.inquire(inquiry(session), NEVER);
}

const faulty = (fault: GatewayFault) => ({ ok: false, fault });

test('a whole visit: session, inquiry, receipt, print result, rating, end', async () => {
  const gateway = gatewayAt(sandbox.url);
  expect(gateway.health()).toBe('unknown');
  const sessionId = await opened(gateway);
  expect(gateway.health()).toBe('up');
  const answer = valueOf(await gateway.inquire(inquiry(sessionId), NEVER));
  expect(answer.stale).toBe(false);
  expect(answer.transaction).toMatchObject({
    number: '1002',
    status: 'under_procedure',
    currentUnit: { ar: 'إدارة الحقوق الخاصة' },
    expectedBy: { hijri: '1448-07-01' },
  });
  // Newest first.
  expect(answer.transaction.referrals.map(({ sequence }) => sequence)).toEqual([2, 1]);

  const request = { sessionId, transactionRef: answer.transactionRef, jobId: JOB, delivery: 'print' } as const;
  const receipt = valueOf(await gateway.issueReceipt(request, NEVER));
  expect(valueOf(await gateway.issueReceipt(request, NEVER))).toEqual(receipt);
  expect(receipt.qrPayload).toContain(receipt.verificationCode);

  valueOf(await gateway.reportPrint(receipt.receiptNumber, 'not_printed', 'paper_out'));
  expect(sandbox.control.printResults()[receipt.receiptNumber]).toEqual({ result: 'not_printed', reason: 'paper_out' });

  const scoresBefore = sandbox.control.scores().length;
  valueOf(await gateway.rate('journey-0001', 5));
  valueOf(await gateway.rate('journey-0001', 5));
  expect(sandbox.control.scores().slice(scoresBefore)).toEqual([5]);

  const open = sandbox.control.openSessions();
  valueOf(await gateway.endSession(sessionId));
  expect(sandbox.control.openSessions()).toBe(open - 1);
  expect(await gateway.inquire(inquiry(sessionId), NEVER)).toEqual(faulty({ code: 'session_expired' }));
});

test('one token serves many calls, and many at once ask for it once', async () => {
  const gateway = gatewayAt(sandbox.url);
  const before = sandbox.control.calls().fetchToken;
  await Promise.all([opened(gateway), opened(gateway), opened(gateway)]);
  await opened(gateway);
  expect(sandbox.control.calls().fetchToken).toBe(before + 1);
});

test('the eleven states all arrive', async () => {
  const gateway = gatewayAt(sandbox.url);
  const session = await opened(gateway);
  const statuses: string[] = [];
  for (let serial = 1001; serial <= 1011; serial += 1) {
    const answer = valueOf(await gateway.inquire(inquiry(session, String(serial)), NEVER));
    statuses.push(answer.transaction.status);
  }
  expect(new Set(statuses).size).toBe(11);
});

test('an unknown number and a stranger’s number are not found', async () => {
  const gateway = gatewayAt(sandbox.url);
  const session = await opened(gateway);
  expect(await gateway.inquire(inquiry(session, '999999'), NEVER)).toEqual(faulty({ code: 'not_found' }));
  expect(await gateway.inquire(inquiry(session, '3001'), NEVER)).toEqual(faulty({ code: 'not_found' }));
});

test.each([
  [403, { code: 'restricted' }],
  [423, { code: 'locked' }],
  [500, { code: 'unavailable' }],
  [502, { code: 'unavailable' }],
  [503, { code: 'unavailable' }],
  [504, { code: 'timeout' }],
] as const)('status %i becomes %j', async (status, expected) => {
  expect(await spoiled({ operation: 'inquire', kind: 'status', status })).toEqual(faulty(expected));
});

test('429 carries the seconds to wait and is not tried again', async () => {
  const before = sandbox.control.calls().inquire;
  const result = await spoiled({ operation: 'inquire', kind: 'status', status: 429, retryAfterSeconds: 17 });
  expect(result).toEqual(faulty({ code: 'rate_limited', retryAfterSeconds: 17 }));
  expect(sandbox.control.calls().inquire).toBe(before + 1);
});

test('503 with a long Retry-After is handed on at once', async () => {
  const before = sandbox.control.calls().inquire;
  const result = await spoiled({ operation: 'inquire', kind: 'status', status: 503, retryAfterSeconds: 90 });
  expect(result).toEqual(faulty({ code: 'unavailable', retryAfterSeconds: 90 }));
  expect(sandbox.control.calls().inquire).toBe(before + 1);
});

test('one failure is healed by the one retry, two are not', async () => {
  const oneFailure: FaultRule = { operation: 'inquire', kind: 'status', status: 503, times: 1 };
  expect((await spoiled(oneFailure)).ok).toBe(true);
  const before = sandbox.control.calls().inquire;
  expect((await spoiled({ ...oneFailure, times: 2 })).ok).toBe(false);
  expect(sandbox.control.calls().inquire).toBe(before + 2);
});

test('a cut connection is tried again, then unreachable', async () => {
  expect((await spoiled({ operation: 'inquire', kind: 'cut', times: 1 })).ok).toBe(true);
  expect(await spoiled({ operation: 'inquire', kind: 'cut' })).toEqual(faulty({ code: 'unreachable' }));
});

test('a receipt whose answer was lost is not issued twice', async () => {
  const gateway = gatewayAt(sandbox.url);
  const sessionId = await opened(gateway);
  const { transactionRef } = valueOf(await gateway.inquire(inquiry(sessionId), NEVER));
  const request = { sessionId, transactionRef, delivery: 'print' } as const;
  const serial = async (jobId: string): Promise<number> =>
    Number(valueOf(await gateway.issueReceipt({ ...request, jobId }, NEVER)).receiptNumber.slice(-6));
  const first = await serial('00000000-0000-4000-8000-000000000001');
  sandbox.control.setFaults([{ operation: 'issueReceipt', kind: 'cut', times: 1 }]);
  expect(await serial('00000000-0000-4000-8000-000000000002')).toBe(first + 1);
  expect(await serial('00000000-0000-4000-8000-000000000003')).toBe(first + 2);
});

test('a slow gateway is a timeout within the limit', async () => {
  const startedMs = performance.now();
  expect(await spoiled({ operation: 'inquire', kind: 'latency', latencyMs: 5000 })).toEqual(faulty({ code: 'timeout' }));
  expect(performance.now() - startedMs).toBeLessThan(4500);
});

test.each(['broken_json', 'schema_break', 'oversize'] as const)('a body that is %s is a bad answer', async (body) => {
  const before = sandbox.control.calls().inquire;
  expect(await spoiled({ operation: 'inquire', kind: 'malformed', body })).toEqual(faulty({ code: 'bad_answer' }));
  expect(sandbox.control.calls().inquire).toBe(before + 1);
});

test('a refused token is renewed once without anybody noticing, then the kiosk is unauthorized', async () => {
  const before = sandbox.control.calls().fetchToken;
  expect((await spoiled({ operation: 'inquire', kind: 'status', status: 401, times: 1 })).ok).toBe(true);
  expect(sandbox.control.calls().fetchToken).toBe(before + 2);
  expect(await spoiled({ operation: 'inquire', kind: 'status', status: 401 })).toEqual(faulty({ code: 'unauthorized' }));
});

test('a wrong or missing secret is unauthorized', async () => {
  for (const file of ['wrong', 'missing']) {
    expect(await gatewayAt(sandbox.url, {}, file).openSession('ar', NEVER)).toEqual(faulty({ code: 'unauthorized' }));
  }
});

test('a token call that fails fails the call', async () => {
  sandbox.control.setFaults([{ operation: 'fetchToken', kind: 'status', status: 503 }]);
  expect(await gatewayAt(sandbox.url).openSession('ar', NEVER)).toEqual(faulty({ code: 'unavailable' }));
  sandbox.control.setFaults([{ operation: 'fetchToken', kind: 'malformed', body: 'schema_break' }]);
  expect(await gatewayAt(sandbox.url).openSession('ar', NEVER)).toEqual(faulty({ code: 'bad_answer' }));
});

test('after five failures calls fail at once, and a probe finds the gateway alive again', async () => {
  const gateway = gatewayAt(sandbox.url, { circuit: { failures: 5, withinMs: 30_000, openMs: 200 } });
  const session = await opened(gateway);
  sandbox.control.setFaults([{ operation: 'inquire', kind: 'status', status: 503 }]);
  for (let call = 0; call < 3; call += 1) await gateway.inquire(inquiry(session), NEVER);
  expect(gateway.health()).toBe('down');
  const before = sandbox.control.calls().inquire;
  expect(await gateway.inquire(inquiry(session), NEVER)).toEqual(faulty({ code: 'unavailable', retryAfterSeconds: 1 }));
  expect(sandbox.control.calls().inquire).toBe(before);

  sandbox.control.clearFaults();
  await delay(220);
  expect(gateway.health()).toBe('unknown');
  expect((await gateway.inquire(inquiry(session), NEVER)).ok).toBe(true);
  expect(gateway.health()).toBe('up');
});

test('a signal ends a call at once, and the circuit doesn’t count it', async () => {
  const gateway = gatewayAt(sandbox.url, {
    totalTimeoutMs: 5000,
    circuit: { failures: 1, withinMs: 30_000, openMs: 60_000 },
  });
  const session = await opened(gateway);
  sandbox.control.setFaults([{ operation: 'inquire', kind: 'latency', latencyMs: 3000 }]);
  const leaving = new AbortController();
  const pending = gateway.inquire(inquiry(session), leaving.signal);
  await delay(50);
  const leftMs = performance.now();
  leaving.abort();
  await pending;
  expect(performance.now() - leftMs).toBeLessThan(2500);
  expect(gateway.health()).toBe('up');
});

test('nobody listening is unreachable', async () => {
  const gone = await startSandbox();
  await gone.close();
  expect(await gatewayAt(gone.url).openSession('ar', NEVER)).toEqual(faulty({ code: 'unreachable' }));
});

test('an address that would carry identities in the clear is refused', () => {
  expect(() => gatewayAt('http://gateway.emirate.example/kiosk/v1')).toThrow('https');
  expect(() => gatewayAt('https://user:word@gateway.emirate.example/')).toThrow('password');
});
