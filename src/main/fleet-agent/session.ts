import {
  BEAT_JITTER,
  BEATS_PER_SNAPSHOT,
  PROTOCOL_VERSION,
  type Hello,
  type HubMessage,
  type JobUpdate,
  type KioskMessage,
  type Welcome,
} from '../../../contract/fleet/messages.ts';
import { COMPONENT_IDS, type ComponentHealth, type ComponentId } from '../../domain/health.ts';
import type { KioskHealth } from '../../domain/health-status.ts';
import type { Result } from '../../domain/result.ts';
import { BackOff, restMs } from './back-off.ts';
import { LOST, type Link, type LinkEnd, type LinkEvents } from './link.ts';

/** What the session tells of. */
export interface SessionPorts {
  readonly kiosk: string;
  /** UUID of this life of the process. */
  readonly boot: string;
  readonly appVersion: string;
  readonly configVersion: string;
  readonly jobs: readonly string[];
  readonly health: () => KioskHealth;
  /** Code of the screen that is on. */
  readonly screen: () => string | null;
  readonly gauges: () => Readonly<Record<string, number>>;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Opens a way to the hub. */
  readonly open: (events: LinkEvents) => Promise<Result<Link, LinkEnd>>;
  readonly onJob: (message: Extract<HubMessage, { type: 'job' | 'cancel_job' }>) => void;
  /** The hub has this step of a job. */
  readonly onUpdateTold: (update: JobStep) => void;
  /** How far the hub's clock is ahead, measured by a round trip. */
  readonly onOffset: (offsetMs: number) => void;
  readonly onWelcome: () => void;
  /** The session ended, or didn't come about. */
  readonly onEnd: (end: LinkEnd) => void;
}

/** A step of a job as it is told, before it has a number. */
export type JobStep = Omit<JobUpdate, 'n' | 'v'>;

/** A hub that leaves a message unanswered for so long is gone, whatever the network thinks of the connection. */
const ANSWER_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 5_000;

type Unnumbered = KioskMessage extends infer Message ? (Message extends { n: number } ? Omit<Message, 'n' | 'v'> : never) : never;

/** What people decided, as hub and kiosk both derive it. */
const adminOf = ({ status }: KioskHealth): Hello['admin'] => ({ maintenance: status === 'maintenance', closed: status === 'closed' });
const partsOf = ({ components }: KioskHealth, ids: Iterable<ComponentId>): ComponentHealth[] => [...ids].map((id) => components[id]);

/**
 * The kiosk's side of the session: always connected or on the way to it. Every connection begins with all that is so, and
 * then tells each change at once; steps of jobs are told until the hub has them; beats are just missed.
 */
export class FleetSession {
  readonly #ports: SessionPorts;
  readonly #backOff: BackOff;
  #link: Link | null = null;
  #isWelcome = false;
  #isClosed = false;
  /** Grows with each connection; what an older one still says counts for nothing. */
  #conn = 0;
  #n = 0;
  #beats = 0;
  #cancelBeat: () => void = () => undefined;
  #cancelLook: () => void = () => undefined;
  #cancelRetry: () => void = () => undefined;
  readonly #sentAtMs = new Map<number, number>();
  /** Steps of jobs that the hub hasn't confirmed, with the number they were told by on this connection. */
  #untold: { readonly step: JobStep; n: number | null }[] = [];

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#backOff = new BackOff(ports.random);
  }

  get isConnected(): boolean {
    return this.#isWelcome;
  }

  /** Begins after a moment of its own, so that kiosks switched on together come one by one. */
  start(delayMs: number): void {
    this.#retryIn(delayMs);
  }

  close(): void {
    this.#isClosed = true;
    this.#conn += 1;
    this.#cancelRetry();
    this.#cancelBeat();
    this.#cancelLook();
    this.#link?.close();
    this.#link = null;
    this.#isWelcome = false;
  }

  /** These parts, or what people decided, are not what they were. Without a connection the next hello says it. */
  changed(components: readonly ComponentId[]): void {
    if (this.#link === null) return;
    const health = this.#ports.health();
    this.#say({
      type: 'delta',
      clock: this.#clock(),
      components: partsOf(health, components),
      admin: adminOf(health),
      screen: this.#ports.screen(),
    });
  }

  /** How a job comes along. */
  tellJob(step: JobStep): void {
    this.#untold.push({ step, n: null });
    if (this.#isWelcome) this.#tellJobs();
  }

  #retryIn(ms: number): void {
    this.#cancelRetry();
    if (!this.#isClosed) this.#cancelRetry = this.#ports.after(ms, () => void this.#connect());
  }

  async #connect(): Promise<void> {
    this.#conn += 1;
    const conn = this.#conn;
    const opened = await this.#ports.open({
      onMessage: (message) => (conn === this.#conn ? this.#receive(message) : undefined),
      onEnd: (end) => (conn === this.#conn ? this.#ended(end) : undefined),
    });
    if (conn !== this.#conn) return opened.ok ? opened.value.close() : undefined;
    if (!opened.ok) return this.#ended(opened.fault);
    this.#link = opened.value;
    this.#n = 0;
    this.#sayHello();
    return this.#lookForSilence();
  }

  #ended(end: LinkEnd): void {
    this.#conn += 1;
    this.#link = null;
    this.#isWelcome = false;
    this.#cancelBeat();
    this.#cancelLook();
    this.#sentAtMs.clear();
    for (const waiting of this.#untold) waiting.n = null;
    this.#ports.onEnd(end);
    this.#retryIn(Math.max(this.#backOff.failed(end.retryAfterMs), restMs(end.problem, this.#ports.random)));
  }

  #receive(message: HubMessage): void {
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message);
      case 'ack':
        return this.#acknowledged(message.n, message.hubTimeMs);
      case 'job':
      case 'cancel_job':
        return this.#ports.onJob(message);
      // The link ends after these, and says when to come back.
      case 'reconnect':
      case 'refused':
        return undefined;
    }
  }

  #welcome({ beatMs, hubTimeMs, n }: Welcome): void {
    this.#isWelcome = true;
    this.#backOff.succeeded();
    this.#answered(n, hubTimeMs);
    this.#ports.onWelcome();
    this.#tellJobs();
    this.#beatIn(beatMs);
  }

  #acknowledged(n: number, hubTimeMs: number): void {
    this.#answered(n, hubTimeMs);
    for (const { n: told, step } of this.#untold) if (told === n) this.#ports.onUpdateTold(step);
    this.#untold = this.#untold.filter((waiting) => waiting.n !== n);
  }

  #answered(n: number, hubTimeMs: number): void {
    const sentAtMs = this.#sentAtMs.get(n);
    this.#sentAtMs.delete(n);
    if (sentAtMs === undefined) return;
    const roundTripMs = this.#ports.monotonicMs() - sentAtMs;
    this.#ports.onOffset(Math.round(hubTimeMs + roundTripMs / 2 - this.#ports.now().getTime()));
  }

  #sayHello(): void {
    const { appVersion, boot, configVersion, gauges, jobs, kiosk, screen } = this.#ports;
    const health = this.#ports.health();
    this.#say({
      type: 'hello',
      kiosk,
      boot,
      conn: this.#conn,
      appVersion,
      configVersion,
      jobs: [...jobs],
      components: partsOf(health, COMPONENT_IDS),
      admin: adminOf(health),
      screen: screen(),
      gauges: gauges(),
      clock: this.#clock(),
    });
  }

  #beatIn(beatMs: number): void {
    const { after, gauges, health, random, screen } = this.#ports;
    this.#cancelBeat = after(beatMs * (1 + BEAT_JITTER * (2 * random() - 1)), () => {
      this.#beats += 1;
      const isSnapshot = this.#beats % BEATS_PER_SNAPSHOT === 0;
      this.#say({
        type: 'hb',
        clock: this.#clock(),
        screen: screen(),
        gauges: gauges(),
        ...(isSnapshot ? { components: partsOf(health(), COMPONENT_IDS) } : {}),
      });
      this.#beatIn(beatMs);
    });
  }

  #lookForSilence(): void {
    this.#cancelLook = this.#ports.after(LOOK_EVERY_MS, () => {
      const oldestMs = Math.min(...this.#sentAtMs.values());
      if (this.#ports.monotonicMs() - oldestMs <= ANSWER_LIMIT_MS) return this.#lookForSilence();
      this.#link?.close();
      return this.#ended(LOST);
    });
  }

  #tellJobs(): void {
    for (const waiting of this.#untold) waiting.n ??= this.#say(waiting.step);
  }

  #say(message: Unnumbered): number {
    this.#n += 1;
    this.#sentAtMs.set(this.#n, this.#ports.monotonicMs());
    this.#link?.send({ v: PROTOCOL_VERSION, n: this.#n, ...message });
    return this.#n;
  }

  #clock(): Hello['clock'] {
    return { atMs: this.#ports.now().getTime(), monotonicMs: Math.round(this.#ports.monotonicMs()) };
  }
}
