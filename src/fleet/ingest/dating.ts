import type { EventBatch, SentEvent } from '../../../contract/fleet/messages.ts';

/**
 * When an event happened, as far as the hub can tell. In the kiosk's present life its steady clock says how long ago that
 * was, whatever its wall clock shows; events of earlier lives are dated by the wall clock and what was measured of its
 * error. Nothing happens in the future.
 */
export function occurredMs(event: Pick<SentEvent, 'boot' | 'atMs' | 'monotonicMs'>, batch: Omit<EventBatch, 'events'>, nowMs: number): number {
  const ms =
    event.boot === batch.boot
      ? nowMs - (batch.monotonicMs - event.monotonicMs)
      : event.atMs + (batch.offsetMs ?? nowMs - batch.atMs);
  return Math.max(0, Math.min(Math.round(ms), nowMs));
}
