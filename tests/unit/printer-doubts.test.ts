import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { createPrinter, PrinterLine, type Connect, type Printer, type Transport } from '../../src/devices/printer/index.ts';
import { clearBuffers, mark } from '../../src/devices/printer/encoder/commands.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS } from './printer-documents.ts';

/** Printers that are asked at the wrong moment, answer late, or go on speaking when their line was given up. */
const LIMITS = { jobTimeoutMs: 2000, clearTimeoutMs: 300 };
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const each of opened.splice(0)) await each.close();
});

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** Plain bytes and blocks; the state comes at once. */
const isInOrder = (first: number): boolean => (first & 0x10) === 0 || first === 0x37 || first === 0x5f;

interface Tap {
  /** False: the bytes are lost on the way. */
  readonly onWrite?: (bytes: Uint8Array) => boolean;
  readonly onAnswer?: (bytes: Uint8Array, pass: (bytes: Uint8Array) => void) => void;
}

async function setUp(options: VirtualPrinterOptions, tap: (device: VirtualPrinter) => Tap = () => ({})) {
  const device = new VirtualPrinter(options);
  const { onAnswer = (bytes, pass) => pass(bytes), onWrite = () => true } = tap(device);
  const connect: Connect = async () => {
    const line = await device.connect();
    if (!line.ok) return line;
    const transport: Transport = {
      ...line.value,
      write: (bytes) => (onWrite(bytes) ? line.value.write(bytes) : Promise.resolve({ ok: true, value: null })),
      onData: (listener) => line.value.onData((bytes) => onAnswer(bytes, listener)),
    };
    return { ok: true, value: transport };
  };
  const printer: Printer = createPrinter({ connect, assets: ASSETS, widthDots: 576, profile: 'P1', limits: LIMITS });
  opened.push(printer);
  await printer.warmUp();
  return { device, printer };
}

const whenReady = (printer: Printer) => vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });

test('paper that ends while a printer is asked what it can do does not make it one that proves nothing', async () => {
  let [isFirst, isLastAsked] = [true, false];
  const { device, printer } = await setUp({}, (asked) => ({
    onWrite: (bytes) => {
      if (isFirst && isSame(bytes, mark())) asked.inject('paper_end');
      isFirst &&= !isSame(bytes, mark());
      isLastAsked ||= isSame(bytes.subarray(0, 3), Uint8Array.of(0x1d, 0x28, 0x48));
      return true;
    },
  }));
  await vi.waitFor(() => expect(printer.state).toBe('paper_out'), { timeout: 5000 });
  await vi.waitFor(() => expect(isLastAsked).toBe(true), { timeout: 5000 });
  // The printer's time to answer ends.
  await sleep(700);
  device.restore();
  await whenReady(printer);
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'printed' });
}, 15_000);

test('a printer that was still printing when it was asked what it can do is asked again', async () => {
  let isBusy = true;
  const { printer } = await setUp({}, () => ({
    // What is answered in order comes when the paper before it is out.
    onAnswer: (bytes, through) => {
      if (!isBusy || !isInOrder(bytes[0] ?? 0)) through(bytes);
    },
  }));
  await whenReady(printer);
  expect((await printer.capabilities()).answersMarks).toBe(false);
  isBusy = false;
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'printed' });
}, 20_000);

test.each([
  ['cover_open', 'cover_open'],
  ['cable_cut', 'offline'],
] as const)('%s while a receipt waits for what the printer can do: nothing is sent', async (trouble, reason) => {
  let isPrinting = false;
  const { printer } = await setUp({ quirks: ['no_marks'] }, (device) => ({
    onWrite: (bytes) => {
      // GS I: who are you.
      if (isPrinting && bytes[0] === 0x1d && bytes[1] === 0x49) device.inject(trouble);
      return true;
    },
  }));
  await whenReady(printer);
  isPrinting = true;
  expect(await printer.print(arabicReceipt)).toEqual({ outcome: 'not_printed', reason, bytes: 0 });
}, 15_000);

test('an answer that comes while the printer is being cleared lets nothing more of the receipt go out', async () => {
  let isHolding = false;
  let hasCleared = false;
  const held: (() => void)[] = [];
  const afterwards: string[] = [];
  const { device, printer } = await setUp({}, () => ({
    onAnswer: (bytes, pass) => {
      if (isHolding && isSame(bytes, Uint8Array.of(0))) held.push(() => pass(bytes));
      else pass(bytes);
    },
    onWrite: (bytes) => {
      if (hasCleared) afterwards.push(Buffer.from(bytes.subarray(0, 3)).toString('hex'));
      if (isHolding && isSame(bytes, clearBuffers())) {
        hasCleared = true;
        for (const release of held.splice(0)) release();
      }
      return true;
    },
  }));
  await whenReady(printer);
  await printer.capabilities();
  isHolding = true;
  const printed = printer.print(arabicReceipt);
  await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), { timeout: 5000 });
  device.inject('cover_open');
  expect(await printed).toMatchObject({ outcome: 'not_printed', reason: 'cover_open' });
  expect(afterwards.filter((hex) => !hex.startsWith('1004'))).toEqual([]);
}, 15_000);

test('an order to clear that was lost is given again on the next line: nothing comes out with the new paper', async () => {
  let clears = 0;
  const { device, printer } = await setUp({}, () => ({
    onWrite: (bytes) => {
      if (!isSame(bytes.subarray(0, 10), clearBuffers())) return true;
      clears += 1;
      return clears > 1;
    },
  }));
  await whenReady(printer);
  // All of it is in the printer by then.
  device.inject('paper_end', { afterRows: 1170 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'paper_out' });
  await vi.waitFor(() => expect(clears).toBe(2), { timeout: 5000 });
  await vi.waitFor(() => expect(printer.state).toBe('paper_out'), { timeout: 5000 });
  device.restore();
  await whenReady(printer);
  expect(device.pages).toHaveLength(0);
}, 15_000);

/** Beyond the time limit of a question. */
const LATE_MS = 1000;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A line in the test's hand, on a simulated clock; the first question has been asked. */
async function bareLine() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const written: Uint8Array[] = [];
  let hear: (bytes: Uint8Array) => void = () => undefined;
  let lose: () => void = () => undefined;
  let isStuck = false;
  const transport: Transport = {
    write: (bytes) => {
      written.push(bytes);
      return isStuck ? new Promise(() => undefined) : Promise.resolve({ ok: true, value: null });
    },
    onData: (listener) => (hear = listener),
    onLost: (listener) => (lose = listener),
    close: () => Promise.resolve(),
    abandon: () => lose(),
  };
  let isThere = true;
  const line = new PrinterLine(() => {
    const connected = isThere ? ({ ok: true, value: transport } as const) : ({ ok: false, fault: 'unreachable' } as const);
    isThere = false;
    return Promise.resolve(connected);
  });
  opened.push(line);
  await pass(0);
  const questions = (): number => written.filter((bytes) => bytes[0] === 0x10 && bytes[1] === 0x04).length;
  return { line, questions, say: (...bytes: number[]) => hear(Uint8Array.from(bytes)), stick: () => (isStuck = true), lose: () => lose() };
}

test('answers of which half came too late are not mixed with those to the next question', async () => {
  const { line, say } = await bareLine();
  const states: string[] = [];
  line.onState((state) => states.push(state));
  say(0x12, 0x12);
  const first = line.refresh();
  await pass(LATE_MS);
  expect(await first).toBe(false);
  const next = line.refresh();
  // Well, with little paper: the last two answers of four, then four.
  say(0x12, 0x1e, 0x12, 0x12, 0x12, 0x1e);
  expect(await next).toBe(true);
  expect(states).toEqual(['paper_low']);
});

test('answers that never came are not waited for the next time', async () => {
  const { line, say } = await bareLine();
  say(0x12, 0x12);
  const first = line.refresh();
  await pass(LATE_MS);
  expect(await first).toBe(false);
  const next = line.refresh();
  say(0x12, 0x16, 0x12, 0x12);
  await pass(LATE_MS);
  expect(await next).toBe(true);
  expect(line.state).toBe('cover_open');
});

test('a line that takes no bytes is not filled up with questions', async () => {
  const { line, questions, stick } = await bareLine();
  stick();
  for (let count = 0; count < 4; count += 1) {
    void line.refresh();
    await pass(LATE_MS);
  }
  expect(questions()).toBe(2);
});

test('what a line says that was given up counts no more', async () => {
  const { line, lose, say } = await bareLine();
  say(0x12, 0x12, 0x12, 0x12);
  expect(line.state).toBe('ready');
  lose();
  expect(line.state).toBe('offline');
  say(0x10, 0x00, 0x00, 0x00);
  expect(line.state).toBe('offline');
});
