import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { HubMessage } from '../../contract/fleet/messages.ts';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import { enterHub } from '../../src/main/fleet-agent/door.ts';
import type { HubFault } from '../../src/main/fleet-agent/hub-calls.ts';
import { openWebSocket, type LinkEnd } from '../../src/main/fleet-agent/link.ts';
import { openPolling } from '../../src/main/fleet-agent/polling.ts';
import { BARRED_FOR_MS, Ways } from '../../src/main/fleet-agent/ways.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import frozen from '../fixtures/fleet-hub-messages-v1.json' with { type: 'json' };

const BEAT = { v: 1, n: 1, type: 'hb', clock: { atMs: 1, monotonicMs: 1 }, screen: 'A1', gauges: {} } as const;

describe('over WebSocket', () => {
  let server: Server;
  let sockets: WebSocketServer;
  let refusal: string | null;
  let messages: HubMessage[];
  let ends: LinkEnd[];
  let hub: Promise<WebSocket>;
  const url = () => new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  const open = () => {
    // What the last test's connections still say is not this one's.
    const [itsMessages, itsEnds] = [messages, ends];
    return openWebSocket(url(), 'token', null, { onMessage: (message) => itsMessages.push(message), onEnd: (end) => itsEnds.push(end) });
  };
  const answer = (type: string, more = '') => `HTTP/1.1 503 No\r\nContent-Type: ${type}\r\nContent-Length: 0\r\n${more}\r\n`;

  beforeEach(async () => {
    refusal = null;
    messages = [];
    ends = [];
    server = createServer();
    sockets = new WebSocketServer({ noServer: true });
    hub = new Promise((opened) =>
      server.on('upgrade', (request, socket, head) => {
        if (refusal !== null) return void socket.end(refusal);
        return sockets.handleUpgrade(request, socket, head, opened);
      }),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => {
    sockets.clients.forEach((client) => client.terminate());
    server.close();
  });

  test('a kiosk of this version understands a hub of the first one, and a newer one that says more', async () => {
    expect((await open()).ok).toBe(true);
    const socket = await hub;
    for (const message of Object.values(frozen)) {
      socket.send(JSON.stringify(message));
      socket.send(JSON.stringify({ ...message, mood: 'sunny' }));
    }
    socket.send(JSON.stringify({ v: 1, type: 'sing', song: 'none' }));
    socket.send('{');
    socket.send(Buffer.from([1, 2, 3]));
    await expect.poll(() => messages.length).toBe(2 * Object.keys(frozen).length);
    expect(messages.filter((_message, index) => index % 2 === 0)).toEqual(Object.values(frozen));
    expect(messages.filter((_message, index) => index % 2 === 1)).toEqual(Object.values(frozen));
  });

  test('says how it ended and when to come back', async () => {
    await open();
    const socket = await hub;
    socket.send(JSON.stringify(frozen.reconnect));
    socket.close();
    await expect.poll(() => ends).toEqual([{ code: 'lost', problem: null, retryAfterMs: 2_500 }]);
  });

  test('says why the hub ended it', async () => {
    await open();
    const socket = await hub;
    socket.send(JSON.stringify({ ...frozen.refused, reason: 'revoked' }));
    socket.close(4002, 'revoked');
    await expect.poll(() => ends).toEqual([{ code: 'refused', problem: 'revoked', retryAfterMs: 0 }]);
  });

  test.each([
    ['the hub says no', answer('application/json', 'Retry-After: 7\r\n'), { code: 'refused', problem: null, retryAfterMs: 7_000 }],
    [
      'the hub says why',
      'HTTP/1.1 403 No\r\nContent-Type: application/json\r\nContent-Length: 33\r\n\r\n{"v":1,"problem":"another_kiosk"}',
      { code: 'refused', problem: 'another_kiosk', retryAfterMs: 0 },
    ],
    ['something else answers', answer('text/html'), { code: 'barred', problem: null, retryAfterMs: 0 }],
    ['the line is cut', '', { code: 'lost', problem: null, retryAfterMs: 0 }],
  ])('there is none when %s', async (_what, text, end) => {
    refusal = text;
    expect(await open()).toEqual(fault(end));
    expect(ends).toEqual([]);
  });

  test('one that was closed from here is silent', async () => {
    const link = await open();
    const socket = await hub;
    const closed = new Promise((done) => socket.once('close', done));
    if (link.ok) link.value.close();
    socket.send(JSON.stringify(frozen.ack));
    await closed;
    expect(messages).toEqual([]);
    expect(ends).toEqual([]);
  });
});

describe('by polling', () => {
  test('listens once the hello was taken, and ends with the first thing that fails', async () => {
    const clock = new FakeClock();
    const ends: LinkEnd[] = [];
    const got: string[] = [];
    let polls = 0;
    let later: (answer: Result<readonly HubMessage[], HubFault>) => void = () => undefined;
    const link = openPolling(
      {
        after: clock.after,
        lifetimeMs: BARRED_FOR_MS,
        calls: {
          say: async () => ok([frozen.welcome as HubMessage]),
          poll: () => {
            polls += 1;
            return new Promise((resolve) => (later = resolve));
          },
        },
      },
      { onMessage: ({ type }) => got.push(type), onEnd: (end) => ends.push(end) },
    );
    expect(polls).toBe(0);
    link.send(BEAT);
    await clock.pass(0);
    expect([got, polls]).toEqual([['welcome'], 1]);
    later(ok([frozen.job as HubMessage]));
    await clock.pass(0);
    expect([got, polls]).toEqual([['welcome', 'job'], 2]);
    later(fault({ code: 'refused', problem: 'no_session', retryAfterMs: null }));
    await clock.pass(BARRED_FOR_MS * 2);
    expect(ends).toEqual([{ code: 'refused', problem: 'no_session', retryAfterMs: 0 }]);
  });

  test('ends by itself after a while, so that WebSocket is tried again', async () => {
    const clock = new FakeClock();
    const ends: LinkEnd[] = [];
    const calls = { say: async () => ok([]), poll: () => new Promise<never>(() => undefined) };
    openPolling({ after: clock.after, lifetimeMs: BARRED_FOR_MS, calls }, { onMessage: () => undefined, onEnd: (end) => ends.push(end) });
    await clock.pass(BARRED_FOR_MS - 1);
    expect(ends).toEqual([]);
    await clock.pass(1);
    expect(ends).toEqual([{ code: 'lost', problem: null, retryAfterMs: 0 }]);
  });
});

test('WebSocket counts as barred after two openings without a word, for some minutes, and then after one', async () => {
  const clock = new FakeClock();
  const ways = new Ways(clock.monotonicMs);
  ways.tried();
  expect(ways.isDoubtful).toBe(false);
  ways.tried();
  expect(ways.isDoubtful).toBe(true);
  ways.barred();
  expect(ways.isOpen).toBe(false);
  await clock.pass(BARRED_FOR_MS);
  expect(ways.isOpen).toBe(true);
  ways.tried();
  expect(ways.isDoubtful).toBe(true);
  ways.worked();
  ways.tried();
  expect(ways.isDoubtful).toBe(false);
});

describe('at the hub’s door', () => {
  const no = (problem: string): Result<never, HubFault> => fault({ code: 'refused', problem, retryAfterMs: null });
  const LOST_ANSWER: Result<never, HubFault> = fault({ code: 'unreachable', problem: null, retryAfterMs: null });

  function doorOf({ code, enrolled, isEnrolled, tokens }: { code: string | null; enrolled?: Result<string, HubFault>; isEnrolled: boolean; tokens: Result<string, HubFault>[] }) {
    const did: string[] = [];
    return {
      did,
      enter: () =>
        enterHub({
          calls: {
            enrol: async (used) => {
              did.push(`enrol ${used}`);
              return enrolled ?? ok('key');
            },
            forgetToken: () => undefined,
            token: async () => tokens.shift() ?? ok('token'),
          },
          identity: {
            hubKey: isEnrolled ? ({} as never) : null,
            publicKey: 'key',
            newCode: () => code,
            refused: (used) => did.push(`refused ${used}`),
            enrolled: (used) => did.push(`enrolled ${used}`),
          },
        }),
    };
  }

  test.each([
    ['a kiosk that is known uses no code', { code: 'C', isEnrolled: true, tokens: [] }, ok('token'), []],
    ['a new one uses its code', { code: 'C', isEnrolled: false, tokens: [] }, ok('token'), ['enrol C', 'enrolled C']],
    ['a new one without a code says so', { code: null, isEnrolled: false, tokens: [] }, fault({ code: 'refused', problem: 'no_code', retryAfterMs: 0 }), []],
    [
      'a code that isn’t taken is never tried again',
      { code: 'C', isEnrolled: false, tokens: [], enrolled: no('wrong_code') },
      fault({ code: 'refused', problem: 'wrong_code', retryAfterMs: 0 }),
      ['enrol C', 'refused C'],
    ],
    [
      'a code whose answer is lost is tried again',
      { code: 'C', isEnrolled: false, tokens: [], enrolled: LOST_ANSWER },
      fault({ code: 'lost', problem: null, retryAfterMs: 0 }),
      ['enrol C'],
    ],
    ['one that was revoked uses a new code', { code: 'C', isEnrolled: true, tokens: [no('revoked')] }, ok('token'), ['enrol C', 'enrolled C']],
    ['one that was revoked has nothing else to try', { code: null, isEnrolled: true, tokens: [no('revoked')] }, fault({ code: 'refused', problem: 'revoked', retryAfterMs: 0 }), []],
  ] as const)('%s', async (_what, parts, result, did) => {
    const door = doorOf({ ...parts, tokens: [...parts.tokens] });
    expect(await door.enter()).toEqual(result);
    expect(door.did).toEqual(did);
  });
});
