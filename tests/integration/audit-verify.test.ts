import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { readAuditFile, verifyAuditFile } from '../../src/main/journal/audit-file.ts';
import { openJournal, temporaryDirectory } from '../harness/journals.ts';

const RECORDS = 12;

/** A copied journal with twelve audit records and others between them; as it lies there while the kiosk runs. */
function copiedJournal(): { readonly file: string; readonly heads: readonly string[] } {
  const { journal } = openJournal(temporaryDirectory());
  const heads: string[] = [];
  for (let seconds = 101; seconds <= 100 + RECORDS; seconds += 1) {
    journal.record('journey.first_touch', { journey: seconds });
    journal.record('staff.locked_out', { seconds });
    heads.push(journal.auditHead.hash);
  }
  journal.close();
  const file = join(temporaryDirectory(), 'copy.sqlite');
  copyFileSync(journal.file, file);
  return { file, heads };
}

function verify(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const script = join(CHECKOUT_ROOT, 'scripts/audit-verify.ts');
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

function tampered(file: string, sql: string): string {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return file;
}

const verdict = (file: string) => {
  const read = readAuditFile(file);
  return read.ok ? verifyAuditFile(read.value) : read;
};

test('an untouched copy is proved, and stays as it was', () => {
  const { file, heads } = copiedJournal();
  const before = readFileSync(file);
  const said = verify(file);
  expect(said).toMatchObject({ code: 0, err: '' });
  expect(said.out).toContain(`${String(RECORDS)} audit records, untouched`);
  expect(said.out).toContain(heads.at(-1));
  expect(JSON.parse(verify(file, '--json').out)).toMatchObject({ ok: true, records: RECORDS, head: heads.at(-1) });
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(join(file, '..')), 'nothing is left beside it').toEqual(['copy.sqlite']);
});

test('a copy of a running kiosk’s journal is proved with the -wal beside it', () => {
  const { journal } = openJournal(temporaryDirectory());
  for (let seconds = 1; seconds <= 5; seconds += 1) journal.record('staff.locked_out', { seconds });
  const file = join(temporaryDirectory(), 'journal.sqlite');
  copyFileSync(journal.file, file);
  copyFileSync(`${journal.file}-wal`, `${file}-wal`);
  expect(verdict(file)).toEqual({ ok: true, value: journal.auditHead });
});

test('a head noted elsewhere must be in the chain', () => {
  const { file, heads } = copiedJournal();
  expect(verify(file, '--head', heads[3]!).code).toBe(0);
  const other = copiedJournal();
  const said = verify(other.file, '--head', heads[3]!);
  expect(said).toMatchObject({ code: 1 });
  expect(said.out).toContain('rewritten');
});

test.each([
  ['an edited record', `UPDATE event SET data = '{"seconds":1}' WHERE link = 5`, { record: 5, flaw: 'edited' }],
  ['another time', 'UPDATE event SET at_ms = at_ms + 1 WHERE link = 7', { record: 7, flaw: 'edited' }],
  ['a removed record', 'DELETE FROM event WHERE link = 4', { record: 4, flaw: 'removed' }],
  ['a removed last record', 'DELETE FROM event WHERE link = 12', { record: 12, flaw: 'removed' }],
  ['a record taken out of the chain', `UPDATE event SET link = NULL, class = 'gauge' WHERE link = 6`, { record: 6, flaw: 'removed' }],
  [
    'records that changed places',
    'UPDATE event SET seq = 1000 WHERE link = 3; UPDATE event SET seq = 6 WHERE link = 9; UPDATE event SET seq = 18 WHERE link = 3',
    { record: 3, flaw: 'reordered' },
  ],
  ['all records gone', 'DELETE FROM event', { record: 1, flaw: 'removed' }],
])('%s is named', (_, sql, flaw) => {
  const { file } = copiedJournal();
  expect(verdict(tampered(file, sql))).toEqual({ ok: false, fault: flaw });
});

test('one flipped bit in any record is found in that record', () => {
  const { file } = copiedJournal();
  const bytes = readFileSync(file);
  for (let record = 1; record <= RECORDS; record += 1) {
    const at = bytes.indexOf(`{"seconds":${String(100 + record)}}`) + '{"seconds":'.length;
    for (const bit of [1, 2, 4]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ bit, at);
      writeFileSync(file, changed);
      expect(verdict(file), `record ${String(record)}, bit ${String(bit)}`).toEqual({ ok: false, fault: { record, flaw: 'edited' } });
    }
  }
});

test('whatever is cut off or overwritten, the file is never taken for whole', () => {
  const { file } = copiedJournal();
  const bytes = readFileSync(file);
  const isProved = (): boolean => {
    const read = readAuditFile(file);
    return read.ok && read.value.isWhole && verifyAuditFile(read.value).ok;
  };
  for (let length = 1024; length < bytes.length; length += 1024) {
    writeFileSync(file, bytes.subarray(0, length));
    expect(isProved(), `cut at ${String(length)}`).toBe(false);
  }
  for (let page = 0; page < bytes.length; page += 4096) {
    writeFileSync(file, Buffer.from(bytes).fill(0, page, page + 4096));
    expect(isProved(), `nothing from ${String(page)} to ${String(page + 4096)}`).toBe(false);
  }
  truncateSync(file, bytes.length - 1);
  expect(verify(file)).toMatchObject({ code: 1, out: expect.stringContaining('damaged') });
});

test('an exported chain is proved like the journal itself, line by line', () => {
  const { file } = copiedJournal();
  const lines = join(temporaryDirectory(), 'audit.jsonl');
  expect(verify(file, '--export', lines).code).toBe(0);
  expect(verify(lines).code).toBe(0);
  expect(verify(file, '--export', lines), 'nothing is overwritten').toMatchObject({ code: 2 });
  const text = readFileSync(lines, 'utf8');
  const changed = (change: (parts: string[]) => readonly string[]): unknown => {
    writeFileSync(lines, change(text.split('\n')).join('\n'));
    return verdict(lines);
  };
  expect(changed((parts) => parts)).toMatchObject({ ok: true });
  expect(changed((parts) => parts.with(4, parts[4]!.replace('105', '999')))).toEqual({ ok: false, fault: { record: 5, flaw: 'edited' } });
  expect(changed((parts) => parts.with(4, parts[4]!.replace('"data":', '"data": ')))).toEqual({ ok: false, fault: { record: 5, flaw: 'edited' } });
  expect(changed((parts) => parts.toSpliced(2, 1))).toEqual({ ok: false, fault: { record: 3, flaw: 'removed' } });
  expect(changed((parts) => parts.with(2, parts[3]!).with(3, parts[2]!))).toEqual({ ok: false, fault: { record: 3, flaw: 'reordered' } });
  expect(changed((parts) => parts.slice(0, 6))).toEqual({ ok: false, fault: { record: 7, flaw: 'torn' } });
  expect(changed((parts) => [...parts.slice(0, 6), parts[6]!.slice(0, 40)])).toEqual({ ok: false, fault: { record: 7, flaw: 'torn' } });
  expect(changed((parts) => [...parts, parts[0]!])).toEqual({ ok: false, fault: { record: 13, flaw: 'torn' } });
});

test('what is no audit file gets one clear line and exit code 2', () => {
  const directory = temporaryDirectory();
  const text = join(directory, 'notes.txt');
  writeFileSync(text, 'not a journal');
  const foreign = tampered(join(directory, 'foreign.sqlite'), 'CREATE TABLE x (y)');
  expect(verify(join(directory, 'missing'))).toMatchObject({ code: 2, err: expect.stringMatching(/^audit:verify: .*no such file\n$/) });
  expect(verify(text)).toMatchObject({ code: 2, err: expect.stringMatching(/neither a journal/) });
  expect(verify(foreign)).toMatchObject({ code: 2, err: expect.stringMatching(/neither a journal/) });
  expect(verify()).toMatchObject({ code: 2 });
  expect(verify(text, '--head', 'abc')).toMatchObject({ code: 2, err: expect.stringMatching(/64 hex digits/) });
  expect(existsSync(`${text}-wal`)).toBe(false);
});

test('a flaw is said in words and as JSON, with exit code 1', () => {
  const { file } = copiedJournal();
  tampered(file, 'DELETE FROM event WHERE link = 4');
  expect(verify(file)).toEqual({ code: 1, out: `${file}: audit record 4 was removed\n`, err: '' });
  expect(JSON.parse(verify(file, '--json').out)).toEqual({ ok: false, record: 4, flaw: 'removed' });
});
