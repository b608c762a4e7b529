import {
  BEAT_MS,
  PROTOCOL_VERSION,
  type Beat,
  type Delta,
  type Hello,
  type HubMessage,
  type JobUpdate,
  type KioskMessage,
  type Refusal,
} from '../../../contract/fleet/messages.ts';

/** What a session needs of the hub. */
export interface SessionHub {
  readonly desiredConfigVersion: string | null;
  readonly now: () => number;
  readonly monotonic: () => number;
  /** A kiosk is there: whoever was there for it before is let go. */
  hello(session: Session, hello: Hello): 'stale' | 'ok';
  beat(kiosk: string, beat: Beat): void;
  delta(kiosk: string, delta: Delta): Promise<void>;
  jobUpdate(kiosk: string, update: JobUpdate): Promise<void>;
  /** After the welcome: what the kiosk should know and do now. */
  welcomed(session: Session): void;
  closed(session: Session): void;
}

/** How a session's messages travel. */
export interface Wire {
  send(message: HubMessage): void;
  end(reason: Refusal): void;
}

/** A kiosk has a message every 15 s and a few when something happens; a flood is a fault of its program. */
const BURST = 60;
const PER_SECOND = 5;

/** One session with one kiosk, whatever it travels on. The token has already said which kiosk it is. */
export class Session {
  readonly kiosk: string;
  readonly #hub: SessionHub;
  readonly #wire: Wire;
  boot: string | null = null;
  conn = -1;
  #allowance = BURST;
  #filledMs: number;
  #isOver = false;

  constructor(kiosk: string, hub: SessionHub, wire: Wire) {
    this.kiosk = kiosk;
    this.#hub = hub;
    this.#wire = wire;
    this.#filledMs = hub.monotonic();
  }

  /** Whether a hello was taken. */
  get isOpen(): boolean {
    return this.boot !== null && !this.#isOver;
  }

  send(message: HubMessage): void {
    if (!this.#isOver) this.#wire.send(message);
  }

  /** Ends it with a reason that the kiosk is told. */
  refuse(reason: Refusal): void {
    if (this.#isOver) return;
    this.#wire.send({ v: PROTOCOL_VERSION, type: 'refused', reason });
    this.#wire.end(reason);
    this.over();
  }

  /** The wire is gone. */
  over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.boot !== null) this.#hub.closed(this);
  }

  /** Takes a message and answers it, at once or when it is stored. */
  receive(message: KioskMessage): Promise<void> | null {
    if (this.#isOver) return null;
    if (!this.#mayGoOn()) this.refuse('too_many');
    else if (message.type === 'hello') this.#hello(message);
    else if (this.boot === null) this.refuse('malformed');
    else return this.#take(message);
    return null;
  }

  #take(message: Exclude<KioskMessage, Hello>): Promise<void> | null {
    switch (message.type) {
      case 'hb':
        this.#hub.beat(this.kiosk, message);
        this.#acknowledge(message.n);
        return null;
      case 'delta':
        return this.#hub.delta(this.kiosk, message).then(() => this.#acknowledge(message.n));
      case 'job_update':
        return this.#hub.jobUpdate(this.kiosk, message).then(() => this.#acknowledge(message.n));
    }
  }

  #hello(hello: Hello): void {
    if (this.boot !== null) return this.refuse('malformed');
    if (hello.kiosk !== this.kiosk) return this.refuse('another_kiosk');
    this.boot = hello.boot;
    this.conn = hello.conn;
    if (this.#hub.hello(this, hello) === 'stale') {
      this.boot = null;
      return this.refuse('stale_connection');
    }
    const { desiredConfigVersion } = this.#hub;
    const hubTimeMs = this.#hub.now();
    this.send({ v: PROTOCOL_VERSION, type: 'welcome', n: hello.n, hubTimeMs, beatMs: BEAT_MS, desiredConfigVersion });
    this.#hub.welcomed(this);
  }

  #acknowledge(n: number): void {
    this.send({ v: PROTOCOL_VERSION, type: 'ack', n, hubTimeMs: this.#hub.now() });
  }

  #mayGoOn(): boolean {
    const nowMs = this.#hub.monotonic();
    this.#allowance = Math.min(BURST, this.#allowance + ((nowMs - this.#filledMs) / 1000) * PER_SECOND);
    this.#filledMs = nowMs;
    this.#allowance -= 1;
    return this.#allowance >= 0;
  }
}
