import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { publicKeyText, signText } from '../../contract/fleet/keys.ts';
import {
  challengeText,
  enrolmentText,
  hubMessageSchema,
  type EventReply,
  type HubMessage,
  type SentEvent,
} from '../../contract/fleet/messages.ts';
import { COMPONENT_IDS, type ComponentId } from '../../src/domain/health.ts';

/** A kiosk as small as can be: everything of the protocol, nothing of a kiosk. For tests of the hub. */
export interface Answer {
  readonly status: number;
  readonly body: { readonly problem?: string } & Partial<EventReply> & Record<string, unknown>;
  readonly retryAfter: string | null;
}

export async function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, { method: 'POST', body: text as BodyInit, headers: { 'content-type': 'application/json', ...headers } });
  return { status: response.status, body: (await response.json()) as Answer['body'], retryAfter: response.headers.get('retry-after') };
}

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const newKeyPair = (type: 'ed25519' | 'ec'): KeyPair =>
  type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');

export class FleetKiosk {
  readonly id: string;
  readonly url: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  boot = randomUUID();
  conn = 0;
  token = '';
  hubKey = '';

  constructor(id: string, url: string, type: 'ed25519' | 'ec' | KeyPair = 'ed25519') {
    this.id = id;
    this.url = url;
    const pair = typeof type === 'string' ? newKeyPair(type) : type;
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  async enrol(code: string): Promise<Answer> {
    const signature = signText(this.privateKey, enrolmentText(this.id, code));
    const answer = await post(this.url, '/v1/enrol', { v: 1, kiosk: this.id, code, publicKey: publicKeyText(this.publicKey), signature });
    this.hubKey = String(answer.body['hubKey']);
    return answer;
  }

  async signIn(): Promise<Answer> {
    const { body } = await post(this.url, '/v1/challenge', { v: 1, kiosk: this.id });
    const challenge = String(body['challenge']);
    const signature = signText(this.privateKey, challengeText(this.id, challenge));
    const answer = await post(this.url, '/v1/token', { v: 1, kiosk: this.id, challenge, signature });
    this.token = String(answer.body['token']);
    return answer;
  }

  authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  event(seq: number, changes: Partial<SentEvent> = {}): SentEvent {
    return { boot: this.boot, seq, type: 'journey.first_touch', atMs: Date.now(), monotonicMs: seq, data: { journey: 1 }, ...changes };
  }

  /** One batch of events, packed. */
  sendEvents(events: readonly unknown[]): Promise<Answer> {
    const batch = { v: 1, boot: this.boot, atMs: Date.now(), monotonicMs: 1_000_000, offsetMs: 0, events };
    return post(this.url, '/v1/events', gzipSync(JSON.stringify(batch)), { ...this.authorization(), 'content-encoding': 'gzip' });
  }

  hello(changes: object = {}): object {
    this.conn += 1;
    return {
      v: 1,
      type: 'hello',
      n: 1,
      kiosk: this.id,
      boot: this.boot,
      conn: this.conn,
      appVersion: '0.2.0',
      configVersion: 'a',
      jobs: ['diagnose', 'print_test_slip', 'restart_device', 'take_screenshot'],
      components: healthy(),
      admin: { maintenance: false, closed: false },
      screen: 'A1',
      gauges: {},
      clock: { atMs: Date.now(), monotonicMs: 1 },
      ...changes,
    };
  }

  /** A session over WebSocket; hello is said unless it is null. */
  async open(hello: object | null = this.hello()): Promise<FleetSession> {
    const session = new FleetSession(this);
    await session.opened;
    if (hello !== null) session.say(hello);
    return session;
  }
}

export function healthy(changes: Partial<Record<ComponentId, { state: string; reason: string | null }>> = {}) {
  const now = new Date().toISOString();
  return COMPONENT_IDS.map((component) => ({ component, state: 'ok', reason: null, since: now, asOf: now, value: null, ...changes[component] }));
}

export class FleetSession {
  readonly received: HubMessage[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly opened: Promise<void>;
  /** HTTP status where the upgrade was refused. */
  refused: number | null = null;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  constructor(kiosk: FleetKiosk) {
    this.#socket = new WebSocket(`${kiosk.url.replace('http', 'ws')}/v1/session`, { headers: kiosk.authorization() });
    this.opened = new Promise((opened, failed) => {
      this.#socket.once('open', () => opened());
      this.#socket.once('unexpected-response', (_request, response) => {
        this.refused = response.statusCode ?? 0;
        failed(new Error(`refused: ${String(this.refused)}`));
        this.#socket.terminate();
      });
      this.#socket.on('error', failed);
    });
    this.closed = new Promise((closed) => {
      this.#socket.once('close', (code, reason) => {
        closed({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    this.#socket.on('message', (data: Buffer) => {
      this.received.push(hubMessageSchema.parse(JSON.parse(data.toString())));
      this.#wake();
    });
  }

  say(message: object | string): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The first message of this type that comes, or came. */
  async next<Type extends HubMessage['type']>(type: Type, fits: (message: HubMessage & { type: Type }) => boolean = () => true) {
    for (;;) {
      const found = this.received.find((message): message is HubMessage & { type: Type } => message.type === type && fits(message as never));
      if (found !== undefined) return found;
      await new Promise<void>((wake) => this.#waiting.add(wake));
    }
  }

  beat(n: number, more: object = {}): void {
    this.say({ v: 1, type: 'hb', n, clock: { atMs: Date.now(), monotonicMs: n }, screen: 'A1', gauges: { outbox_events: 0 }, ...more });
  }

  delta(n: number, components: object[], more: object = {}): void {
    const admin = { maintenance: false, closed: false };
    this.say({ v: 1, type: 'delta', n, clock: { atMs: Date.now(), monotonicMs: n }, components, admin, screen: 'A1', ...more });
  }

  close(): void {
    this.#socket.close();
  }

  /** As if somebody pulled the plug. */
  terminate(): void {
    this.#socket.terminate();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
