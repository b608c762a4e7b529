import type { HubMessage } from '../../../contract/fleet/messages.ts';
import type { Bus } from '../bus/bus.ts';
import type { JobEngine } from '../jobs/engine.ts';
import type { Fleet } from './fleet.ts';
import type { Session, SessionHub } from './session.ts';

export interface ReceptionParts {
  readonly fleet: Fleet;
  readonly jobs: () => JobEngine;
  readonly bus: Bus;
  readonly desiredConfigVersion: string | null;
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly onError: (error: unknown) => void;
}

/** Who has a session at this hub, and what their messages mean for the fleet. */
export class Reception implements SessionHub {
  readonly #parts: ReceptionParts;
  readonly #sessions = new Map<string, Session>();
  #heard = new Set<string>();

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
  }

  get desiredConfigVersion(): string | null {
    return this.#parts.desiredConfigVersion;
  }

  now = (): number => this.#parts.now();
  monotonic = (): number => this.#parts.monotonic();

  hello: SessionHub['hello'] = (session, hello) => {
    if (this.#parts.fleet.hello(hello) === 'stale') return 'stale';
    const before = this.#sessions.get(session.kiosk);
    this.#sessions.set(session.kiosk, session);
    before?.refuse('superseded');
    this.#heard.add(session.kiosk);
    this.#parts.bus.publish({ type: 'hello', kiosk: hello.kiosk, boot: hello.boot, conn: hello.conn });
    return 'ok';
  };

  beat: SessionHub['beat'] = (kiosk, beat) => {
    this.#heard.add(kiosk);
    this.#parts.fleet.beat(kiosk, beat);
  };

  delta: SessionHub['delta'] = (kiosk, delta) => {
    this.#heard.add(kiosk);
    return this.#parts.fleet.delta(kiosk, delta);
  };

  jobUpdate: SessionHub['jobUpdate'] = (kiosk, update) => this.#parts.jobs().update(kiosk, update);

  welcomed: SessionHub['welcomed'] = ({ kiosk }) => {
    this.#parts.jobs().welcome(kiosk).catch(this.#parts.onError);
  };

  closed: SessionHub['closed'] = (session) => {
    if (this.#sessions.get(session.kiosk) === session) this.#sessions.delete(session.kiosk);
    if (session.boot !== null) this.#parts.fleet.closed(session.kiosk, session.boot, session.conn);
  };

  get(kiosk: string): Session | null {
    return this.#sessions.get(kiosk) ?? null;
  }

  kiosks(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  /** False: the kiosk isn't at this hub. */
  send(kiosk: string, message: HubMessage): boolean {
    const session = this.#sessions.get(kiosk);
    session?.send(message);
    return session !== undefined;
  }

  /** The kiosks that were heard here since it was asked last. */
  takeHeard(): readonly string[] {
    const heard = [...this.#heard];
    this.#heard = new Set();
    return heard;
  }
}
