import { statfs } from 'node:fs/promises';
import type { Hub } from '../hub.ts';
import type { EventRow } from '../store/schema.ts';
import type { FleetFacts, HubFacts, KioskFacts } from './conditions.ts';
import type { MaintenanceRow } from './tables.ts';

/** What the kiosks should run; null where nobody has said so. */
export interface Desired {
  readonly version: string | null;
  readonly configVersion: string | null;
}

export interface FactsPorts {
  readonly hub: Hub;
  readonly desired: Desired;
  /** Planned at the hub, begun and not ended, oldest first; the planned end may have passed. */
  readonly windows: () => readonly MaintenanceRow[];
  readonly isUnused: (kiosk: string) => boolean;
  readonly hubFacts: () => HubFacts;
}

const MAINTENANCE_LIMIT_MS = 2 * 3_600_000;
/** A lock-out is over by then; the incident stays until somebody has looked. */
const TAMPERING_LASTS_MS = 15 * 60_000;

/** Gathers what alerts are judged by from the hub's own knowledge of the fleet. */
export class FactsDesk {
  readonly #ports: FactsPorts;
  readonly #differsSince = new Map<string, number>();
  readonly #lockedOutMs = new Map<string, number>();

  constructor(ports: FactsPorts) {
    this.#ports = ports;
    ports.hub.events.on('events', ({ events, kiosk }) => this.#hear(kiosk, events));
  }

  gather(): FleetFacts {
    const { hub, hubFacts, windows } = this.#ports;
    const nowMs = hub.now();
    const planned = new Map(windows().map((row) => [row.kiosk, row]));
    const kiosks = hub.directory.kiosks().flatMap(({ id, site }) => {
      const record = hub.fleet.record(id);
      // One that was never set up is no trouble yet, one that was shut out none any more.
      if (record === null || record.link === 'never' || hub.directory.isRevoked(id)) return [];
      const window = planned.get(id);
      const { gauges, status, statusSinceMs } = record;
      const facts: KioskFacts = {
        kiosk: id,
        site,
        status,
        statusSinceMs,
        components: Object.values(record.components),
        maintenance: maintenanceOf(window, status, statusSinceMs, nowMs),
        outbox: {
          oldestAgeMs: record.link === 'online' ? 1000 * (gauges['outbox_oldest_seconds'] ?? 0) : 0,
          fullPercent: gauges['outbox_full_percent'] ?? 0,
        },
        driftSinceMs: this.#since(`configuration/${id}`, differs(this.#ports.desired.configVersion, record.configVersion), nowMs),
        behindSinceMs: this.#since(`version/${id}`, differs(this.#ports.desired.version, record.appVersion), nowMs),
        isUnused: this.#ports.isUnused(id),
        tampering: nowMs - (this.#lockedOutMs.get(id) ?? Number.NEGATIVE_INFINITY) < TAMPERING_LASTS_MS ? 'locked_out' : null,
      };
      return [facts];
    });
    return { kiosks, hub: hubFacts() };
  }

  #hear(kiosk: string, events: readonly EventRow[]): void {
    if (events.some(({ type }) => type === 'staff.locked_out')) this.#lockedOutMs.set(kiosk, this.#ports.hub.now());
  }

  /** Since when something is so, as far as this process has seen. */
  #since(key: string, isSo: boolean, nowMs: number): number | null {
    if (!isSo) {
      this.#differsSince.delete(key);
      return null;
    }
    const since = this.#differsSince.get(key) ?? nowMs;
    this.#differsSince.set(key, since);
    return since;
  }
}

const differs = (desired: string | null, actual: string | null): boolean => desired !== null && actual !== null && desired !== actual;

function maintenanceOf(window: MaintenanceRow | undefined, status: string, statusSinceMs: number, nowMs: number): KioskFacts['maintenance'] {
  // After its planned end it counts only for work that began within it and goes on.
  const isLate = status === 'maintenance' && statusSinceMs < (window?.planned_end_ms ?? 0);
  if (window !== undefined && (nowMs <= window.planned_end_ms || isLate)) return { startedMs: window.starts_ms, plannedEndMs: window.planned_end_ms };
  return status === 'maintenance' ? { startedMs: statusSinceMs, plannedEndMs: statusSinceMs + MAINTENANCE_LIMIT_MS } : null;
}

/** How full the disk under a folder is. */
export async function diskUsedPercent(folder: string): Promise<number> {
  const { bavail, blocks } = await statfs(folder);
  return blocks === 0 ? 0 : Math.round(100 * (1 - bavail / blocks));
}
