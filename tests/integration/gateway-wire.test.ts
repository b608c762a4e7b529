import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HijriYear, TransactionNumber } from '../../src/domain/transaction.ts';
import { createHttpGateway } from '../../src/main/gateway/client.ts';
import type { Gateway, Inquiry } from '../../src/main/gateway/gateway.ts';
import { createExchange } from '../../src/main/gateway/http.ts';

/** A gateway that answers whatever a test wants and remembers all it was sent. */
const IDENTITY = '1012345672';
const SESSION = 'session-session-session-1';
const NEVER = new AbortController().signal;

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly body: string;
}

let directory: string;
let server: Server;
let seen: Seen[];
let respond: (request: IncomingMessage, response: ServerResponse) => void;
let gateway: Gateway;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'raha-wire-'));
  writeFileSync(join(directory, 'secret'), 'a secret with % and ü');
  server = createServer((request, response) => void record(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => {
  seen = [];
  gateway = createHttpGateway(
    {
      baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/kiosk/v1/`,
      tokenUrl: null,
      kioskId: 'MK-007',
      clientId: 'kiosk 7',
      clientSecretFile: join(directory, 'secret'),
      mutualTls: null,
    },
    { timing: { totalTimeoutMs: 500, retryAfterMs: [1, 2] } },
  );
});
afterEach(() => server.closeAllConnections());

async function record(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await request.toArray()).join('');
  const { method = '', url = '' } = request;
  seen.push({ method, url, headers: JSON.stringify(request.rawHeaders), body });
  if (!url.endsWith('/oauth2/token')) return respond(request, response);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ access_token: 'token-token-token-token', token_type: 'Bearer', expires_in: 300 }));
}

const DAY = { gregorian: '2026-11-21', hijri: '1448-06-11' };
const RESULT = {
  transactionRef: 'reference-reference-reference',
  asOf: '2026-11-21T08:00:00Z',
  stale: true,
  transaction: {
    number: '1002',
    hijriYear: 1448,
    direction: 'incoming',
    registeredOn: DAY,
    status: 'referred',
    statusSince: DAY,
  },
};

function answers(body: unknown, status = 200, headers: Record<string, string> = {}): void {
  respond = (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

const inquire = () => {
  const inquiry: Inquiry = {
    sessionId: SESSION,
    identityKind: 'national_id',
    digits: Buffer.from(IDENTITY),
    number: '1002' as TransactionNumber,
    hijriYear: 1448 as HijriYear,
  };
  return gateway.inquire(inquiry, NEVER);
};

test('the identity stands in the body of the inquiry and nowhere else', async () => {
  answers(RESULT);
  expect((await inquire()).ok).toBe(true);
  const inquiry = seen.find(({ url }) => url === '/kiosk/v1/inquiries');
  expect(JSON.parse(inquiry?.body ?? '')).toEqual({
    by: 'registration_number',
    number: '1002',
    hijriYear: 1448,
    identity: { kind: 'national_id', value: IDENTITY },
  });
  for (const { method, url, headers } of seen) expect(method + url + headers).not.toContain(IDENTITY);
  expect(seen.filter(({ body }) => body.includes(IDENTITY))).toHaveLength(1);
});

test('no fault repeats the identity, even where the gateway echoes it', async () => {
  for (const body of [IDENTITY, { title: IDENTITY, code: IDENTITY, status: 400, type: IDENTITY, traceId: IDENTITY }]) {
    for (const status of [200, 302, 400, 404, 429, 500]) {
      answers(body, status, { 'content-type': 'application/problem+json', 'x-echo': IDENTITY, 'retry-after': IDENTITY });
      const result = await inquire();
      expect(result.ok).toBe(false);
      expect(JSON.stringify(result)).not.toContain(IDENTITY);
    }
  }
});

test('the bytes of a body are overwritten after the exchange', async () => {
  answers({});
  const body = Buffer.from(`{"value":"${IDENTITY}"}`);
  const url = new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/x`);
  const exchange = createExchange(1000, null);
  expect((await exchange({ method: 'POST', url, headers: {}, body }, NEVER)).ok).toBe(true);
  expect(seen[0]?.body).toContain(IDENTITY);
  expect(body.every((byte) => byte === 0)).toBe(true);
});

test('credentials are form-encoded and a slash after the base address does no harm', async () => {
  answers(RESULT);
  await inquire();
  expect(seen[0]).toMatchObject({ url: '/kiosk/v1/oauth2/token', body: 'grant_type=client_credentials' });
  const basic = /Basic ([^"]+)/.exec(seen[0]?.headers ?? '')?.[1] ?? '';
  expect(Buffer.from(basic, 'base64').toString()).toBe('kiosk+7:a+secret+with+%25+and+%C3%BC');
});

test('a redirect is refused, not followed', async () => {
  answers('', 307, { location: '/kiosk/v1/elsewhere' });
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'bad_answer' } });
  expect(seen.map(({ url }) => url)).not.toContain('/kiosk/v1/elsewhere');
});

test('only the contract’s own problem can say that there is no such transaction', async () => {
  answers('<html>Not Found</html>', 404, { 'content-type': 'text/html' });
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'bad_answer' } });
});

test('an answer about another transaction is never shown', async () => {
  answers({ ...RESULT, transaction: { ...RESULT.transaction, number: '1003' } });
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'bad_answer' } });
  answers({ ...RESULT, transaction: { ...RESULT.transaction, hijriYear: 1447 } });
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'bad_answer' } });
});

test('what a gateway says beyond assurance L1 goes no further, and texts can’t turn the layout', async () => {
  const unit = { ar: '\u202eإدارة\nالحقوق\u0007', en: '  Rights ', ur: '' };
  const transaction = {
    ...RESULT.transaction,
    subject: 'SECRET',
    source: { ar: 'SECRET' },
    urgency: 'urgent',
    attachmentsCount: 2,
    currentUnit: unit,
    category: { ar: '' },
    outgoing: { number: '77', to: { ar: 'SECRET' } },
    statusText: { ar: 'راجع المكتب' },
    requiredAction: { place: { ar: 'الاستقبال' } },
    referrals: [
      { seq: 1, from: { ar: 'SECRET' }, to: { ar: 'أ' }, on: DAY, action: { ar: 'SECRET' }, receivedOn: DAY },
      { seq: 2, to: { ar: 'ب' }, on: DAY },
    ],
    applicant: 'SECRET',
  };
  answers({ ...RESULT, transaction });
  const result = await inquire();
  expect(result).toMatchObject({ ok: true, value: { stale: true } });
  expect(JSON.stringify(result)).not.toContain('SECRET');
  expect(result.ok && result.value.transaction).toEqual({
    ...RESULT.transaction,
    currentUnit: { ar: 'إدارة الحقوق', en: 'Rights' },
    outgoing: { number: '77' },
    requiredAction: { text: { ar: 'راجع المكتب' }, place: { ar: 'الاستقبال' } },
    referrals: [
      { sequence: 2, to: { ar: 'ب' }, on: DAY },
      { sequence: 1, to: { ar: 'أ' }, on: DAY },
    ],
  });
});

test.each([
  ['an impossible date', { registeredOn: { gregorian: '2026-02-30', hijri: '1448-06-11' } }],
  ['an unknown status', { status: 'late' }],
  ['a text of many pages', { category: { ar: 'ا'.repeat(1001) } }],
  ['an endless path', { referrals: Array.from({ length: 201 }, (_, seq) => ({ seq, to: { ar: 'أ' }, on: DAY })) }],
])('%s is a bad answer', async (_what, change) => {
  answers({ ...RESULT, transaction: { ...RESULT.transaction, ...change } });
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'bad_answer' } });
});

test('a body without end is cut off at the contract’s limit', async () => {
  let sent = 0;
  respond = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const more = (): void => {
      if (response.destroyed || sent > 50_000_000) return;
      sent += chunk.length;
      if (response.write(chunk)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  };
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'bad_answer' } });
  expect(sent).toBeLessThan(20_000_000);
});

test('what isn’t HTTP is a bad answer', async () => {
  respond = (request) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'bad_answer' } });
});

test('a body that drips is a timeout, not a wait without end', async () => {
  respond = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const dripping = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(dripping));
  };
  expect(await inquire()).toEqual({ ok: false, fault: { code: 'timeout' } });
});

test('a server that accepts but never shakes hands is unreachable after the time for connecting', async () => {
  const silent = createTcpServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  try {
    const url = new URL(`https://127.0.0.1:${String((silent.address() as AddressInfo).port)}/x`);
    const startedMs = performance.now();
    const exchange = createExchange(100, null);
    const result = await exchange({ method: 'POST', url, headers: {}, body: Buffer.from('x') }, AbortSignal.timeout(5000));
    expect(result).toEqual({ ok: false, fault: 'unreachable' });
    expect(performance.now() - startedMs).toBeLessThan(4500);
  } finally {
    silent.close();
  }
});
