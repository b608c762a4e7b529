import type { HeldFor, StaffScreenOf } from '../../bridge/staff.ts';
import { OUT_OF_SERVICE_REASONS, type OutOfServiceReason } from '../../bridge/view.ts';
import { COMPONENT_IDS } from '../../domain/health.ts';
import { deriveStatus, NO_ADMIN, type Components, type KioskStatus } from '../../domain/health-status.ts';

/** What visitors find at a kiosk in these states, unless it is held out of service for something else. */
const SERVING: ReadonlySet<KioskStatus> = new Set(['in_service', 'limited', 'unknown']);

/**
 * What visitors would find now if no member of staff were here.
 * @param held every reason for which the kiosk is out of service; that of staff doesn't count
 */
export function overviewOf(components: Components, held: readonly OutOfServiceReason[]): StaffScreenOf<'overview'> {
  const heldFor =
    OUT_OF_SERVICE_REASONS.find((reason): reason is HeldFor => reason !== 'maintenance' && held.includes(reason)) ?? null;
  const derived = deriveStatus(components, { ...NO_ADMIN, closed: heldFor === 'office' });
  const decision =
    heldFor !== null && SERVING.has(derived.status) ? { status: 'out_of_service' as const, decidedBy: null } : derived;
  return { id: 'overview', decision, heldFor, components: COMPONENT_IDS.map((id) => components[id]) };
}
