import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import {
  connectorFor,
  createPrinter,
  encode,
  layOut,
  type Connect,
  type Printer,
  type PrintLimits,
} from '../../src/devices/printer/index.ts';
import { copyOf } from '../../src/devices/printer/copy.ts';
import { deviceFilePrinter } from '../../src/devices/printer/transport/device-file.ts';
import { differentDots, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { VirtualPrinter, type VirtualPrinterFault, type VirtualPrinterQuirk } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS, typesetter } from '../unit/printer-documents.ts';

/** Each fault at each line of a receipt on each transport: what came out, and was it true? */
export const TRANSPORTS = ['memory', 'tcp', 'serial', 'device file'] as const;
export type TransportName = (typeof TRANSPORTS)[number];
export const FAULTS: readonly VirtualPrinterFault[] = [
  'paper_end',
  'cover_open',
  'cutter',
  'overheated',
  'offline',
  'unrecoverable',
  'silent',
  'stalled',
  'cable_cut',
  'power_cut',
];

const LIMITS = { jobTimeoutMs: 1000, clearTimeoutMs: 400, waitForPaperMs: 3000 } as const satisfies PrintLimits;
const receipt: ReceiptDocument = { ...arabicReceipt, copyMark: 'نسخة' };
const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;

function paperOf(document: ReceiptDocument | null): { picture: Bitmap; lineRows: number[] } {
  const page = layOut(document ?? receipt, typesetter, 576);
  const job = page.ok ? encode(page.value, 'P2', PROCESS_ID) : page;
  if (!job.ok) throw new Error(job.fault);
  const lineRows = job.value.page.bands.map(({ topDots }) => topDots + 5);
  return { picture: drawPage(job.value.page), lineRows };
}
const original = paperOf(receipt);
const copy = paperOf(copyOf(receipt));
const isSame = (a: Bitmap, b: Bitmap): boolean => a.heightDots === b.heightDots && differentDots(a, b) === 0;

/** A row inside each line of the receipt, the last one just before the cut. */
export const LINE_ROWS: readonly number[] = [...original.lineRows, original.picture.heightDots];

export interface SweepResult {
  readonly cases: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** Cases that broke a promise, in words. */
  readonly broken: readonly string[];
}

interface Bench {
  readonly device: VirtualPrinter;
  readonly printer: Printer;
  readonly close: () => Promise<void>;
}

/** The printer that is swept. */
export interface SweptPrinter {
  readonly quirks: readonly VirtualPrinterQuirk[];
  /** Left out: paper in no time. */
  readonly speedMmPerSecond?: number;
  readonly believesProcessId?: boolean;
}

async function benchOn(transport: TransportName, { believesProcessId = true, ...swept }: SweptPrinter): Promise<Bench> {
  const device = new VirtualPrinter({ receiveBufferBytes: 4096, ...swept });
  const { connect, close } = await wayTo(device, transport);
  const printer = createPrinter({ connect, assets: ASSETS, widthDots: 576, profile: 'P2', limits: LIMITS, believesProcessId });
  await printer.warmUp();
  return {
    device,
    printer,
    close: async () => {
      await printer.close();
      await close();
    },
  };
}

async function wayTo(device: VirtualPrinter, name: TransportName): Promise<{ connect: Connect; close: () => Promise<void> }> {
  if (name === 'memory') return { connect: () => device.connect(), close: () => Promise.resolve() };
  if (name === 'tcp') {
    const door = await device.startTcp();
    return { connect: connectorFor(door.url), close: door.close };
  }
  const directory = mkdtempSync(join(tmpdir(), 'raha-sweep-'));
  const path = join(directory, 'port');
  const door = await device.startSerial(path);
  return {
    // A pseudo-terminal is a character device like /dev/usb/lp0, as near as it gets without hardware.
    connect: name === 'serial' ? connectorFor(`${door.url}?baud=115200`) : deviceFilePrinter(path),
    close: async () => {
      await door.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function until(isTrue: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!isTrue() && performance.now() < end) await sleep(3);
  return isTrue();
}

/** One fault at one row; returns the outcome and what was wrong with it, if anything. */
async function oneCase({ device, printer }: Bench, fault: VirtualPrinterFault, row: number): Promise<[string, string | null]> {
  if (!(await until(() => printer.state === 'ready', 20_000))) return ['never_ready', `state ${printer.state}`];
  await printer.capabilities();
  device.forget();
  // A stuck knife is met at the cut, wherever it got stuck.
  device.inject(fault, { afterRows: row });
  const printing = printer.print(receipt);
  // An empty page is what was left of the case before.
  await until(() => device.strip.heightDots >= row || device.pages.some(({ heightDots }) => heightDots > 0), 1500);
  await sleep(fault === 'silent' ? LIMITS.jobTimeoutMs + 100 : 60);
  device.restore();
  const { outcome } = await printing;
  // What a printer still holds would come out now.
  await sleep(30);
  const originals = device.pages.filter((page) => isSame(page, original.picture)).length;
  const copies = device.pages.filter((page) => isSame(page, copy.picture)).length;
  const seen = `${outcome}: ${String(originals)} originals, ${String(copies)} copies`;
  if (originals > 1) return [outcome, `two unmarked originals (${seen})`];
  if (outcome === 'printed' && originals + copies === 0) return [outcome, `false "printed" (${seen})`];
  if (outcome === 'not_printed' && originals + copies > 0 && fault !== 'cutter') return [outcome, `came out all the same (${seen})`];
  return [outcome, null];
}

/** Sweeps faults over rows on one transport. */
export async function sweep(
  transport: TransportName,
  rows: readonly number[],
  faults: readonly VirtualPrinterFault[] = FAULTS,
  printer: SweptPrinter = { quirks: [] },
): Promise<SweepResult> {
  const outcomes: Record<string, number> = {};
  const broken: string[] = [];
  const bench = await benchOn(transport, printer);
  try {
    for (const fault of faults) {
      for (const row of rows) {
        const [outcome, wrong] = await oneCase(bench, fault, row);
        outcomes[`${fault} → ${outcome}`] = (outcomes[`${fault} → ${outcome}`] ?? 0) + 1;
        if (wrong !== null) broken.push(`${transport}, ${fault} at row ${String(row)}: ${wrong}`);
      }
    }
  } finally {
    await bench.close();
  }
  return { cases: faults.length * rows.length, outcomes, broken };
}
