import { beforeEach, expect, test } from 'vitest';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import { limited, nothing, perform, type Call, type CallTools } from '../../src/main/gateway/call.ts';
import { createCircuit } from '../../src/main/gateway/circuit.ts';
import { CONTRACT_TIMING } from '../../src/main/gateway/config.ts';
import type { HttpAnswer, WireFault } from '../../src/main/gateway/http.ts';

const FEEDBACK = new URL('https://gateway.emirate.example/kiosk/v1/feedback');
const call: Call<null> = {
  wantedStatus: 202,
  request: () => ({ method: 'POST', url: FEEDBACK, headers: {}, body: null }),
  read: nothing,
};

let answers: Result<HttpAnswer, WireFault>[];
let sent: number[];
let tools: CallTools;

beforeEach(() => {
  sent = [];
  tools = {
    exchange: () => {
      sent.push(Date.now());
      return Promise.resolve(answers.shift() ?? fault('unreachable'));
    },
    circuit: createCircuit(CONTRACT_TIMING.circuit, Date.now),
    timing: { ...CONTRACT_TIMING, totalTimeoutMs: 2000, retryAfterMs: [20, 60] },
    now: Date.now,
    monotonicMs: () => performance.now(),
    random: () => 0.5,
  };
});

type Answered = Result<HttpAnswer, WireFault>;

const status = (code: number, headers: Record<string, string> = {}): Answered =>
  ok({ status: code, headers, body: '' });
const broken = (why: WireFault): Answered => fault(why);

const run = (signal = new AbortController().signal) => perform(call, limited(signal, tools), tools);

test('a good answer needs one request', async () => {
  answers = [status(202)];
  expect(await run()).toEqual(ok(null));
  expect(sent).toHaveLength(1);
});

test.each([
  ['no connection', broken('unreachable')],
  ['a server error', status(500)],
  ['a gateway timeout', status(504)],
])('after %s it tries once more, after a pause', async (_what, first) => {
  answers = [first, status(202)];
  expect(await run()).toEqual(ok(null));
  expect(sent).toHaveLength(2);
  // Halfway between 20 and 60 ms; a timer may fire a millisecond early.
  expect(sent[1]! - sent[0]!).toBeGreaterThanOrEqual(39);
});

test.each([
  ['a bad answer', broken('bad_answer')],
  ['a refused certificate', broken('unauthorized')],
  ['a spent limit', broken('aborted')],
  ['a refusal', status(403)],
  ['too many calls', status(429)],
  ['a redirect', status(302)],
])('after %s it doesn’t try again', async (_what, first) => {
  answers = [first, status(202)];
  expect((await run()).ok).toBe(false);
  expect(sent).toHaveLength(1);
});

test('never a third time', async () => {
  answers = [status(503), status(503), status(202)];
  expect(await run()).toEqual(fault({ code: 'unavailable' }));
  expect(sent).toHaveLength(2);
});

test('waits as long as the gateway asks, where the limit allows it', async () => {
  answers = [status(503, { 'retry-after': '1' }), status(202)];
  expect(await run()).toEqual(ok(null));
  expect(sent[1]! - sent[0]!).toBeGreaterThanOrEqual(1000);
});

test('gives the wait to the visitor, where the limit doesn’t', async () => {
  answers = [status(503, { 'retry-after': '10' })];
  const startedMs = Date.now();
  expect(await run()).toEqual(fault({ code: 'unavailable', retryAfterSeconds: 10 }));
  expect(Date.now() - startedMs).toBeLessThan(5000);
  expect(sent).toHaveLength(1);
});

test('a visitor who leaves during the pause ends it at once', async () => {
  tools = { ...tools, timing: { ...tools.timing, retryAfterMs: [1500, 1500] } };
  answers = [status(503)];
  const leaving = new AbortController();
  const startedMs = Date.now();
  setTimeout(() => leaving.abort(), 20);
  await run(leaving.signal);
  expect(Date.now() - startedMs).toBeLessThan(1400);
  expect(sent).toHaveLength(1);
});

test('refusals say that the gateway lives, failures open the circuit', async () => {
  for (let index = 0; index < 10; index += 1) {
    answers = [status(403)];
    await run();
  }
  expect(tools.circuit.health()).toBe('up');
  for (let index = 0; index < 3; index += 1) {
    answers = [status(500), fault('unreachable')];
    await run();
  }
  expect(tools.circuit.health()).toBe('down');
  sent = [];
  expect(await run()).toMatchObject(fault({ code: 'unavailable' }));
  expect(sent).toHaveLength(0);
});

test('after the signal no request is even made, because the digits may be gone', async () => {
  const made = (): never => {
    throw new Error('a request was made');
  };
  const gone = limited(AbortSignal.abort(), tools);
  expect(await perform({ ...call, request: made }, gone, tools)).toEqual(fault({ code: 'timeout' }));
});

test('a bug while a probe is out doesn’t leave the circuit open for ever', async () => {
  tools = { ...tools, circuit: createCircuit({ failures: 1, withinMs: 1000, openMs: 0 }, Date.now) };
  answers = [fault('bad_answer')];
  await run();
  const bug = (): never => {
    throw new Error('a bug');
  };
  await expect(perform({ ...call, request: bug }, limited(new AbortController().signal, tools), tools)).rejects.toThrow('a bug');
  answers = [status(202)];
  expect(await run()).toEqual(ok(null));
});
