import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportAudit } from '../../src/main/journal/audit-file.ts';
import { canonicalJson, CHAIN_START, linkHash, verifyChain, type AuditRecord, type ChainHead } from '../../src/main/journal/chain.ts';

/** A chain as the journal writes it, with other records between its own. */
function chain(length: number): { readonly records: AuditRecord[]; readonly head: ChainHead } {
  const records: AuditRecord[] = [];
  let { hash } = CHAIN_START;
  for (let link = 1; link <= length; link += 1) {
    const record = {
      link,
      boot: 'a5b0f6de-0d0c-4c3e-9a51-2f1f4e8f7a10',
      seq: link * 3,
      type: 'staff.locked_out',
      atMs: 1_795_307_563_195 + link,
      monotonicMs: link * 10,
      data: canonicalJson({ seconds: link }),
    };
    hash = linkHash(hash, record);
    records.push({ ...record, hash });
  }
  return { records, head: { records: length, hash } };
}

const EDITS: Readonly<Record<string, (record: AuditRecord) => AuditRecord>> = {
  boot: (record) => ({ ...record, boot: 'b5b0f6de-0d0c-4c3e-9a51-2f1f4e8f7a10' }),
  seq: (record) => ({ ...record, seq: record.seq + 1 }),
  type: (record) => ({ ...record, type: 'staff.signed_out' }),
  time: (record) => ({ ...record, atMs: record.atMs - 1 }),
  'monotonic time': (record) => ({ ...record, monotonicMs: record.monotonicMs + 1 }),
  data: (record) => ({ ...record, data: record.data.replace('{', '{ ') }),
  hash: (record) => ({ ...record, hash: record.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }),
};

const position = fc.integer({ min: 0, max: 19 });

test('what was written in order is proved, from any record on', () => {
  const { head, records } = chain(20);
  expect(verifyChain(records, head)).toEqual({ ok: true, value: head });
  expect(verifyChain([], CHAIN_START)).toEqual({ ok: true, value: CHAIN_START });
  fc.assert(
    fc.property(position, (at) => {
      const start = { records: at + 1, hash: records[at]!.hash };
      expect(verifyChain(records.slice(at + 1), head, start).ok).toBe(true);
    }),
  );
});

test.each(Object.entries(EDITS))('an edit of its %s is found at the very record', (_, edit) => {
  fc.assert(
    fc.property(position, (at) => {
      const { head, records } = chain(20);
      expect(verifyChain(records.with(at, edit(records[at]!)), head)).toEqual({ ok: false, fault: { record: at + 1, flaw: 'edited' } });
    }),
    { numRuns: 30 },
  );
});

test('a removed record is missed, the last one too', () => {
  fc.assert(
    fc.property(position, (at) => {
      const { head, records } = chain(20);
      expect(verifyChain(records.toSpliced(at, 1), head)).toEqual({ ok: false, fault: { record: at + 1, flaw: 'removed' } });
      expect(verifyChain(records.slice(0, at), head)).toEqual({ ok: false, fault: { record: at + 1, flaw: 'removed' } });
    }),
  );
});

test('records that changed places are found at the first of the places', () => {
  fc.assert(
    fc.property(position, position, (left, right) => {
      fc.pre(left < right);
      const { head, records } = chain(20);
      const swapped = records.with(left, records[right]!).with(right, records[left]!);
      expect(verifyChain(swapped, head)).toEqual({ ok: false, fault: { record: left + 1, flaw: 'reordered' } });
    }),
  );
});

test('a record put in between is found, however well it is made', () => {
  const { head, records } = chain(5);
  const forged = { ...records[2]!, link: 3, data: canonicalJson({ seconds: 1 }) };
  const after = [...records.slice(0, 2), { ...forged, hash: linkHash(records[1]!.hash, forged) }];
  const shifted = records.slice(2).map((record) => ({ ...record, link: record.link + 1 }));
  expect(verifyChain([...after, ...shifted], { ...head, records: 6 })).toEqual({ ok: false, fault: { record: 4, flaw: 'edited' } });
});

test('a head that names another end is no proof', () => {
  const { head, records } = chain(3);
  expect(verifyChain(records, { ...head, records: 2 })).toEqual({ ok: false, fault: { record: 3, flaw: 'edited' } });
  expect(verifyChain(records, { ...head, hash: records[0]!.hash })).toEqual({ ok: false, fault: { record: 3, flaw: 'edited' } });
});

test('an exported line holds the data as it was written', () => {
  const { head, records } = chain(2);
  const lines = exportAudit(records, head).split('\n');
  expect(lines.map((line) => (line === '' ? null : (JSON.parse(line) as unknown)))).toEqual([
    ...records.map((record) => ({ ...record, data: JSON.parse(record.data) as unknown })),
    { head },
    null,
  ]);
});
