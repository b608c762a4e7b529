import type { KioskStatus } from '../../domain/health-status.ts';
import { plannedMs, type SiteCalendar } from '../alerts/calendar.ts';

/** A kiosk was in one status from one instant to another (Unix milliseconds). */
export interface StatusSpan {
  readonly kiosk: string;
  readonly status: KioskStatus;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How the planned time of some kiosks was spent. */
export interface Availability {
  readonly plannedMs: number;
  readonly servingMs: number;
  readonly maintenanceMs: number;
  /** How often one of them stopped serving during planned time, maintenance apart. */
  readonly failures: number;
  /** Planned time without service, maintenance apart. */
  readonly downMs: number;
}

const isServing = (status: KioskStatus): boolean => status === 'in_service' || status === 'limited';

/** Serving means in service or limited: an inquiry can be made. Only planned hours count. */
export function availabilityOf(spans: readonly StatusSpan[], calendarOf: (kiosk: string) => SiteCalendar): Availability {
  const total = { plannedMs: 0, servingMs: 0, maintenanceMs: 0, failures: 0, downMs: 0 };
  for (const [kiosk, own] of Map.groupBy(spans, ({ kiosk }) => kiosk)) {
    let wasServing = true;
    for (const { fromMs, status, toMs } of own.sort((left, right) => left.fromMs - right.fromMs)) {
      const ms = plannedMs(calendarOf(kiosk), fromMs, toMs);
      if (ms === 0) continue;
      total.plannedMs += ms;
      if (isServing(status)) total.servingMs += ms;
      else if (status === 'maintenance') total.maintenanceMs += ms;
      else {
        total.downMs += ms;
        if (wasServing) total.failures += 1;
      }
      wasServing = isServing(status) || status === 'maintenance';
    }
  }
  return total;
}
