import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CatalogEvent } from '../../domain/events.ts';
import type { Components } from '../../domain/health-status.ts';
import type { Journal } from './journal.ts';

/** Often enough to see a leak or a disk filling up, seldom enough that a year of them is a few megabytes. */
const GAUGE_EVERY_MS = 30 * 60_000;
const MEGABYTE = 1_000_000;

/** Writes down now and then how much room things take. Returns what stops it. */
export function recordGauges(journal: Journal, components: () => Components): () => void {
  const timer = setInterval(() => journal.recordAll(gaugesOf(journal, components())), GAUGE_EVERY_MS).unref();
  return () => clearInterval(timer);
}

function gaugesOf(journal: Journal, { temperature }: Components): CatalogEvent[] {
  const { events, oldestAtMs } = journal.backlog();
  const oldestSeconds = oldestAtMs === null ? 0 : Math.max(0, Math.round((Date.now() - oldestAtMs) / 1000));
  const memory: CatalogEvent = { type: 'gauge.memory', data: { residentMb: megabytes(process.memoryUsage.rss()) } };
  const outbox: CatalogEvent = { type: 'gauge.outbox', data: { events, oldestSeconds } };
  const warmth: CatalogEvent[] =
    temperature.value?.unit === 'celsius' ? [{ type: 'gauge.temperature', data: { celsius: Math.round(temperature.value.amount) } }] : [];
  const paper: CatalogEvent = { type: 'gauge.paper', data: { usedMm: journal.counters()?.rollMillimetres ?? 0 } };
  return [memory, outbox, paper, ...diskOf(journal), ...warmth];
}

function diskOf({ file }: Journal): CatalogEvent[] {
  try {
    const { bavail, blocks, bsize } = statfsSync(dirname(file));
    const usedPercent = Math.round(100 - (100 * bavail) / blocks);
    return [{ type: 'gauge.disk', data: { freeMb: megabytes(bavail * bsize), usedPercent } }];
  } catch {
    return [];
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / MEGABYTE);
