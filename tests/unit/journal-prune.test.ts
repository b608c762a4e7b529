import { renameSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CatalogEvent, KioskEventRecord } from '../../src/domain/events.ts';
import { EVENTS } from '../../src/domain/events.ts';
import { readAuditFile, verifyAuditFile } from '../../src/main/journal/audit-file.ts';
import { JOURNAL_LIMITS, Journal } from '../../src/main/journal/journal.ts';
import { openJournal, temporaryDirectory } from '../harness/journals.ts';

const EXAMPLES: Readonly<Record<string, CatalogEvent>> = {
  gauge: { type: 'gauge.memory', data: { residentMb: 120 } },
  business: { type: 'journey.rated', data: { journey: 1, score: 5 } },
  audit: { type: 'staff.locked_out', data: { seconds: 60 } },
};
const example = fc.constantFrom('gauge', 'business', 'audit').map((name) => EXAMPLES[name]!);

/** The order in which records go: gauges, what the hub has, what it hasn't. */
const rankOf = ({ seq, type }: KioskEventRecord, acknowledged: number): number => {
  const { class: worth } = EVENTS[type];
  if (worth === 'audit') return Number.POSITIVE_INFINITY;
  if (worth === 'gauge') return 0;
  return seq <= acknowledged ? 1 : 2;
};

test('for want of room the least worth go first, of those the oldest, and audit records never', () => {
  let dropped = 0;
  fc.assert(
    fc.property(
      fc.array(example, { minLength: 100, maxLength: 900, size: 'max' }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 5, max: 120 }),
      (events, acknowledgedPercent, sharePercent) => {
        const directory = temporaryDirectory();
        const roomy = new Journal({ directory });
        roomy.recordAll(events);
        const before = roomy.newest(10_000);
        const acknowledged = Math.floor((events.length * acknowledgedPercent) / 100);
        const last = before.find(({ seq }) => seq === acknowledged);
        if (last !== undefined) roomy.acknowledge(last);
        roomy.close();

        const maxBytes = Math.ceil((events.length * 180 * sharePercent) / 100);
        const journal = new Journal({ directory, limits: { ...JOURNAL_LIMITS, maxBytes } });
        const kept = new Set(journal.newest(10_000).map(({ seq }) => seq));
        const told = journal.newest(1).flatMap(({ data, type }) => (type === 'journal.dropped' ? [data] : []));
        const { fault } = journal;
        journal.close();

        const gone = before.filter(({ seq }) => !kept.has(seq));
        const stayed = before.filter(({ seq }) => kept.has(seq));
        const worstKept = Math.min(...stayed.map((record) => rankOf(record, acknowledged)));
        for (const record of gone) {
          const rank = rankOf(record, acknowledged);
          expect(rank).toBeLessThanOrEqual(worstKept);
          const olderOfTheKind = stayed.filter((other) => rankOf(other, acknowledged) === rank && other.seq < record.seq);
          expect(olderOfTheKind).toEqual([]);
        }
        const goneOf = (rank: number): number => gone.filter((record) => rankOf(record, acknowledged) === rank).length;
        const expected = { gauges: goneOf(0), delivered: goneOf(1), undelivered: goneOf(2) };
        expect(told, 'what was dropped is told').toEqual(gone.length === 0 ? [] : [expected]);
        // Only what may never be dropped can take more room than there is.
        const droppable = stayed.some((record) => rankOf(record, acknowledged) < 3);
        expect(fault === 'size_limit' && droppable).toBe(false);
        dropped += gone.length;
      },
    ),
    // Each run opens files; a failure is told as it is found.
    { numRuns: 40, endOnFailure: true },
  );
  expect(dropped, 'the test did drop something').toBeGreaterThan(500);
});

test('a journal full of audit records takes no visitors, but still audit records, and the chain holds', () => {
  const directory = temporaryDirectory();
  const { journal } = openJournal(directory, { maxBytes: 5000 });
  for (let seconds = 1; seconds <= 30; seconds += 1) journal.record('staff.locked_out', { seconds });
  expect(journal.fault).toBe('size_limit');
  expect(journal.record('staff.locked_out', { seconds: 31 }).ok).toBe(true);
  expect(journal.newest(100)).toHaveLength(31);
  journal.close();
  const { journal: roomy } = openJournal(directory);
  expect(roomy.fault).toBeNull();
  expect(roomy.setAsideFiles()).toEqual([]);
});

test('a full journal that is taken away can be proved for good, and the kiosk begins a new chain', () => {
  const directory = temporaryDirectory();
  const { journal: full } = openJournal(directory, { maxBytes: 5000 });
  for (let seconds = 1; seconds <= 30; seconds += 1) full.record('staff.locked_out', { seconds });
  const head = full.auditHead;
  full.close();
  const archive = join(temporaryDirectory(), 'archived.sqlite');
  renameSync(full.file, archive);
  const { journal } = openJournal(directory, { maxBytes: 5000 });
  expect([journal.fault, journal.previousEnd, journal.setAsideFiles()]).toEqual([null, 'none', []]);
  expect(journal.auditHead.records).toBe(0);
  const read = readAuditFile(archive);
  expect(read.ok && verifyAuditFile(read.value)).toEqual({ ok: true, value: head });
});

test('what the hub has is kept for thirty days, what it has not for as long as there is room', () => {
  const directory = temporaryDirectory();
  const day = 24 * 3600 * 1000;
  const open = (days: number) => openJournal(directory, {}, { now: () => new Date(days * day) }).journal;
  const old = open(10);
  old.recordAll([EXAMPLES['business']!, EXAMPLES['audit']!, EXAMPLES['business']!]);
  old.acknowledge(old.pending(2)[1]!);
  old.close();
  const month = open(39.9);
  expect(month.newest(10)).toHaveLength(3);
  month.close();
  expect(open(40.1).newest(10).map(({ seq }) => seq)).toEqual([3, 2]);
});
