import { z } from 'zod';
import { counter, monotonicMs, name, timeMs, uuid, version } from './fields.ts';
import { MAX_BATCH_EVENTS } from './limits.ts';

/**
 * `POST /v1/events`: what the kiosk wrote down, oldest first, gzip allowed. A kiosk sends one batch at a time and deletes
 * what is acknowledged; a batch sent twice is stored once, by kiosk, boot and seq.
 */
export const eventSchema = z.object({
  boot: uuid,
  seq: counter,
  /** Checked against the catalogue of events, one by one: one bad event must not hold up the others. */
  type: z.string().min(1).max(60),
  atMs: timeMs,
  monotonicMs,
  data: z.unknown(),
});

export const eventBatchSchema = z.object({
  v: version,
  /** The life of the process that sends; its own events are dated by the clock that never jumps. */
  boot: uuid,
  /** The sender's clocks when it sent. */
  atMs: timeMs,
  monotonicMs,
  /** How much the hub's clock was ahead of the kiosk's when measured last; null where never. */
  offsetMs: z.number().min(-1e13).max(1e13).nullable(),
  /** In ascending `seq`; each event is looked at on its own. */
  events: z.array(z.unknown()).min(1).max(MAX_BATCH_EVENTS),
});

/** Sent after the hub has written the events down: the kiosk may delete everything up to `ackedSeq`. */
export const eventReplySchema = z.object({
  v: version,
  ackedSeq: counter,
  /** Never to be sent again; the hub noted why. */
  rejected: z.array(z.object({ seq: counter, reason: name })).max(MAX_BATCH_EVENTS),
});

export type SentEvent = z.infer<typeof eventSchema>;
export type EventBatch = z.infer<typeof eventBatchSchema>;
export type EventReply = z.infer<typeof eventReplySchema>;
