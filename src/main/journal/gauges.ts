import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { INTEGER_MOST } from '../../domain/event-fields.ts';
import type { CatalogEvent } from '../../domain/events.ts';
import type { Components } from '../../domain/health-status.ts';
import type { Journal } from './journal.ts';

/** Often enough to see a leak or a disk filling up, seldom enough that a year of them is a few megabytes. */
const GAUGE_EVERY_MS = 30 * 60_000;
const MEGABYTE = 1_000_000;

/** Writes down now and then how much room things take. Returns what stops it. */
export function recordGauges(journal: Journal, components: () => Components): () => void {
  const timer = setInterval(() => journal.recordAll(eventsOf(measureGauges(journal, components()))), GAUGE_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** How much room things take now. */
export interface Gauges {
  readonly memoryMb: number;
  readonly outbox: { readonly events: number; readonly oldestSeconds: number };
  /** Of the roll, since it was changed. */
  readonly paperMm: number;
  /** Null where the disk doesn't say. */
  readonly disk: { readonly freeMb: number; readonly usedPercent: number } | null;
  /** Null where nothing measures it. */
  readonly celsius: number | null;
}

export function measureGauges(journal: Journal, { temperature }: Components): Gauges {
  const { events, oldestAtMs } = journal.backlog();
  return {
    memoryMb: megabytes(process.memoryUsage.rss()),
    outbox: { events, oldestSeconds: oldestAtMs === null ? 0 : secondsSince(oldestAtMs) },
    paperMm: journal.counters()?.rollMillimetres ?? 0,
    disk: diskOf(journal),
    celsius: temperature.value?.unit === 'celsius' ? Math.round(temperature.value.amount) : null,
  };
}

function eventsOf({ celsius, disk, memoryMb, outbox, paperMm }: Gauges): CatalogEvent[] {
  return [
    { type: 'gauge.memory', data: { residentMb: memoryMb } },
    { type: 'gauge.outbox', data: outbox },
    { type: 'gauge.paper', data: { usedMm: paperMm } },
    ...(disk === null ? [] : [{ type: 'gauge.disk', data: disk } as const]),
    ...(celsius === null ? [] : [{ type: 'gauge.temperature', data: { celsius } } as const]),
  ];
}

function diskOf({ file }: Journal): Gauges['disk'] {
  try {
    const { bavail, blocks, bsize } = statfsSync(dirname(file));
    // Some file systems don't count.
    if (blocks === 0) return null;
    return { freeMb: megabytes(bavail * bsize), usedPercent: Math.round(100 - (100 * bavail) / blocks) };
  } catch {
    return null;
  }
}

/** A computer without a battery for its clock begins in 1970, longer ago than an event can say. */
const secondsSince = (atMs: number): number => Math.min(INTEGER_MOST, Math.max(0, Math.round((Date.now() - atMs) / 1000)));

const megabytes = (bytes: number): number => Math.round(bytes / MEGABYTE);
