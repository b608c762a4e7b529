import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  CLOSE_CODES,
  kioskMessageSchema,
  MAX_MESSAGE_BYTES,
  MAX_RECONNECT_MS,
  PROTOCOL_VERSION,
  type HubProblem,
} from '../../../contract/fleet/messages.ts';
import { parseJson } from '../../domain/json.ts';
import type { Result } from '../../domain/result.ts';
import { STATUS_OF_PROBLEM } from '../problems.ts';
import type { Admission } from './admission.ts';
import { Session, type SessionHub } from './session.ts';

export const SESSION_PATH = '/v1/session';

export interface WebSocketParts {
  readonly hub: SessionHub;
  readonly admission: Admission;
  /** Which kiosk asks; by its token, and its certificate where the hub asks for one. */
  readonly authenticate: (request: IncomingMessage) => Result<string, HubProblem>;
  /** A message could not be taken. It isn't acknowledged, so the kiosk says it again. */
  readonly onError: (error: unknown) => void;
}

/** Such as a restart: WebSocket's own code for "come back later". */
const TRY_AGAIN_LATER = 1013;
const CLOSE_LIMIT_MS = 2_000;

/** Sessions over WebSocket. */
export function serveWebSockets(server: Server, { admission, authenticate, hub, onError }: WebSocketParts) {
  const sockets = new WebSocketServer({ noServer: true, clientTracking: true, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== SESSION_PATH) return refuseUpgrade(socket, 404, null);
    const kiosk = authenticate(request);
    if (!kiosk.ok) return refuseUpgrade(socket, STATUS_OF_PROBLEM[kiosk.fault], null, kiosk.fault);
    const backMs = admission.ask(hub.monotonic());
    if (backMs !== null) return refuseUpgrade(socket, 503, backMs, 'unavailable');
    sockets.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, kiosk.value, hub, onError));
  });

  return {
    /** Asks everybody to come back, each at a moment of its own, and closes. */
    async close(): Promise<void> {
      const spreadMs = Math.min(MAX_RECONNECT_MS, 1_000 + sockets.clients.size * 2);
      for (const webSocket of sockets.clients) {
        const afterMs = Math.round(500 + Math.random() * spreadMs);
        webSocket.send(JSON.stringify({ v: PROTOCOL_VERSION, type: 'reconnect', afterMs }));
        webSocket.close(TRY_AGAIN_LATER, 'the hub stops');
      }
      const giveUp = setTimeout(() => sockets.clients.forEach((webSocket) => webSocket.terminate()), CLOSE_LIMIT_MS);
      await new Promise<void>((closed) => sockets.close(() => closed()));
      clearTimeout(giveUp);
    },
  };
}

function open(webSocket: WebSocket, kiosk: string, hub: SessionHub, onError: (error: unknown) => void): void {
  const session = new Session(kiosk, hub, {
    send: (message) => webSocket.send(JSON.stringify(message)),
    end: (reason) => webSocket.close(CLOSE_CODES[reason], reason),
  });
  // `ws` gives one Buffer per message unless it is told otherwise.
  webSocket.on('message', (data: Buffer) => {
    const message = kioskMessageSchema.safeParse(parseJson(data.toString()));
    if (message.success) session.receive(message.data)?.catch(onError);
    else session.refuse('malformed');
  });
  webSocket.on('close', () => session.over());
  // Such as a message that is too large: `ws` closes the connection itself.
  webSocket.on('error', () => undefined);
}

function refuseUpgrade(socket: Duplex, status: number, backMs: number | null, problem: HubProblem = 'malformed'): void {
  const retry = backMs === null ? '' : `Retry-After: ${String(Math.ceil(backMs / 1000))}\r\n`;
  const body = JSON.stringify({ v: PROTOCOL_VERSION, problem });
  socket.on('error', () => undefined);
  socket.end(
    `HTTP/1.1 ${String(status)} Refused\r\nConnection: close\r\n${retry}Content-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n${body}`,
  );
}
