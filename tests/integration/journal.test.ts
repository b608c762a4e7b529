import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { Journal } from '../../src/main/journal/journal.ts';
import { RESERVE_FILE } from '../../src/main/journal/reserve.ts';
import { JOURNAL_FILE } from '../../src/main/journal/storage.ts';
import { fillUpBy, openJournal, temporaryDirectory } from '../harness/journals.ts';

const fileIn = (directory: string): string => join(directory, JOURNAL_FILE);
const inOrder = (journal: Journal) => journal.newest(1000).toReversed();
const typesOf = (journal: Journal): string[] => inOrder(journal).map(({ type }) => type);

/** A journal of a kiosk that was started and ended in order, with so many visits. */
function keepJournal(directory: string, visits = 3): void {
  const { journal } = openJournal(directory);
  journal.record('kiosk.started', { before: journal.previousEnd, version: '1.0.0', mode: 'demo' });
  for (let visit = 1; visit <= visits; visit += 1) {
    journal.record('journey.first_touch', { journey: visit });
    journal.record('staff.locked_out', { seconds: visit });
  }
  journal.record('kiosk.stopping', {});
  journal.close();
}

/** Changes a closed journal by SQL, as somebody with a SQLite tool would. */
function tamper(directory: string, sql: string): void {
  const database = new DatabaseSync(fileIn(directory));
  database.exec(sql);
  database.close();
}

test('what was recorded is there for the next process, in order, with both clocks', () => {
  const directory = temporaryDirectory();
  const first = openJournal(directory, {}, { now: () => new Date(1_800_000_000_000), monotonicMs: () => 1234.6 }).journal;
  expect(first.previousEnd).toBe('none');
  expect(first.record('journey.first_touch', { journey: 1 })).toEqual({ ok: true, value: null });
  expect(first.recordAll([
    { type: 'journey.rated', data: { journey: 1, score: 4 } },
    { type: 'kiosk.stopping', data: {} },
  ])).toEqual({ ok: true, value: null });
  first.close();

  const second = openJournal(directory).journal;
  expect(second.previousEnd).toBe('stopped');
  expect(second.boot).not.toBe(first.boot);
  const times = { boot: first.boot, atMs: 1_800_000_000_000, monotonicMs: 1235 };
  expect(second.pending(10)).toEqual([
    { ...times, seq: 1, type: 'journey.first_touch', data: { journey: 1 } },
    { ...times, seq: 2, type: 'journey.rated', data: { journey: 1, score: 4 } },
    { ...times, seq: 3, type: 'kiosk.stopping', data: {} },
  ]);
  expect(second.auditHead).toEqual(first.auditHead);
  expect(second.counters()).toMatchObject({ visits: 1, printed: 0 });
  expect(second.record('kiosk.started', { before: 'stopped', version: '1.0.0', mode: 'demo' }).ok).toBe(true);
  second.close();
  expect(openJournal(directory).journal.previousEnd).toBe('crashed');
});

test('only what the catalog declares gets in', () => {
  const { journal } = openJournal(temporaryDirectory());
  expect(() => journal.record('journey.rated', { journey: 1, score: 9 })).toThrow(/score/);
  expect(() => journal.record('journey.rated', { journey: 1, score: 3, name: 'x' } as never)).toThrow(/unknown_field/);
  expect(() => journal.record('journey.told' as never, {} as never)).toThrow(/unknown_type/);
  expect(journal.newest(10)).toEqual([]);
});

test('an answer of the hub counts for the record it names and all before; a stray one for none', () => {
  const directory = temporaryDirectory();
  const { journal } = openJournal(directory, {}, { now: () => new Date(1_800_000_000_000) });
  expect(journal.backlog()).toEqual({ events: 0, oldestAtMs: null });
  for (let journey = 1; journey <= 5; journey += 1) journal.record('journey.first_touch', { journey });
  expect(journal.backlog()).toEqual({ events: 5, oldestAtMs: 1_800_000_000_000 });
  const [first, second, third] = journal.pending(3);
  journal.acknowledge(third!);
  expect(journal.pending(10).map(({ seq }) => seq)).toEqual([4, 5]);
  // Late, of another journal, of no record at all.
  journal.acknowledge(first!);
  journal.acknowledge({ boot: 'a5b0f6de-0d0c-4c3e-9a51-2f1f4e8f7a10', seq: 5 });
  journal.acknowledge({ boot: second!.boot, seq: 99 });
  expect(journal.pending(10).map(({ seq }) => seq)).toEqual([4, 5]);
  journal.close();
  expect(openJournal(directory).journal.pending(10).map(({ seq }) => seq)).toEqual([4, 5]);
});

/** What may lie under the journal's name, and what it is called. */
const UNUSABLE: readonly (readonly [string, string, (directory: string) => void])[] = [
  ['random bytes', 'not_a_journal', (directory) => writeFileSync(fileIn(directory), Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * 7919) % 251)))],
  ['an empty file', 'not_a_journal', (directory) => writeFileSync(fileIn(directory), '')],
  ['a directory', 'not_a_journal', (directory) => mkdirSync(fileIn(directory))],
  [
    "another program's database",
    'not_a_journal',
    (directory) => {
      const database = new DatabaseSync(fileIn(directory));
      database.exec('CREATE TABLE event (seq INTEGER PRIMARY KEY); CREATE TABLE state (x)');
      database.close();
    },
  ],
  ['half a journal', 'corrupt', (directory) => (keepJournal(directory, 40), truncateSync(fileIn(directory), 8192))],
  [
    'a journal with a page of zeros',
    'corrupt',
    (directory) => {
      keepJournal(directory, 40);
      const bytes = readFileSync(fileIn(directory));
      writeFileSync(fileIn(directory), bytes.fill(0, 4096, 8192));
    },
  ],
  ['a journal without a table', 'corrupt', (directory) => (keepJournal(directory), tamper(directory, 'DROP TABLE state'))],
  ['a journal without its ratings', 'corrupt', (directory) => (keepJournal(directory), tamper(directory, 'DROP TABLE rating'))],
  ['a journal without a column', 'corrupt', (directory) => (keepJournal(directory), tamper(directory, 'ALTER TABLE rating DROP COLUMN tries'))],
  ['the journal of a newer Raha', 'newer_version', (directory) => (keepJournal(directory), tamper(directory, 'PRAGMA user_version = 999'))],
  [
    'a journal in which somebody wrote',
    'chain_broken',
    (directory) => (keepJournal(directory), tamper(directory, `UPDATE event SET data = '{"seconds":7}' WHERE link = 2`)),
  ],
  [
    'a journal from which somebody took the end',
    'chain_broken',
    (directory) => (keepJournal(directory), tamper(directory, 'DELETE FROM event WHERE link = (SELECT max(link) FROM event)')),
  ],
  [
    'what a journal left behind',
    'corrupt',
    (directory) => writeFileSync(`${fileIn(directory)}-wal`, 'left behind'),
  ],
];

/** Name and bytes of everything in a directory; a directory has none. */
const contents = (directory: string): [string, Buffer | null][] =>
  readdirSync(directory)
    .sort()
    .map((name) => [name, statSync(join(directory, name)).isFile() ? readFileSync(join(directory, name)) : null]);

test.each(UNUSABLE)('%s is set aside as %s, untouched, and a new journal begins', (_, reason, lay) => {
  const directory = temporaryDirectory();
  lay(directory);
  const before = contents(directory).filter(([name]) => !name.endsWith('-shm') && name !== RESERVE_FILE);
  const { journal, warnings } = openJournal(directory);
  expect(journal.fault).toBeNull();
  expect(journal.newest(10)).toMatchObject([{ seq: 1, type: 'journal.set_aside', data: { reason } }]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(reason);
  journal.close();
  const after = new Map(contents(directory));
  for (const [name, bytes] of before) {
    const kept = [...after].find(([other]) => other.startsWith('journal-set-aside-') && other.endsWith(name.slice('journal'.length)));
    expect(kept?.[1], name).toEqual(bytes);
  }
  // The alarm stays until somebody takes the file away.
  const again = openJournal(directory).journal;
  expect(again.setAsideFiles()).toHaveLength(1);
  expect(typesOf(again)).toEqual(['journal.set_aside']);
});

test('two files set aside in the same second don’t overwrite each other', () => {
  const directory = temporaryDirectory();
  for (const text of ['one', 'two', 'three']) {
    writeFileSync(fileIn(directory), text);
    openJournal(directory, {}, { now: () => new Date('2026-11-22T00:00:00Z') }).journal.close();
  }
  const { journal } = openJournal(directory);
  expect(journal.setAsideFiles().map((name) => readFileSync(join(directory, name), 'utf8')).sort()).toEqual(['one', 'three', 'two']);
});

test.skipIf(process.platform === 'win32')('a file that may not be opened is set aside', () => {
  const directory = temporaryDirectory();
  keepJournal(directory);
  chmodSync(fileIn(directory), 0o000);
  // Root may open everything, so it takes another user's part.
  if (process.geteuid?.() === 0) {
    chmodSync(directory, 0o777);
    process.seteuid?.(65_534);
    onTestFinished(() => process.seteuid?.(0));
  }
  const { journal } = openJournal(directory);
  expect(journal.newest(1)).toMatchObject([{ type: 'journal.set_aside', data: { reason: 'no_access' } }]);
  expect(journal.setAsideFiles()).toHaveLength(1);
});

test('a file that turns bad while it is in use is set aside, and what happens goes on being recorded', () => {
  const directory = temporaryDirectory();
  keepJournal(directory);
  // More than SQLite keeps in memory.
  tamper(
    directory,
    `INSERT INTO event (boot, type, class, at_ms, monotonic_ms, data)
      SELECT 'boot', 'gauge.memory', 'gauge', 0, 0, '{"residentMb":100}' FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i FROM n)`,
  );
  const { journal } = openJournal(directory);
  journal.record('journey.first_touch', { journey: 1 });
  const bytes = readFileSync(fileIn(directory));
  writeFileSync(fileIn(directory), bytes.fill(0x5a, 4096 * 20, bytes.length - 4096 * 20));
  expect(journal.pending(1_000_000)).toMatchObject([{ type: 'journal.set_aside', data: { reason: 'corrupt' } }]);
  expect(journal.record('staff.locked_out', { seconds: 60 })).toEqual({ ok: true, value: null });
  expect(typesOf(journal)).toEqual(['journal.set_aside', 'staff.locked_out']);
  expect(journal.auditHead.records).toBe(2);
});

/** What a flipped bit makes of a record that no chain proves; SQLite's pages have no checksums and say nothing. */
const UNREADABLE: readonly (readonly [string, string])[] = [
  ['data that is no JSON', `data = '{"journey"z2}'`],
  ['data that is no object', `data = '2'`],
  ['a number that is too large', 'monotonic_ms = 9223372036854775807'],
  ['a time that no calendar has', 'at_ms = 8640000000000001'],
];

test.each(UNREADABLE)('a journal with a record with %s is set aside when that is read, whoever reads it', (_, change) => {
  const readers: ((journal: Journal) => unknown)[] = [(journal) => journal.pending(100), (journal) => journal.newest(100)];
  for (const read of readers) {
    const directory = temporaryDirectory();
    keepJournal(directory);
    tamper(directory, `UPDATE event SET ${change} WHERE type = 'journey.first_touch' AND seq = 4`);
    const { journal } = openJournal(directory);
    expect(read(journal)).toMatchObject([{ type: 'journal.set_aside', data: { reason: 'corrupt' } }]);
    expect(journal.fault).toBeNull();
    expect(journal.setAsideFiles()).toHaveLength(1);
    expect(journal.record('journey.first_touch', { journey: 4 }).ok).toBe(true);
    expect(typesOf(journal)).toEqual(['journal.set_aside', 'journey.first_touch']);
  }
});

test('a journal that was set aside while in use goes on counting, so that the hub takes nothing new for known', () => {
  const directory = temporaryDirectory();
  const { journal } = openJournal(directory);
  const known: string[] = [];
  const deliver = (): void => {
    const records = journal.pending(1_000_000);
    known.push(...records.map(({ boot, seq }) => `${boot} ${String(seq)}`));
    for (const record of records.slice(-1)) journal.acknowledge(record);
  };
  // More than SQLite keeps in memory.
  for (let part = 0; part < 50; part += 1)
    journal.recordAll(Array.from({ length: 1000 }, () => ({ type: 'gauge.memory', data: { residentMb: 100 } })));
  deliver();
  const bytes = readFileSync(fileIn(directory));
  writeFileSync(fileIn(directory), bytes.fill(0x5a, 4096 * 20, bytes.length - 4096 * 20));
  journal.newest(1_000_000);
  expect(journal.backlog().events).toBe(1);
  journal.record('staff.locked_out', { seconds: 60 });
  expect(typesOf(journal)).toEqual(['journal.set_aside', 'staff.locked_out']);
  expect(journal.backlog().events).toBe(2);
  deliver();
  expect(known).toHaveLength(50_002);
  expect(new Set(known).size).toBe(known.length);
  expect(journal.pending(10)).toEqual([]);
});

test('two kiosk processes never write into one journal', () => {
  const directory = temporaryDirectory();
  const { journal: first } = openJournal(directory);
  const { journal: second } = openJournal(directory, { retryMs: 20 });
  expect(second.fault).toBe('in_use');
  expect(second.record('kiosk.stopping', {})).toEqual({ ok: false, fault: 'in_use' });
  expect(first.record('journey.first_touch', { journey: 1 }).ok).toBe(true);
  expect(existsSync(fileIn(directory))).toBe(true);
  expect(first.setAsideFiles()).toEqual([]);
});

test('a closed journal stays closed: whoever comes too late is told, and the next process gets the file', async () => {
  const directory = temporaryDirectory();
  const { journal: first, warnings } = openJournal(directory, { retryMs: 10 });
  first.record('kiosk.stopping', {});
  first.close();
  expect(first.record('staff.locked_out', { seconds: 60 })).toEqual({ ok: false, fault: 'io_error' });
  expect(warnings).toEqual(['journal: io_error, not written: {"type":"staff.locked_out","data":{"seconds":60}}']);
  expect([first.pending(10), first.counters(), first.usedShare()]).toEqual([[], null, 0]);
  const { journal: second } = openJournal(directory);
  expect(second.fault).toBeNull();
  expect(typesOf(second)).toEqual(['kiosk.stopping']);
  second.close();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(typesOf(openJournal(directory).journal), 'nothing is tried again').toEqual(['kiosk.stopping']);
});

test('a directory that can’t be written to is a fault that passes', async () => {
  const directory = join(temporaryDirectory(), 'data');
  writeFileSync(directory, 'a file in its place');
  const { journal, warnings } = openJournal(directory, { retryMs: 10 });
  const faults: (string | null)[] = [];
  journal.onFault((fault) => faults.push(fault));
  expect(journal.fault).toBe('io_error');
  expect(journal.record('staff.locked_out', { seconds: 1 })).toEqual({ ok: false, fault: 'io_error' });
  expect(journal.record('journey.first_touch', { journey: 1 })).toEqual({ ok: false, fault: 'io_error' });
  expect(warnings, 'an audit record that can’t be written is said aloud').toEqual([
    'journal: io_error, not written: {"type":"staff.locked_out","data":{"seconds":1}}',
  ]);
  rmSync(directory);
  await expect.poll(() => journal.fault).toBeNull();
  expect(faults).toEqual([null]);
  expect(inOrder(journal)).toMatchObject([
    { type: 'staff.locked_out' },
    { type: 'journey.first_touch' },
    { type: 'journal.trouble', data: { reason: 'io_error', lost: 0 } },
  ]);
});

/** A disk of six megabytes, half of them taken by others; null where this machine lets nobody mount one. */
function smallDisk(): { readonly directory: string; readonly fillUp: () => void; readonly makeRoom: () => void } | null {
  const directory = join(temporaryDirectory(), 'disk');
  mkdirSync(directory);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', directory]));
  const others = join(directory, 'what-others-keep-here');
  writeFileSync(others, Buffer.alloc(3_000_000));
  return { directory, fillUp: () => fillUpBy(others), makeRoom: () => rmSync(others) };
}

/** Writes audit records until one isn't taken; returns how many were. */
function fill(journal: Journal): number {
  let seconds = 1;
  while (journal.record('staff.locked_out', { seconds }).ok) seconds += 1;
  return seconds - 1;
}

test('on a full disk nothing crashes; what can’t be written waits, and is all there once there is room', async ({ skip }) => {
  const disk = smallDisk() ?? skip('nobody may mount a small disk here');
  const { journal, warnings } = openJournal(disk.directory, { retryMs: 10 });
  const written = fill(journal);
  expect(written).toBeGreaterThan(20);
  expect(journal.fault).toBe('disk_full');
  for (let more = 2; more <= 20; more += 1)
    expect(journal.record('staff.locked_out', { seconds: written + more })).toEqual({ ok: false, fault: 'disk_full' });
  expect(warnings).toHaveLength(20);
  expect(journal.setAsideFiles()).toEqual([]);
  disk.makeRoom();
  await expect.poll(() => journal.fault).toBeNull();
  const seconds = journal.pending(100_000).flatMap(({ data, type }) => (type === 'staff.locked_out' ? [data.seconds] : []));
  expect(seconds).toEqual(Array.from({ length: written + 20 }, (_, index) => index + 1));
  expect(typesOf(journal).at(-1)).toBe('journal.trouble');
  journal.close();
  expect(openJournal(disk.directory).journal.auditHead.records).toBe(written + 21);
});

test('a process that ends while the disk is full loses no audit record, and tells what else it lost', ({ skip }) => {
  const disk = smallDisk() ?? skip('nobody may mount a small disk here');
  const { journal, warnings } = openJournal(disk.directory);
  journal.record('kiosk.started', { before: 'none', version: '1.0.0', mode: 'demo' });
  disk.fillUp();
  while (journal.fault === null) journal.record('gauge.memory', { residentMb: 100 });
  expect(journal.fault).toBe('disk_full');
  const beside = journal.newest(100_000).length;
  journal.record('journey.first_touch', { journey: 1 });
  for (let seconds = 1; seconds <= 500; seconds += 1)
    expect(journal.record('staff.locked_out', { seconds })).toEqual({ ok: true, value: null });
  expect(journal.fault, 'no visitor is let in').toBe('disk_full');
  expect(journal.record('kiosk.stopping', {}).ok).toBe(true);
  journal.close();
  expect(warnings).toEqual([]);

  const next = openJournal(disk.directory, { retryMs: 3_600_000 }).journal;
  expect([next.fault, next.previousEnd, next.setAsideFiles()]).toEqual(['disk_full', 'stopped', []]);
  expect(next.record('kiosk.started', { before: next.previousEnd, version: '1.0.0', mode: 'demo' }).ok).toBe(true);
  const kept = inOrder(next).slice(beside);
  const seconds = next.pending(100_000).flatMap(({ data, type }) => (type === 'staff.locked_out' ? [data.seconds] : []));
  expect(seconds).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  expect(kept.slice(-3)).toMatchObject([
    { type: 'kiosk.stopping' },
    // The visitor's touch and the measurement that the disk had no room for.
    { type: 'journal.trouble', data: { reason: 'disk_full', lost: 2 } },
    { type: 'kiosk.started', data: { before: 'stopped' } },
  ]);
  disk.makeRoom();
  next.record('journey.first_touch', { journey: 2 });
  expect(next.fault).toBeNull();
  expect(existsSync(join(disk.directory, RESERVE_FILE))).toBe(true);
});

test('a kiosk that was cut off while its disk was full keeps what staff did', ({ skip }) => {
  const disk = smallDisk() ?? skip('nobody may mount a small disk here');
  keepJournal(disk.directory);
  disk.fillUp();
  const { journal } = openJournal(disk.directory);
  expect(journal.previousEnd).toBe('stopped');
  while (journal.fault === null) journal.record('gauge.memory', { residentMb: 100 });
  journal.record('staff.locked_out', { seconds: 77 });
  const copy = temporaryDirectory();
  for (const name of readdirSync(disk.directory).filter((other) => other.startsWith(JOURNAL_FILE)))
    copyFileSync(join(disk.directory, name), join(copy, name));
  const after = openJournal(copy).journal;
  expect(after.previousEnd).toBe('crashed');
  expect(after.newest(1)).toMatchObject([{ type: 'staff.locked_out', data: { seconds: 77 } }]);
});

test('a disk said to be full by a fault script takes audit records too', () => {
  const directory = temporaryDirectory();
  let isFull = false;
  const { journal } = openJournal(directory, { retryMs: 3_600_000 }, { isDiskFull: () => isFull });
  isFull = true;
  expect(journal.record('journey.first_touch', { journey: 1 })).toEqual({ ok: false, fault: 'disk_full' });
  expect(journal.record('kiosk.stopping', {}).ok).toBe(true);
  journal.close();
  expect(inOrder(openJournal(directory).journal)).toMatchObject([
    { type: 'kiosk.stopping' },
    { type: 'journal.trouble', data: { reason: 'disk_full', lost: 1 } },
  ]);
});

test('a file that has reached its limit is no full disk; a process that ends then leaves a sound journal', () => {
  const directory = temporaryDirectory();
  const { journal } = openJournal(directory, { maxFileBytes: 100_000 });
  const written = fill(journal);
  expect(journal.fault).toBe('size_limit');
  journal.close();
  const next = openJournal(directory).journal;
  expect(next.setAsideFiles()).toEqual([]);
  expect(next.pending(100_000)).toHaveLength(written);
});

test('memory that has to do for the disk keeps what is worth most', () => {
  const directory = join(temporaryDirectory(), 'data');
  writeFileSync(directory, 'a file in its place');
  const { journal } = openJournal(directory, { maxUnwritten: 10, retryMs: 3_600_000 });
  for (let count = 1; count <= 8; count += 1) {
    journal.record('gauge.memory', { residentMb: count });
    journal.record('journey.first_touch', { journey: count });
    journal.record('staff.locked_out', { seconds: count });
  }
  rmSync(directory);
  journal.record('kiosk.stopping', {});
  const kept = inOrder(journal);
  expect(kept.filter(({ type }) => type === 'gauge.memory')).toEqual([]);
  expect(kept.filter(({ type }) => type === 'staff.locked_out')).toHaveLength(8);
  expect(kept.flatMap(({ data, type }) => (type === 'journey.first_touch' ? [data.journey] : []))).toEqual([7, 8]);
  expect(kept.at(-1)).toMatchObject({ type: 'journal.trouble', data: { reason: 'io_error', lost: 14 } });
});

test.skipIf(process.platform === 'win32')('a journal that can’t be looked at for want of file handles is waited for, not set aside', () => {
  const directory = temporaryDirectory();
  keepJournal(directory);
  const script = `
    import { closeSync, openSync } from 'node:fs';
    import { Journal } from '${process.cwd()}/src/main/journal/journal.ts';
    const handles = [];
    try {
      for (;;) handles.push(openSync('/dev/null'));
    } catch {}
    const journal = new Journal({ directory: '${directory}', warn: () => undefined });
    const { fault } = journal;
    handles.forEach((handle) => closeSync(handle));
    journal.record('kiosk.stopping', {});
    console.log(JSON.stringify([fault, journal.fault, journal.setAsideFiles(), journal.newest(9).length]));
    process.exit();`;
  const said = execFileSync('sh', ['-c', 'ulimit -n 64 && exec "$0" --input-type=module -e "$1"', process.execPath, script], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual(['io_error', null, [], 9]);
});
