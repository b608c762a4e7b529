import { OFFLINE_AFTER_MS, SUSPECT_AFTER_MS } from '../../../contract/fleet/limits.ts';
import type { Link } from '../hub-events.ts';

/**
 * Who is there, by what was heard when. Pure: it knows no socket and no clock, only times of a clock that never jumps
 * (milliseconds), so that every rule is tested without waiting.
 */
interface Entry {
  link: Link;
  heardMs: number;
  /** The connection that counts: boot and conn of its hello. */
  boot: string | null;
  conn: number;
  /** Held by another hub, which judges it first. */
  remote: boolean;
}

export interface LinkChange {
  readonly kiosk: string;
  readonly from: Link;
  readonly to: Link;
}

/** A sweep that comes this late means that the hub itself slept or choked: it can't blame the kiosks. */
const LATE_SWEEP_MS = 5_000;
/** After that, time for a beat of each kiosk to get through before anybody is called offline. */
const RECOVERY_MS = 20_000;

export class Presence {
  readonly #entries = new Map<string, Entry>();
  /** No silence counts from before this. At the start it is the start: three beats for everybody to come back. */
  #silenceFromMs: number;
  #sweptMs: number;
  readonly #remoteDelayMs: number;

  /** @param remoteDelayMs how much longer a kiosk of another hub may be silent; differs from hub to hub, so that one is first */
  constructor(nowMs: number, remoteDelayMs = 10_000) {
    this.#remoteDelayMs = remoteDelayMs;
    this.#silenceFromMs = nowMs;
    this.#sweptMs = nowMs;
  }

  /** A kiosk as the database knew it. One that was online is given the time of a new one to say hello. */
  restore(kiosk: string, link: Link): void {
    this.#entries.set(kiosk, { link, heardMs: Number.NEGATIVE_INFINITY, boot: null, conn: -1, remote: false });
  }

  /** What another hub says of a kiosk that it holds. @returns true when it is there again by that */
  heardElsewhere(kiosk: string, nowMs: number): boolean {
    const entry = this.#entry(kiosk);
    entry.remote = true;
    return this.#heard(kiosk, entry, nowMs) !== null;
  }

  /** The kiosk said hello to another hub: the end of its connection here means nothing any more. */
  moved(kiosk: string, boot: string, conn: number): void {
    const entry = this.#entry(kiosk);
    entry.boot = boot;
    entry.conn = conn;
    entry.remote = true;
  }

  /** Another hub wrote down that the link is this now. */
  adopt(kiosk: string, link: Link): void {
    const entry = this.#entry(kiosk);
    entry.remote = true;
    entry.link = link;
  }

  link(kiosk: string): Link {
    return this.#entries.get(kiosk)?.link ?? 'never';
  }

  /** A new connection. Refused when it is an older one than that which counts: its hello was late or repeated. */
  hello(kiosk: string, boot: string, conn: number, nowMs: number): LinkChange | 'stale' | null {
    const entry = this.#entry(kiosk);
    if (entry.boot === boot && conn <= entry.conn) return 'stale';
    entry.boot = boot;
    entry.conn = conn;
    entry.remote = false;
    return this.#heard(kiosk, entry, nowMs);
  }

  /** A kiosk said something on the connection that counts. */
  heard(kiosk: string, nowMs: number): LinkChange | null {
    return this.#heard(kiosk, this.#entry(kiosk), nowMs);
  }

  /** A connection ended; only that of the connection that counts means anything. */
  closed(kiosk: string, boot: string, conn: number): LinkChange | null {
    const entry = this.#entry(kiosk);
    if (entry.boot !== boot || entry.conn !== conn || entry.link !== 'online') return null;
    return change(kiosk, entry, 'suspect');
  }

  /** Judges the silence of everybody; called every second. @param overloaded nobody is called offline meanwhile. */
  sweep(nowMs: number, overloaded: boolean): readonly LinkChange[] {
    if (overloaded || nowMs - this.#sweptMs > LATE_SWEEP_MS)
      this.#silenceFromMs = Math.max(this.#silenceFromMs, nowMs - OFFLINE_AFTER_MS + RECOVERY_MS);
    this.#sweptMs = nowMs;
    const changes: LinkChange[] = [];
    for (const [kiosk, entry] of this.#entries) {
      if (entry.link !== 'online' && entry.link !== 'suspect') continue;
      const silentMs = nowMs - Math.max(entry.heardMs, this.#silenceFromMs) - (entry.remote ? this.#remoteDelayMs : 0);
      if (silentMs >= OFFLINE_AFTER_MS) changes.push(change(kiosk, entry, 'offline'));
      else if (silentMs >= SUSPECT_AFTER_MS && entry.link === 'online') changes.push(change(kiosk, entry, 'suspect'));
    }
    return changes;
  }

  /** How many are there now. */
  count(link: Link): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.link === link) count += 1;
    return count;
  }

  #heard(kiosk: string, entry: Entry, nowMs: number): LinkChange | null {
    entry.heardMs = nowMs;
    return entry.link === 'online' ? null : change(kiosk, entry, 'online');
  }

  #entry(kiosk: string): Entry {
    const known = this.#entries.get(kiosk);
    if (known !== undefined) return known;
    const created: Entry = { link: 'never', heardMs: Number.NEGATIVE_INFINITY, boot: null, conn: -1, remote: false };
    this.#entries.set(kiosk, created);
    return created;
  }
}

function change(kiosk: string, entry: Entry, to: Link): LinkChange {
  const from = entry.link;
  entry.link = to;
  return { kiosk, from, to };
}
