import type { IncomingMessage } from 'node:http';
import { WebSocket, type RawData } from 'ws';
import {
  hubMessageSchema,
  MAX_MESSAGE_BYTES,
  MAX_RECONNECT_MS,
  problemSchema,
  type HubMessage,
  type KioskMessage,
} from '../../../contract/fleet/messages.ts';
import { parseJson } from '../../domain/json.ts';
import { fault, ok, type Result } from '../../domain/result.ts';

/** How a link ended, or why there was none. */
export interface LinkEnd {
  /** `barred`: something on the way doesn't let this kind of connection pass; another kind may. */
  readonly code: 'lost' | 'barred' | 'refused';
  /** The hub's own word for a refusal; null where it said none. */
  readonly problem: string | null;
  /** When to try again at the earliest. */
  readonly retryAfterMs: number;
}
export const LOST: LinkEnd = { code: 'lost', problem: null, retryAfterMs: 0 };

export interface LinkEvents {
  readonly onMessage: (message: HubMessage) => void;
  /** Called once, and never for a link that was closed from here. */
  readonly onEnd: (end: LinkEnd) => void;
}

/** A way on which messages go to and fro; open from the beginning. */
export interface Link {
  send(message: KioskMessage): void;
  close(): void;
}

/** What the connection's own certificate is made of, where the hub asks for one. */
export interface LinkTls {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

const OPEN_LIMIT_MS = 10_000;
const LONGEST_REFUSAL = 2_000;

/** Opens a session over WebSocket. The promise is kept when it is open, or can't be. */
export function openWebSocket(hubUrl: URL, token: string, tls: LinkTls | null, events: LinkEvents): Promise<Result<Link, LinkEnd>> {
  const url = new URL('/v1/session', hubUrl);
  url.protocol = hubUrl.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: OPEN_LIMIT_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
    ...tls,
  });
  let end = LOST;
  let isOpen = false;
  let isClosed = false;

  /** A hub refuses in JSON; anything else that answers is in the way. */
  async function refused(response: IncomingMessage): Promise<void> {
    const { headers } = response;
    const isHub = headers['content-type']?.startsWith('application/json') === true;
    const problem = isHub ? await problemIn(response) : null;
    end = { code: isHub ? 'refused' : 'barred', problem, retryAfterMs: milliseconds(headers['retry-after']) };
    socket.terminate();
  }

  return new Promise((resolve) => {
    socket.once('open', () => {
      isOpen = true;
      resolve(
        ok({
          send: (message) => socket.send(JSON.stringify(message)),
          close: () => {
            isClosed = true;
            socket.close();
          },
        }),
      );
    });
    socket.once('unexpected-response', (_request, response) => void refused(response));
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? null : read(textOf(data));
      if (message === null) return;
      if (message.type === 'reconnect') end = { ...LOST, retryAfterMs: message.afterMs };
      if (message.type === 'refused') end = { code: 'refused', problem: message.reason, retryAfterMs: 0 };
      if (!isClosed) events.onMessage(message);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (!isOpen) resolve(fault(end));
      else if (!isClosed) events.onEnd(end);
    });
  });
}

/** The hub's word in a refusal of a few bytes; null where there is none. */
async function problemIn(response: IncomingMessage): Promise<string | null> {
  try {
    let text = '';
    for await (const part of response) {
      text += String(part);
      if (text.length > LONGEST_REFUSAL) return null;
    }
    return problemSchema.safeParse(parseJson(text)).data?.problem ?? null;
  } catch {
    return null;
  }
}

const milliseconds = (seconds: string | undefined): number => Math.min(MAX_RECONNECT_MS, Math.max(0, Number(seconds ?? 0) * 1000 || 0));

const textOf = (data: RawData): string => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString();

/** What a newer hub says that this kiosk doesn't know is passed over. */
const read = (text: string): HubMessage | null => hubMessageSchema.safeParse(parseJson(text)).data ?? null;
