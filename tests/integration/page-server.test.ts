import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startPageServer, type PageServer } from '../../src/main/standalone/server.ts';
import { TestKiosk } from '../harness/fakes.ts';

const kiosk = new TestKiosk();
const files = new Map([
  ['/index.html', { contentType: 'text/html; charset=utf-8', body: Buffer.from('<!doctype html>') }],
  ['/assets/page.js', { contentType: 'text/javascript', body: Buffer.from('1') }],
]);
let server: PageServer;
let origin = '';
let token = '';

beforeAll(async () => {
  server = await startPageServer({ kiosk: kiosk.kiosk, files }, 0);
  const url = new URL(server.url);
  ({ origin } = url);
  token = url.hash.slice('#k='.length);
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
}
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(origin, { path, headers, method }, (response) => {
      response.resume();
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    })
      .once('error', reject)
      .end();
  });

const OPEN = 'open';
/** Tries to open the bridge; `open` or the HTTP status of the refusal. */
const openBridge = (options: { origin?: string; protocols?: string[]; path?: string; host?: string }): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}${options.path ?? '/bridge'}`, options.protocols ?? ['raha', token], {
      origin: options.origin ?? origin,
      ...(options.host === undefined ? {} : { headers: { host: options.host } }),
    });
    socket.once('open', () => {
      resolve(OPEN);
      socket.close();
    });
    socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
    socket.once('error', (error) => resolve(error.message));
  });

test('the page comes with a policy that allows nothing but itself', async () => {
  const { headers, status } = await get('/');
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
});

test.each([
  ['/../package.json', 404],
  ['/..%2f..%2fpackage.json', 404],
  ['/assets/', 404],
  ['/assets/page.js', 200],
  ['/assets/page.js?x=1', 200],
])('%s answers %i', async (path, status) => {
  expect((await get(path)).status).toBe(status);
});

test('a foreign Host, as in DNS rebinding, and other methods are refused', async () => {
  expect((await get('/', { host: 'evil.example' })).status).toBe(421);
  expect((await get('/', { host: 'localhost' })).status).toBe(421);
  expect((await get('/', {}, 'POST')).status).toBe(405);
});

test('the bridge opens for our own page with the token, and for nobody else', async () => {
  expect(await openBridge({})).toBe(OPEN);
  expect(await openBridge({ origin: 'https://evil.example' })).toBe('403');
  expect(await openBridge({ origin: 'null' })).toBe('403');
  expect(await openBridge({ protocols: ['raha', 'x'.repeat(32)] })).toBe('403');
  expect(await openBridge({ protocols: ['raha'] })).toBe('403');
  expect(await openBridge({ path: '/other' })).toBe('403');
  expect(await openBridge({ host: 'evil.example' })).toBe('403');
});

test('Views come at once, Intents go in, and rubbish closes nothing but its own socket', async () => {
  const views: { screen: { id: string }; step: number }[] = [];
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/bridge`, ['raha', token], { origin });
  socket.on('message', (data: Buffer) => views.push(JSON.parse(data.toString('utf8'))));
  await new Promise((resolve) => socket.once('message', resolve));
  expect(views[0]?.screen.id).toBe('attract');
  socket.send('not json');
  socket.send(JSON.stringify({ step: views[0]?.step, action: { type: 'start' } }));
  await expect.poll(() => views.at(-1)?.screen.id).toBe('language');
  socket.send('x'.repeat(100_000));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(await openBridge({})).toBe(OPEN);
});

test('who knocks without the token and hangs up before the refusal does no harm', async () => {
  const { hostname, port } = new URL(origin);
  for (let knocks = 0; knocks < 20; knocks += 1) {
    const { promise: hungUp, resolve } = Promise.withResolvers<void>();
    const stranger = connect(Number(port), hostname, () => {
      stranger.write(`GET /bridge HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, () => {
        stranger.resetAndDestroy();
      });
    });
    stranger.once('close', () => resolve());
    await hungUp;
  }
  expect(await openBridge({})).toBe(OPEN);
});
