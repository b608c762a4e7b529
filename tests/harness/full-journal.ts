import { statSync } from 'node:fs';
import type { CatalogEvent } from '../../src/domain/events.ts';
import { Journal, JOURNAL_LIMITS } from '../../src/main/journal/journal.ts';
import { recordBytes } from '../../src/main/journal/records.ts';

const BATCH = 5_000;
const RECORDS: readonly CatalogEvent[] = Array.from({ length: BATCH }, (_, index) => ({
  type: 'journey.lookup_done',
  data: { journey: index + 1, outcome: 'found', ms: 412 },
}));
const BATCH_BYTES = RECORDS.reduce((sum, { data }) => sum + recordBytes('business', JSON.stringify(data)), 0);

/**
 * Fills a journal with so many undelivered records that its next user has to drop the oldest before anything else; takes
 * some ten seconds.
 * @returns the size of its file
 */
export function fillJournal(directory: string): number {
  // Nothing is dropped while it fills.
  const journal = new Journal({ directory, limits: { ...JOURNAL_LIMITS, maxBytes: 2 * JOURNAL_LIMITS.maxBytes } });
  for (let bytes = 0; bytes <= JOURNAL_LIMITS.maxBytes; bytes += BATCH_BYTES) {
    const recorded = journal.recordAll(RECORDS);
    if (!recorded.ok) throw new Error(`the journal takes no more: ${recorded.fault}`);
  }
  journal.close();
  return statSync(journal.file).size;
}
