import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS, PROTOCOL_VERSION, type EventBatch } from '../../../contract/fleet/messages.ts';
import type { KioskEventRecord } from '../../domain/events.ts';
import type { Journal } from '../journal/journal.ts';
import type { HubCalls, HubFault } from './hub-calls.ts';
import { BackOff } from './back-off.ts';

export interface OutboxPorts {
  readonly journal: Pick<Journal, 'acknowledge' | 'boot' | 'onRecorded' | 'pending'>;
  readonly calls: Pick<HubCalls, 'events'>;
  /** The clocks of the journal: the hub dates events by the difference. */
  readonly now: () => Date;
  readonly monotonicMs: () => number;
  /** How far the hub's clock is ahead of the kiosk's; null while unknown. */
  readonly offsetMs: () => number | null;
  readonly random: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** What is written down is sent so soon; a few events together cost the hub as much as one. */
const GATHER_MS = 1_000;
/** Looks by itself so often, for what was left over. */
const IDLE_MS = 15_000;
/** Refused for what this kiosk is, not for what it sends: smaller parcels don't help. */
const OF_THE_KIOSK: ReadonlySet<string | null> = new Set(['unauthorized', 'revoked', 'another_kiosk', 'bad_signature']);

/** Brings what the journal holds to the hub, the oldest first, one batch at a time; the hub's answer ends each. */
export class OutboxSender {
  readonly #ports: OutboxPorts;
  readonly #backOff: BackOff;
  readonly #stopListening: () => void;
  #cancel: () => void = () => undefined;
  #isClosed = false;
  /** Nothing is under way: the next look may as well be soon. */
  #isIdle = true;
  #isSending = false;
  #mostAtOnce = MAX_BATCH_EVENTS;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    this.#backOff = new BackOff(ports.random);
    this.#stopListening = ports.journal.onRecorded(() => this.#hasNews());
    this.#hasNews();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopListening();
    this.#cancel();
  }

  /** The hub is there again: what waits for a later try is tried now. */
  wake(): void {
    if (!this.#isSending) this.#later(GATHER_MS);
  }

  /** Never puts off a look that is due already, and never hurries one that the hub asked to wait for. */
  #hasNews(): void {
    if (!this.#isIdle) return;
    this.#isIdle = false;
    this.#later(GATHER_MS);
  }

  #later(ms: number): void {
    this.#cancel();
    if (!this.#isClosed) this.#cancel = this.#ports.after(ms, () => void this.#send());
  }

  async #send(): Promise<void> {
    const { calls, journal } = this.#ports;
    this.#isIdle = false;
    const records = batchOf(journal.pending(this.#mostAtOnce));
    if (records.length === 0) {
      this.#isIdle = true;
      return this.#later(IDLE_MS);
    }
    this.#isSending = true;
    const reply = await calls.events(this.#batch(records));
    this.#isSending = false;
    // The journal's file may be closed by now; a hub that has an event minds nothing when it comes once more.
    if (this.#isClosed) return undefined;
    if (!reply.ok) return this.#later(this.#waitMs(reply.fault));
    // Refused ones count as taken: the hub has noted why, and the others must not wait for them for ever.
    const acknowledged = records.findLast(({ seq }) => seq <= reply.value.ackedSeq);
    if (acknowledged === undefined) return this.#later(this.#backOff.failed());
    journal.acknowledge(acknowledged);
    this.#backOff.succeeded();
    this.#mostAtOnce = MAX_BATCH_EVENTS;
    return this.#later(0);
  }

  #waitMs({ code, problem, retryAfterMs }: HubFault): number {
    // Too large for the hub, or for something in between.
    if (code === 'refused' && !OF_THE_KIOSK.has(problem)) this.#mostAtOnce = Math.max(1, Math.floor(this.#mostAtOnce / 2));
    return this.#backOff.failed(retryAfterMs ?? 0);
  }

  #batch(events: readonly KioskEventRecord[]): EventBatch {
    const { journal, monotonicMs, now, offsetMs } = this.#ports;
    return {
      v: PROTOCOL_VERSION,
      boot: journal.boot,
      atMs: now().getTime(),
      monotonicMs: Math.round(monotonicMs()),
      offsetMs: offsetMs(),
      events: [...events],
    };
  }
}

/** As many as one batch may hold by size, with room to spare for what surrounds them. */
function batchOf(records: readonly KioskEventRecord[]): readonly KioskEventRecord[] {
  const roomBytes = MAX_BATCH_BYTES / 2;
  let bytes = 0;
  const end = records.findIndex((record) => (bytes += Buffer.byteLength(JSON.stringify(record))) > roomBytes);
  return end < 0 ? records : records.slice(0, Math.max(1, end));
}
