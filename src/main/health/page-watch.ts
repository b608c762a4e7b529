import { STALE_AFTER_INTERVALS, STARTING_LIMIT_MS } from '../../domain/health.ts';
import type { Kiosk } from '../kiosk.ts';
import type { HealthBoard, HealthClock } from './board.ts';

/** The page beats more often than this; three of them without a beat, and it is unresponsive. */
export const BEAT_WITHIN_MS = 5_000;
/** A page that was started again stays suspect for so long. */
const RESTARTED_FOR_MS = 3_600_000;

/** Learns from the page's beats how it does. What to do about a dead one is its guard's affair. */
export function watchPage(kiosk: Kiosk, board: HealthBoard, clock: HealthClock): { refresh(): void; close(): void } {
  /** Until when the next beat has to come; null while there is no window, and so no page that could beat. */
  let beatDueAtMs: number | null = null;
  let hasBeaten = false;
  let restartsAtMs: number[] = [];
  /** Not read off the screen, where another reason may stand before it. */
  let isGivenUp = false;

  function refresh(): void {
    const nowMs = clock.monotonicMs();
    restartsAtMs = restartsAtMs.filter((atMs) => nowMs - atMs < RESTARTED_FOR_MS);
    const value = restartsAtMs.length === 0 ? null : ({ amount: restartsAtMs.length, unit: 'count' } as const);
    if (isGivenUp) return board.note('page', { reason: 'page.crash_loop', value });
    if (beatDueAtMs !== null && nowMs > beatDueAtMs) return board.note('page', { reason: 'page.unresponsive', value });
    // Before the first beat nobody can say whether there is a page at all.
    if (!hasBeaten) return undefined;
    return board.note('page', restartsAtMs.length > 0 ? { reason: 'page.restarted', value } : { state: 'ok' });
  }

  const unobserve = kiosk.observe((event) => {
    if (event.type === 'beat') {
      hasBeaten = true;
      beatDueAtMs = clock.monotonicMs() + STALE_AFTER_INTERVALS * BEAT_WITHIN_MS;
    } else if (event.type === 'page_opened') beatDueAtMs = clock.monotonicMs() + STARTING_LIMIT_MS;
    else if (event.type === 'page_restarted') restartsAtMs.push(clock.monotonicMs());
    else if (event.type === 'page_given_up') isGivenUp = true;
    else if (event.type === 'page_back') isGivenUp = false;
    else return;
    refresh();
  });
  return { refresh, close: unobserve };
}
