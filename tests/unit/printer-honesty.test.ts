import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createPrinter, PROFILES, type Printer, type PrinterOptions } from '../../src/devices/printer/index.ts';
import { FASTEST_MM_PER_SECOND, PaperClock, paperDotsOf } from '../../src/devices/printer/paper-clock.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS } from './printer-documents.ts';

/** Printers that confirm what they have received, printed or not, and those that only look like it. */
const LIMITS = { jobTimeoutMs: 4000, clearTimeoutMs: 300, fastestMmPerSecond: FASTEST_MM_PER_SECOND };
const WHOLE_DOTS = 1174;
const opened: Printer[] = [];
afterEach(async () => {
  for (const printer of opened.splice(0)) await printer.close();
});

async function setUp(options: VirtualPrinterOptions, more: Partial<PrinterOptions> = {}) {
  const device = new VirtualPrinter({ speedMmPerSecond: 250, ...options });
  const printer = createPrinter({
    connect: () => device.connect(),
    assets: ASSETS,
    widthDots: 576,
    profile: 'P2',
    limits: LIMITS,
    ...more,
  });
  opened.push(printer);
  await printer.warmUp();
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  return { device, printer };
}

const LIAR = { quirks: ['answers_early'] } as const;

test('what is confirmed before paper can have moved is not believed: the receipt counts when it must be out', async () => {
  const { device, printer } = await setUp(LIAR);
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'printed', confirmedEarly: true });
  expect(device.pages.map(({ heightDots }) => heightDots)).toEqual([WHOLE_DOTS]);
  expect(await printer.report()).toMatchObject({ confirmsEarly: true, proof: 'marks' });
}, 10_000);

test.each([5, 600, 1170])('paper that ends at row %i is no "printed", whatever was confirmed', async (row) => {
  const { device, printer } = await setUp(LIAR);
  device.inject('paper_end', { afterRows: row });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
  device.restore();
  expect(device.pages).toHaveLength(0);
}, 10_000);

test('a printer found to confirm early is not believed the next time either', async () => {
  const { device, printer } = await setUp(LIAR);
  await printer.print(arabicReceipt);
  device.inject('cover_open', { afterRows: 1100 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'cover_open' });
}, 15_000);

test('one that confirms early and marks nothing proves nothing', async () => {
  const { printer } = await setUp({ quirks: ['answers_early', 'no_marks'] });
  expect((await printer.print(arabicReceipt)).outcome).toBe('unknown');
}, 10_000);

test('a buffer too small to show a lie: the calibration finds it, and believing can be switched off', async () => {
  const small = { receiveBufferBytes: 4096, quirks: ['answers_early'] } as const;
  const { printer } = await setUp(small);
  expect(await printer.printTest('calibration')).toMatchObject({ confirmedEarly: true });
  const { device, printer: distrusted } = await setUp(small, { believesProcessId: false });
  expect((await distrusted.report()).proof).toBe('marks');
  // Inside what the buffer holds after everything was confirmed.
  device.inject('paper_end', { afterRows: WHOLE_DOTS - 20 });
  expect(await distrusted.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
}, 20_000);

test.each(PROFILES)('an honest printer is never accused: %s', async (profile) => {
  for (const options of [{ speedMmPerSecond: 500 }, { speedMmPerSecond: 250, receiveBufferBytes: 4096 }]) {
    const { printer } = await setUp(options, { profile });
    const report = await printer.print(arabicReceipt);
    expect([report.outcome, report.confirmedEarly]).toEqual(['printed', undefined]);
    if (profile !== 'P1') continue;
    expect((await printer.printTest('calibration')).confirmedEarly).toBeUndefined();
    expect((await printer.printTest('slip')).confirmedEarly).toBeUndefined();
  }
}, 30_000);

test('commands that move paper are counted, at least', () => {
  expect(paperDotsOf(Uint8Array.of(0x1b, 0x4a, 200))).toBe(100);
  expect(paperDotsOf(Uint8Array.of(0x1d, 0x56, 66, 30))).toBe(15);
  expect(paperDotsOf(Uint8Array.of(0x1d, 0x76, 0x30, 0, 1, 0, 40, 1, ...new Uint8Array(296)))).toBe(296);
  expect(paperDotsOf(Uint8Array.of(0x1d, 0x76, 0x30, 3, 1, 0, 40, 0, ...new Uint8Array(40)))).toBe(80);
  expect(paperDotsOf(Uint8Array.of(0x1b, 0x40))).toBe(0);
  expect(paperDotsOf(new Uint8Array(0))).toBe(0);
});

test('paper that came out at any speed up to the fastest is always possible; in no time never', () => {
  const feed = (dots: number): Uint8Array => Uint8Array.of(0x1b, 0x4a, dots);
  fc.assert(
    fc.property(
      fc.array(fc.record({ dots: fc.integer({ min: 0, max: 255 }), pauseMs: fc.nat(300) }), { minLength: 1, maxLength: 30 }),
      fc.double({ min: 1, max: FASTEST_MM_PER_SECOND, noNaN: true }),
      (parts, speed) => {
        const clock = new PaperClock(FASTEST_MM_PER_SECOND);
        let [sentMs, paperMs] = [0, 0];
        for (const part of parts) {
          sentMs += part.pauseMs;
          clock.send([feed(part.dots)], sentMs);
          paperMs = Math.max(paperMs, sentMs) + (part.dots * 1000) / (speed * 8);
        }
        expect(clock.isPossible(paperMs)).toBe(true);
        // As much again at once can't be out when the rest is.
        clock.send([feed(255), feed(255)], paperMs);
        expect(clock.isPossible(paperMs)).toBe(false);
      },
    ),
  );
});
