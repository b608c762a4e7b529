import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { DEMO_STAFF } from '../../scripts/demo-staff.ts';
import type { DeviceCommand } from '../../src/devices/link.ts';
import { readAuditFile, verifyAuditFile } from '../../src/main/journal/audit-file.ts';
import type { Journal } from '../../src/main/journal/journal.ts';
import { openReadinessKey } from '../../src/main/staff/readiness/key.ts';
import { proveReadiness } from '../../src/main/staff/readiness/proof.ts';
import { ReportDesk } from '../../src/main/staff/report-desk.ts';
import { VersionList } from '../../src/main/staff/versions.ts';
import { catalog, CONFIG, NOW } from '../harness/fakes.ts';
import { openJournal, temporaryDirectory } from '../harness/journals.ts';
import { KNOWN_VERSIONS } from '../harness/staff.ts';

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

/** The head that stands on the slip of a report about this journal. */
async function headOnReport(journal: Journal): Promise<string> {
  const key = openReadinessKey({ file: join(temporaryDirectory(), 'readiness.key'), now: () => NOW, onTrouble: () => undefined });
  const desk = new ReportDesk({
    clock: { now: () => NOW, monotonicMs: () => 0, after: () => () => undefined },
    randomId: () => '1',
    kioskId: CONFIG.kioskId,
    kiosk: { emirate: CONFIG.emirate, site: CONFIG.site, isDemo: true },
    catalog,
    key: () => key,
    auditHead: () => journal.auditHead,
    versions: new VersionList(() => KNOWN_VERSIONS),
    savePdf: async (_report, name) => name,
    made: () => undefined,
  });
  await new Promise<void>((resolve) => desk.make(DEMO_STAFF.technician, [], resolve));
  const sent: DeviceCommand[] = [];
  desk.print((command) => sent.push(command));
  const [command] = sent;
  const code = command?.type === 'printer.print' ? command.document.items.find((item) => item.kind === 'qr') : undefined;
  const proven = proveReadiness(code?.payload ?? '', key?.publicKey ?? null);
  if (!proven.ok) throw new Error(proven.fault);
  return proven.value.facts.audit.head;
}

test('a head noted elsewhere must be in the chain: whole, as a report carries it, and as the screen shows it', async () => {
  const { journal } = openJournal(temporaryDirectory());
  const lock = (): void => void journal.record('staff.locked_out', { seconds: 60 });
  for (let record = 1; record <= 3; record += 1) lock();
  const { hash } = journal.auditHead;
  const heads = [hash, await headOnReport(journal), hash.slice(0, 12)];
  for (let record = 4; record <= 5; record += 1) lock();
  journal.close();
  const other = copiedJournal();
  for (const head of heads) {
    const found = verify(journal.file, `--head=${head}`);
    expect(found, head).toMatchObject({ code: 0, err: '' });
    expect(found.out).toContain('the head given is that of record 3');
    expect(JSON.parse(verify(journal.file, `--head=${head}`, '--json').out)).toMatchObject({ ok: true, records: 5, headAt: 3 });
    const said = verify(other.file, `--head=${head}`);
    expect(said, head).toMatchObject({ code: 1, err: '' });
    expect(said.out).toContain('no record has the head given');
    expect(JSON.parse(verify(other.file, `--head=${head}`, '--json').out)).toMatchObject({ ok: false, flaw: 'other_chain' });
  }
});

test('the last record’s head is found as well, and a chain cut before a noted head is told', () => {
  const { file, heads } = copiedJournal();
  const noted = heads.at(-1)!;
  expect(verify(file, `--head=${noted}`).out).toContain(`that of record ${String(RECORDS)}`);
  // Whoever can write the whole file cuts its end and says that it ends there.
  tampered(file, `DELETE FROM event WHERE link > 8; UPDATE state SET audit_records = 8, audit_hash = '${heads[7]!}'`);
  expect(verify(file, `--head=${noted}`)).toMatchObject({ code: 1, out: expect.stringContaining('cut off') });
});

test.each([
  ['an edited record', `UPDATE event SET data = '{"seconds":1}' WHERE link = 5`, { record: 5, flaw: 'edited' }],
  ['another time', 'UPDATE event SET at_ms = at_ms + 1 WHERE link = 7', { record: 7, flaw: 'edited' }],
  ['a time that no number holds', 'UPDATE event SET at_ms = 9223372036854775807 WHERE link = 7', { record: 7, flaw: 'torn' }],
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
  for (const head of ['abc', 'x'.repeat(64), `${'x'.repeat(21)}é`, '4711 0123456789ab'])
    expect(verify(text, '--head', head), head).toMatchObject({ code: 2, err: expect.stringMatching(/^audit:verify: --head: expected 22 letters/) });
  expect(existsSync(`${text}-wal`)).toBe(false);
});

test('a flaw is said in words and as JSON, with exit code 1', () => {
  const { file } = copiedJournal();
  tampered(file, 'DELETE FROM event WHERE link = 4');
  expect(verify(file)).toEqual({ code: 1, out: `${file}: audit record 4 was removed\n`, err: '' });
  expect(JSON.parse(verify(file, '--json').out)).toEqual({ ok: false, record: 4, flaw: 'removed' });
});
