import type { Components } from '../../domain/health-status.ts';
import { measureGauges } from '../journal/gauges.ts';
import type { Journal } from '../journal/journal.ts';

/** The numbers of a beat, named as the hub reads them. */
export function beatGauges(journal: Journal, components: Components): Record<string, number> {
  const { celsius, disk, memoryMb, outbox, paperMm } = measureGauges(journal, components);
  return {
    outbox_events: outbox.events,
    outbox_oldest_seconds: outbox.oldestSeconds,
    outbox_full_percent: Math.round(100 * journal.usedShare()),
    paper_used_mm: paperMm,
    memory_mb: memoryMb,
    ...(disk === null ? {} : { disk_used_percent: disk.usedPercent }),
    ...(celsius === null ? {} : { temperature_celsius: celsius }),
  };
}
