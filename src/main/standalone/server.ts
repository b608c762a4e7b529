import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { MAX_INTENT_LENGTH } from '../../bridge/limits.ts';
import type { Kiosk } from '../kiosk.ts';
import { contentSecurityPolicy, PAGE_HEADERS, type PageFile } from '../../page-files/page-files.ts';

const HEADERS = { ...PAGE_HEADERS, 'content-security-policy': contentSecurityPolicy("'self'") };

const SUBPROTOCOL = 'raha';
const MAX_PAGES = 4;

export interface PageServer {
  /** With the token in the fragment, which browsers never send over the wire. */
  readonly url: string;
  /** Of the out-of-service page, which has no script and needs no token. */
  readonly outOfServiceUrl: string;
  /** Resolves when a page first asks for the bridge: its files are served, its first picture is drawn. */
  readonly pageIsUp: Promise<void>;
  close(): Promise<void>;
}

export interface ServedPage {
  readonly files: ReadonlyMap<string, PageFile>;
  /** May still be on its way when the page comes up; the bridge waits for it. */
  readonly kiosk: Kiosk | Promise<Kiosk>;
  /** Told when a page's connection opens, and when the last one has closed. */
  readonly onConnection?: (connected: boolean) => void;
}

/**
 * Serves the page and the bridge on loopback. A request must name our own Host; the bridge also wants our own Origin
 * and the token, so that no other page or program of the machine can drive the kiosk.
 */
export async function startPageServer(page: ServedPage, port: number): Promise<PageServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer(servePage);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_INTENT_LENGTH * 4,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  const { promise: pageIsUp, resolve: notePage } = Promise.withResolvers<void>();
  let host = '';

  function servePage(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.host !== host) return void response.writeHead(421).end();
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
    const path = (request.url ?? '').split('?')[0] ?? '';
    const file = page.files.get(path === '/' ? '/index.html' : path);
    if (file === undefined) return void response.writeHead(404, HEADERS).end();
    response.writeHead(200, { ...HEADERS, 'content-type': file.contentType });
    return void response.end(request.method === 'HEAD' ? undefined : file.body);
  }

  function mayConnect({ headers, url }: IncomingMessage): boolean {
    const [name, given, ...rest] = (headers['sec-websocket-protocol'] ?? '').split(/, */);
    return (
      url === '/bridge' &&
      headers.host === host &&
      headers.origin === `http://${host}` &&
      name === SUBPROTOCOL &&
      rest.length === 0 &&
      equalSecrets(given ?? '', token) &&
      sockets.clients.size < MAX_PAGES
    );
  }

  async function connect(socket: WebSocket): Promise<void> {
    // Too large a message or a broken frame: the library closes the socket, and the page connects anew.
    socket.on('error', () => socket.terminate());
    const kiosk = await page.kiosk;
    if (socket.readyState !== socket.OPEN) return;
    const send = (view: unknown): void => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(view));
    };
    const unsubscribe = kiosk.subscribe(send);
    socket.on('message', (data: Buffer) => kiosk.receive(data.toString('utf8')));
    socket.on('close', unsubscribe);
    send(kiosk.view());
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // Node no longer listens here: whoever hangs up before the answer must not end the kiosk.
    stream.on('error', () => stream.destroy());
    if (!mayConnect(request)) return void stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    notePage();
    return sockets.handleUpgrade(request, stream, head, (socket) => {
      page.onConnection?.(true);
      socket.once('close', () => {
        if (sockets.clients.size === 0) page.onConnection?.(false);
      });
      void connect(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  return {
    url: `http://${host}/#k=${token}`,
    outOfServiceUrl: `http://${host}/out-of-service.html`,
    pageIsUp,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function equalSecrets(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
