import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceiptDocument } from '../src/domain/receipt.ts';
import {
  encode,
  layOut,
  lettersOf,
  loadTypesetter,
  picturesOf,
  type Profile,
  type StoredPictures,
  type Typesetter,
} from '../src/devices/printer/index.ts';
import { bitmapOfPage } from './receipt-picture.ts';
import { encodePng, modelPrint, type ModelOptions } from '../src/devices/virtual/printer/index.ts';
import { CHECKOUT } from '../scripts/checkout.ts';
import { installPeers, loadPeers, type Peer } from './peers/libraries.ts';
import type { Measurement } from './result.ts';
import { median } from './statistics.ts';

const WIDTH_DOTS = 576;
const RUNS = 15;
const WARM_UP_RUNS = 8;
const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;
const PROFILES = ['P1', 'P2', 'P3', 'P4'] as const;
const BYTE_GOALS = { P1: 26_000, P2: 23_000, P3: 10_800, P4: 7300 } as const;
const CPU_GOAL_MS = 12;
/** Ours to theirs: at most a twelfth. */
const CPU_SHARE_GOAL = 1 / 12;
const LINES = { '19200 baud': 1920, '38400 baud': 3840, '115200 baud': 11_520, TCP: 1_000_000 } as const;
const MM_PER_SECOND = 150;
/** Only these are promised; the rest of the table is for the reader. */
const CUT_GOALS_MS: Readonly<Record<string, number>> = { 'P1 115200 baud': 2400, 'P3 115200 baud': 1300 };
const FIRST_INK_GOAL_MS = 300;

interface Reference {
  readonly document: ReceiptDocument;
  readonly vocabulary: ReceiptDocument;
  readonly typesetter: Typesetter;
}

async function loadReference(): Promise<Reference> {
  const fixture = (name: string): ReceiptDocument =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../tests/fixtures', name), 'utf8')) as ReceiptDocument;
  const typesetter = await loadTypesetter({
    fontDirectory: CHECKOUT.receiptFonts,
    emblemFile: join(CHECKOUT.assets, 'art/emblem.svg'),
  });
  return {
    document: fixture('reference-receipt.json'),
    vocabulary: fixture('reference-vocabulary.json'),
    typesetter,
  };
}

interface Contender {
  readonly name: string;
  readonly print: () => Promise<Uint8Array> | Uint8Array;
}

function ours({ document, typesetter }: Reference, profile: Profile, stored: StoredPictures | null): Contender {
  return {
    name: profile,
    print: () => {
      const page = layOut(document, typesetter, WIDTH_DOTS, lettersOf(profile));
      const job = page.ok ? encode(page.value, profile, PROCESS_ID, stored) : page;
      if (!job.ok) throw new Error(job.fault);
      return Buffer.concat(job.value.commands);
    },
  };
}

const theirs = (peer: Peer, pictureFile: string): Contender => ({
  name: peer.name,
  print: () => peer.print(pictureFile),
});

async function cpuMsOf({ print }: Contender): Promise<number> {
  const before = process.cpuUsage();
  await print();
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 1000;
}

/** CPU of every contender, one run of each after the other, so that a busy moment hits all alike. */
async function interleaved(contenders: readonly Contender[]): Promise<Map<string, number>> {
  const samples = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
  for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
    for (const contender of contenders) {
      const cpuMs = await cpuMsOf(contender);
      if (run >= 0) samples.get(contender.name)?.push(cpuMs);
    }
  }
  return new Map([...samples].map(([name, sample]) => [name, median(sample)]));
}

function storedFor({ typesetter, vocabulary }: Reference, profile: Profile): StoredPictures | null {
  if (profile !== 'P3' && profile !== 'P4') return null;
  const stored = picturesOf([vocabulary], typesetter, WIDTH_DOTS, profile);
  if (!stored.ok) throw new Error(stored.fault);
  return stored.value;
}

/** The reference receipt from document to last byte, beside four libraries that print a finished picture of it. */
export async function receipt(): Promise<Measurement[]> {
  installPeers();
  const reference = await loadReference();
  const directory = mkdtempSync(join(tmpdir(), 'raha-bench-'));
  try {
    const pictureFile = join(directory, 'receipt.png');
    writeFileSync(pictureFile, encodePng(bitmapOfPage(reference.document, reference.typesetter)));
    return await measure(reference, pictureFile);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function measure(reference: Reference, pictureFile: string): Promise<Measurement[]> {
  const stored = new Map(PROFILES.map((profile) => [profile, storedFor(reference, profile)]));
  const mine = PROFILES.map((profile) => ours(reference, profile, stored.get(profile) ?? null));
  const peers = loadPeers().map((peer) => theirs(peer, pictureFile));
  const contenders = [...mine, ...peers];
  const cpu = await interleaved(contenders);
  const jobs = new Map<string, Uint8Array>();
  for (const contender of contenders) jobs.set(contender.name, await contender.print());
  const bestPeerMs = Math.min(...peers.map(({ name }) => cpu.get(name) ?? Infinity));
  return [
    ...contenders.map(({ name }) => bytesOf(name, jobs)),
    ...contenders.map(({ name }) => cpuOf(name, cpu)),
    {
      name: 'receipt CPU P1 / best peer',
      value: (cpu.get('P1') ?? NaN) / bestPeerMs,
      unit: 'x',
      goal: CPU_SHARE_GOAL,
      note: 'the same run; the peers are given the finished picture, ours is laid out too',
    },
    ...contenders.flatMap(({ name }) => modelled(name, jobs, stored)),
  ];
}

const bytesOf = (name: string, jobs: ReadonlyMap<string, Uint8Array>): Measurement => ({
  name: `receipt bytes ${name}`,
  value: jobs.get(name)?.length ?? NaN,
  unit: 'bytes',
  goal: BYTE_GOALS[name as keyof typeof BYTE_GOALS] ?? null,
  note: 'reference receipt, cut and proof of printing included',
});

const cpuOf = (name: string, cpu: ReadonlyMap<string, number>): Measurement => ({
  name: `receipt CPU ${name}`,
  value: cpu.get(name) ?? NaN,
  unit: 'ms',
  goal: name in BYTE_GOALS ? CPU_GOAL_MS : null,
  note: `median of ${String(RUNS)} warm runs, interleaved`,
});

function modelled(
  name: string,
  jobs: ReadonlyMap<string, Uint8Array>,
  stored: ReadonlyMap<string, StoredPictures | null>,
): Measurement[] {
  const provisioning = Buffer.concat(stored.get(name)?.commands ?? []);
  const job = jobs.get(name) ?? new Uint8Array(0);
  const print = (bytesPerSecond: number, isStoreAndForward: boolean): ReturnType<typeof modelPrint> => {
    const options: ModelOptions = { bytesPerSecond, isStoreAndForward, mmPerSecond: MM_PER_SECOND, provisioning };
    return modelPrint(job, options);
  };
  const speed = `model: ${String(MM_PER_SECOND)} mm/s, 15 mm from head to knife`;
  const cuts = Object.entries(LINES).map(([line, bytesPerSecond]): Measurement => ({
    name: `receipt cut ${name} ${line}`,
    value: print(bytesPerSecond, false).cutMs,
    unit: 'ms',
    goal: CUT_GOALS_MS[`${name} ${line}`] ?? null,
    note: speed,
  }));
  const ink = Object.entries(LINES).map(([line, bytesPerSecond]): Measurement => ({
    name: `receipt first ink ${name} ${line}`,
    value: print(bytesPerSecond, true).firstInkMs,
    unit: 'ms',
    goal: name in BYTE_GOALS && line === '19200 baud' ? FIRST_INK_GOAL_MS : null,
    note: `${speed}; a printer that prints whole commands`,
  }));
  return [...cuts, ...ink];
}
