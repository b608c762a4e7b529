import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { startDemo, type Demo } from '../../scripts/demo.ts';
import type { KioskEventRecord } from '../../src/domain/events.ts';
import { readAuditFile, verifyAuditFile } from '../../src/main/journal/audit-file.ts';
import { recordOf } from '../../src/main/journal/records.ts';
import { Journal } from '../../src/main/journal/journal.ts';
import { JOURNAL_FILE } from '../../src/main/journal/storage.ts';
import { fillJournal } from './full-journal.ts';
import { keyOf, startCountingHub, type CountingHub } from './counting-hub.ts';
import type { Said } from './killed-kiosk.ts';

export interface KioskKillReport {
  readonly kills: number;
  /** Journeys that began; the kills fell into these and the time between. */
  readonly visits: number;
  /** Records that the kiosk had been told were kept. */
  readonly recorded: number;
  readonly auditRecords: number;
  /** How often the hub got a record once more, and left it alone. */
  readonly sentTwice: number;
  /** From the start of the process to the attract View. */
  readonly attractMs: { readonly p50: number; readonly p95: number; readonly max: number };
  /** What must be empty. */
  readonly broken: readonly string[];
}

/** One kill in seven falls into the start of the process, the others into the visits after it. */
const START_MS = 1_500;
const VISITS_MS = 2_500;
const momentOf = (random: () => number): Moment =>
  random() < 1 / 7 ? { after: 'spawn', ms: random() * START_MS } : { after: 'attract', ms: random() * VISITS_MS };
interface Moment {
  readonly after: 'spawn' | 'attract';
  readonly ms: number;
}

/**
 * Starts a kiosk and kills it with SIGKILL, again and again, at moments drawn from the start of its process to some
 * visits later; after each kill the journal is opened and compared with what the kiosk had been told.
 */
export async function killKiosk(kills: number, random: () => number): Promise<KioskKillReport> {
  const demo = await startDemo({ limits: { inquiriesPerMinute: 1_000_000 } });
  const hub = await startCountingHub(random);
  const broken: string[] = [];
  const attractMs: number[] = [];
  let recorded = 0;
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const life = await liveAndDie(demo, hub.url, momentOf(random));
      recorded += life.recorded.length;
      if (life.attractMs !== null) attractMs.push(life.attractMs);
      for (const flaw of [...life.broken, ...flawsAfter(demo, life)]) broken.push(`kill ${String(kill)}: ${flaw}`);
    }
    const kept = keptRecords(demo);
    deliverRest(demo, hub);
    broken.push(...hub.broken, ...differences(kept, hub.records));
    return {
      kills,
      visits: kept.filter(({ type }) => type === 'journey.first_touch').length,
      recorded,
      auditRecords: auditRecords(demo),
      sentTwice: hub.sentTwice(),
      attractMs: { p50: quantile(attractMs, 0.5), p95: quantile(attractMs, 0.95), max: quantile(attractMs, 1) },
      broken,
    };
  } finally {
    await hub.close();
    await demo.close();
  }
}

/** A start on a journal that has reached its limit: what lies in it is read over, and the oldest dropped. */
export interface FullJournalReport {
  readonly fileBytes: number;
  /** The first start, which drops, and the one after that was killed. */
  readonly attractMs: readonly [dropping: number, afterKill: number];
  readonly broken: readonly string[];
}

/** Starts a kiosk on a journal at its limit, kills it on the attract screen, and starts it again. */
export async function startOnFullJournal(): Promise<FullJournalReport> {
  const demo = await startDemo();
  const hub = await startCountingHub(() => 1);
  try {
    const fileBytes = fillJournal(demo.config.dataDirectory);
    const dropping = await liveAndDie(demo, hub.url, { after: 'attract', ms: 0 });
    const afterKill = await liveAndDie(demo, hub.url, { after: 'attract', ms: 0 });
    return {
      fileBytes,
      attractMs: [Math.round(dropping.attractMs ?? Number.NaN), Math.round(afterKill.attractMs ?? Number.NaN)],
      broken: [...dropping.broken, ...afterKill.broken],
    };
  } finally {
    await hub.close();
    await demo.close();
  }
}

/** What one life of the kiosk process said until it was killed. */
interface Life {
  readonly attractMs: number | null;
  readonly recorded: readonly Extract<Said, { type: 'recorded' }>[];
  readonly broken: readonly string[];
}

async function liveAndDie(demo: Demo, hubUrl: string, moment: Moment): Promise<Life> {
  const script = join(import.meta.dirname, 'killed-kiosk.ts');
  const child = spawn(process.execPath, [script, demo.configFile, hubUrl], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Said[] = [];
  const attracted = Promise.withResolvers<void>();
  const reading = readLines(child.stdout, said, attracted.resolve);
  const errors = text(child.stderr);
  const exited = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  await Promise.race([exited, (moment.after === 'attract' ? attracted.promise : Promise.resolve()).then(() => pause(moment.ms))]);
  child.kill('SIGKILL');
  const signal = await exited;
  await reading;
  const attract = said.find((line) => line.type === 'attract');
  const complaints = [
    ...(signal === 'SIGKILL' ? [] : [`it ended by itself: ${await errors}`]),
    ...(attract !== undefined && !attract.isClean ? ['the next visit did not start clean'] : []),
    ...(attract !== undefined && attract.setAside > 0 ? ['the journal was set aside'] : []),
  ];
  return {
    attractMs: attract?.sinceStartMs ?? null,
    recorded: said.filter((line) => line.type === 'recorded'),
    broken: complaints,
  };
}

async function readLines(stream: NodeJS.ReadableStream, into: Said[], onAttract: () => void): Promise<void> {
  for await (const line of createInterface({ input: stream })) {
    // A kill may fall into the middle of a line; that record had been taken, but nobody was told.
    try {
      into.push(JSON.parse(line) as Said);
      if (into.at(-1)?.type === 'attract') onAttract();
    } catch {
      continue;
    }
  }
}

/** What is wrong with the journal as the killed process left it. */
function flawsAfter(demo: Demo, { recorded }: Life): string[] {
  const file = join(demo.config.dataDirectory, JOURNAL_FILE);
  if (!existsSync(file)) return recorded.length === 0 ? [] : ['there is no journal'];
  const audit = readAuditFile(file);
  if (!audit.ok) return [`the journal can't be read: ${audit.fault}`];
  const verdict = verifyAuditFile(audit.value);
  if (!verdict.ok || !audit.value.isWhole) return [`the chain doesn't hold: ${JSON.stringify(verdict)}`];
  const [first] = recorded;
  if (first === undefined) return [];
  const kept = keptRecords(demo)
    .filter(({ boot }) => boot === first.boot)
    .map(({ data, type }) => JSON.stringify([type, sorted(data)]));
  const told = recorded.map(({ event }) => JSON.stringify([event.type, sorted(event.data)]));
  // Those written before the process began to tell, and the few it was killed in the middle of.
  const from = kept.length - told.length;
  const found = Array.from({ length: from + 1 }, (_, start) => start).some((start) => told.every((line, index) => kept[start + index] === line));
  return found ? [] : [`${String(told.length)} records were taken, ${String(kept.length)} are there, and they differ`];
}

const sorted = (data: object): [string, unknown][] => Object.entries(data).sort(([left], [right]) => (left < right ? -1 : 1));

/** Works on a copy: the next process finds the journal as the killed one left it. */
function onCopy<T>(demo: Demo, work: (database: DatabaseSync) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'raha-kills-'));
  try {
    for (const ending of ['', '-wal']) {
      const file = join(demo.config.dataDirectory, JOURNAL_FILE + ending);
      if (existsSync(file)) copyFileSync(file, join(directory, JOURNAL_FILE + ending));
    }
    const database = new DatabaseSync(join(directory, JOURNAL_FILE));
    const result = work(database);
    database.close();
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const keptRecords = (demo: Demo): KioskEventRecord[] =>
  onCopy(demo, (database) => database.prepare('SELECT * FROM event ORDER BY seq').all().map(recordOf));
const auditRecords = (demo: Demo): number =>
  onCopy(demo, (database) => Number(database.prepare('SELECT audit_records AS n FROM state').get()?.['n']));

/** What the last process had not delivered yet. */
function deliverRest({ config }: Demo, hub: CountingHub): void {
  const journal = new Journal({ directory: config.dataDirectory });
  for (let events = journal.pending(200); events.length > 0; events = journal.pending(200)) {
    hub.take(events);
    journal.acknowledge(events.at(-1)!);
  }
  journal.close();
}

function differences(kept: readonly KioskEventRecord[], delivered: ReadonlyMap<string, string>): string[] {
  const lost = kept.filter((record) => delivered.get(keyOf(record)) !== JSON.stringify(record)).length;
  const added = delivered.size - kept.length;
  return [
    ...(lost > 0 ? [`${String(lost)} records never reached the hub`] : []),
    ...(added > 0 ? [`the hub has ${String(added)} records that the journal hasn't`] : []),
  ];
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
}
