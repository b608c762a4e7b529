import type { OutOfServiceReason } from '../../bridge/view.ts';
import { COMPONENT_IDS, type ComponentId, type ComponentState } from '../../domain/health.ts';
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

/** Good enough to serve with. One of which nothing is known isn't: it may be as bad as it was. */
const WELL: ReadonlySet<ComponentState> = new Set(['ok', 'degraded', 'not_fitted']);
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
      if (reason !== undefined) apply(reason, components[id].state);
    }
  }

  function apply(reason: OutOfServiceReason, state: ComponentState): void {
    if (!WELL.has(state)) cancelReturn(reason);
    if (state === 'down') takeOut(reason);
    else if (WELL.has(state) && out.has(reason) && !returns.has(reason)) returnLater(reason);
  }

  function takeOut(reason: OutOfServiceReason): void {
    if (out.has(reason) || !isFree(kiosk)) return;
    out.add(reason);
    kiosk.takeOutOfService(reason);
  }

  function returnLater(reason: OutOfServiceReason): void {
    const comeBack = (): void => {
      returns.delete(reason);
      out.delete(reason);
      kiosk.returnToService(reason);
    };
    returns.set(reason, clock.after(WELL_FOR_MS, comeBack));
  }

  function cancelReturn(reason: OutOfServiceReason): void {
    returns.get(reason)?.();
    returns.delete(reason);
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
