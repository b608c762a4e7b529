import type { z } from 'zod';
import {
  COMPONENT_IDS,
  HEALTH_REASON_CODES,
  startingComponent,
  type ComponentHealth,
} from '../../src/domain/health.ts';
import type { Components } from '../../src/domain/health-status.ts';
import type { component } from './fields.ts';

/** What a newer kiosk says about parts and reasons this side has never heard of is passed over; the rest counts. */
export function knownComponents(sent: readonly z.infer<typeof component>[]): readonly ComponentHealth[] {
  return sent.flatMap((part) => {
    const id = COMPONENT_IDS.find((known) => known === part.component);
    if (id === undefined) return [];
    const reason = HEALTH_REASON_CODES.find((known) => known === part.reason) ?? null;
    return [{ ...part, component: id, reason }];
  });
}

/** The parts of a kiosk that hasn't said anything yet. */
export const unknownComponents = (now: string): Components =>
  Object.fromEntries(
    COMPONENT_IDS.map((id) => [id, { ...startingComponent(id, now), state: 'unknown' }]),
  ) as unknown as Components;
