import type { OutOfServiceReason } from '../../bridge/view.ts';
import { COMPONENT_IDS, type ComponentId } from '../../domain/health.ts';
import type { HostClock } from '../guarded-page.ts';
import type { Kiosk } from '../kiosk.ts';
import type { HealthBoard } from './board.ts';

/**
 * What the screen says when the kiosk can't go on for want of a part. Not the page (its guard takes care of it) and not
 * the journal, which does the same by itself the moment it can't write.
 */
const REASONS: Readonly<Partial<Record<ComponentId, OutOfServiceReason>>> = {
  power: 'power',
  temperature: 'heat',
  disk: 'disk',
  touch: 'touch',
};

/** A part that is well for so long is well. */
const WELL_FOR_MS = 10_000;

/**
 * Takes the kiosk out of service when a part is down without which it mustn't serve, and back when it is well again. A
 * visitor who is there may finish: none of these parts fails so fast.
 */
export function keepService(kiosk: Kiosk, board: HealthBoard, clock: HostClock): () => void {
  const out = new Set<OutOfServiceReason>();
  const returns = new Map<OutOfServiceReason, () => void>();

  function follow(): void {
    const { components } = board.health();
    for (const id of COMPONENT_IDS) {
      const reason = REASONS[id];
      if (reason !== undefined) apply(reason, components[id].state === 'down');
    }
  }

  function apply(reason: OutOfServiceReason, isDown: boolean): void {
    if (isDown) {
      returns.get(reason)?.();
      returns.delete(reason);
      if (out.has(reason) || !isFree(kiosk)) return;
      out.add(reason);
      kiosk.takeOutOfService(reason);
    } else if (out.has(reason) && !returns.has(reason)) {
      returns.set(
        reason,
        clock.after(WELL_FOR_MS, () => {
          returns.delete(reason);
          out.delete(reason);
          kiosk.returnToService(reason);
        }),
      );
    }
  }

  const stopBoard = board.subscribe(follow);
  const stopKiosk = kiosk.subscribe(follow);
  return () => {
    stopBoard();
    stopKiosk();
    for (const cancel of returns.values()) cancel();
  };
}

/** Nobody is in the middle of anything. */
function isFree(kiosk: Kiosk): boolean {
  const { id } = kiosk.view().screen;
  return id === 'attract' || id === 'goodbye' || id === 'out_of_service';
}
