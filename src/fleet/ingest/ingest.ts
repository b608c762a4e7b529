import { z } from 'zod';
import {
  eventBatchSchema,
  eventSchema,
  MAX_BATCH_EVENTS,
  PROTOCOL_VERSION,
  type EventBatch,
  type EventReply,
} from '../../../contract/fleet/messages.ts';
import { checkEvent, isEventType } from '../../domain/events.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { HubEvents } from '../hub-events.ts';
import { StoreUnavailable } from '../store/outage.ts';
import type { EventRow, QuarantineRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { occurredMs } from './dating.ts';

export type IngestFault = 'malformed' | 'too_large' | 'too_many' | 'unavailable';

export interface IngestParts {
  readonly store: Store;
  readonly events: HubEvents;
  readonly now: () => number;
}

/** With so many writes waiting a kiosk does better to come back later: it has the events safe on its disk. */
const FULL_BACKLOG = 1_500;

/** What of an event must be readable before it can be refused on its own. */
const numberedSchema = z.object({ seq: z.int().min(0) });

/** Takes batches of events: each is looked at on its own, stored once, and acknowledged after the commit. */
export class Ingest {
  readonly #parts: IngestParts;
  /** A kiosk that sends its next batch before the last one is answered would only be told twice. */
  readonly #busy = new Set<string>();

  constructor(parts: IngestParts) {
    this.#parts = parts;
  }

  async take(kiosk: string, body: unknown): Promise<Result<EventReply, IngestFault>> {
    const { store } = this.#parts;
    const parsed = eventBatchSchema.safeParse(body);
    if (!parsed.success) return fault(holdsTooMany(body) ? 'too_large' : 'malformed');
    const sorted = sort(kiosk, parsed.data, this.#parts.now());
    if (sorted === null) return fault('malformed');
    if (this.#busy.has(kiosk)) return fault('too_many');
    if (store.backlog() > FULL_BACKLOG) return fault('unavailable');
    this.#busy.add(kiosk);
    try {
      const stored = await store.events.append(sorted.events, sorted.refused);
      if (stored.length > 0) this.#parts.events.emit('events', { kiosk, events: stored });
    } catch (error) {
      if (error instanceof StoreUnavailable) return fault('unavailable');
      throw error;
    } finally {
      this.#busy.delete(kiosk);
    }
    const rejected = sorted.refused.map(({ reason, seq }) => ({ seq, reason }));
    return ok({ v: PROTOCOL_VERSION, ackedSeq: sorted.lastSeq, rejected });
  }
}

const crowdedSchema = z.object({ events: z.array(z.unknown()).min(MAX_BATCH_EVENTS + 1) });

/** Such a kiosk can help itself: it sends less at once. */
const holdsTooMany = (body: unknown): boolean => crowdedSchema.safeParse(body).success;

interface Sorted {
  readonly events: EventRow[];
  readonly refused: QuarantineRow[];
  readonly lastSeq: number;
}

/** Null where the batch isn't one: a number is missing or they don't ascend, so no `ackedSeq` would be true. */
function sort(kiosk: string, batch: EventBatch, nowMs: number): Sorted | null {
  const events: EventRow[] = [];
  const refused: QuarantineRow[] = [];
  let lastSeq = -1;
  for (const sent of batch.events) {
    const numbered = numberedSchema.safeParse(sent);
    if (!numbered.success || numbered.data.seq <= lastSeq) return null;
    lastSeq = numbered.data.seq;
    const event = eventSchema.safeParse(sent);
    const reason = event.success ? reasonAgainst(event.data.type, event.data.data) : 'bad_envelope';
    if (!event.success || reason !== null) {
      refused.push(quarantined(kiosk, batch.boot, lastSeq, sent, reason ?? 'bad_envelope', nowMs));
      continue;
    }
    const { atMs, boot, data, monotonicMs, seq, type } = event.data;
    events.push({
      kiosk,
      boot,
      seq,
      type,
      at_ms: atMs,
      monotonic_ms: monotonicMs,
      occurred_ms: occurredMs(event.data, batch, nowMs),
      received_ms: nowMs,
      data: JSON.stringify(data),
    });
  }
  return { events, refused, lastSeq };
}

function reasonAgainst(type: string, data: unknown): string | null {
  const checked = checkEvent(type, data);
  return checked.ok ? null : checked.fault.code;
}

/** Why and how much, never what: an event that breaks the catalogue could say anything about anybody. */
function quarantined(kiosk: string, batchBoot: string, seq: number, sent: unknown, reason: string, nowMs: number): QuarantineRow {
  const { boot, type } = z.object({ boot: z.uuid().catch(batchBoot), type: z.string().nullable().catch(null) }).parse(sent);
  return {
    kiosk,
    boot,
    seq,
    type: type !== null && isEventType(type) ? type : null,
    reason,
    bytes: JSON.stringify(sent).length,
    received_ms: nowMs,
  };
}
