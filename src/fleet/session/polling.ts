import type { HubMessage, KioskMessage, Refusal } from '../../../contract/fleet/messages.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { Session, type SessionHub } from './session.ts';

/**
 * Sessions of kiosks whose network lets no WebSocket pass: they post their messages and ask for the hub's by a poll that
 * is held open. The same session behind it; it ends when the kiosk is offline or says hello again.
 */
interface Polled {
  readonly session: Session;
  /** What the hub wants to say until it is fetched. */
  waiting: HubMessage[];
  wake: (() => void) | null;
}

/** More can't be waiting: jobs are few and everything else answers a message. */
const MAX_WAITING = 100;

export class Polling {
  readonly #hub: SessionHub;
  readonly #kiosks = new Map<string, Polled>();

  constructor(hub: SessionHub) {
    this.#hub = hub;
  }

  /** Takes messages in their order. @returns the answers, as soon as all of them are stored */
  async post(kiosk: string, messages: readonly KioskMessage[]): Promise<Result<readonly HubMessage[], 'no_session'>> {
    const polled = messages[0]?.type === 'hello' ? this.#open(kiosk) : this.#kiosks.get(kiosk);
    if (polled === undefined) return fault('no_session');
    await Promise.all(messages.map((message) => polled.session.receive(message) ?? Promise.resolve()));
    return ok(this.#fetch(polled));
  }

  /** Waits until the hub has something to say, at most this long. A poll is a sign of life, too. */
  async poll(kiosk: string, waitMs: number, gone: AbortSignal): Promise<Result<readonly HubMessage[], 'no_session'>> {
    const polled = this.#kiosks.get(kiosk);
    if (polled === undefined || !polled.session.isOpen) return fault('no_session');
    if (polled.waiting.length === 0) {
      // A second poll takes the place of the first one, whose connection is probably dead.
      polled.wake?.();
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, waitMs);
      polled.wake = resolve;
      gone.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      clearTimeout(timer);
      // The next poll may have taken its place.
      if (polled.wake === resolve) polled.wake = null;
    }
    // Nobody is there to take them: they stay.
    if (gone.aborted) return ok([]);
    return ok(this.#fetch(polled));
  }

  /** The kiosk is offline: so is its session. */
  forget(kiosk: string): void {
    this.#kiosks.get(kiosk)?.session.over();
    this.#kiosks.delete(kiosk);
  }

  /** Lets every poll answer at once, before the hub stops. */
  close(): void {
    for (const { wake } of this.#kiosks.values()) wake?.();
    this.#kiosks.clear();
  }

  #open(kiosk: string): Polled {
    this.#kiosks.get(kiosk)?.session.over();
    const wire = {
      send: (message: HubMessage): void => {
        if (polled.waiting.length < MAX_WAITING) polled.waiting.push(message);
        polled.wake?.();
      },
      end: (_reason: Refusal): void => {
        if (this.#kiosks.get(kiosk) === polled) this.#kiosks.delete(kiosk);
      },
    };
    const polled: Polled = { session: new Session(kiosk, this.#hub, wire), waiting: [], wake: null };
    this.#kiosks.set(kiosk, polled);
    return polled;
  }

  #fetch(polled: Polled): readonly HubMessage[] {
    const { waiting } = polled;
    polled.waiting = [];
    return waiting;
  }
}
