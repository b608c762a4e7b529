import { afterEach, expect, test, vi } from 'vitest';
import type { DeviceEvent } from '../../src/devices/link.ts';
import { createLocalLink } from '../../src/devices/local-link.ts';
import {
  createPrinter,
  encode,
  lettersOf,
  PROFILES,
  slipPage,
  type Printer,
  type PrinterOptions,
  type Profile,
} from '../../src/devices/printer/index.ts';
import { calibrationSheet, SHEET_HEIGHT_DOTS } from '../../src/devices/printer/calibration.ts';
import { differentDots } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { drawCharacter, VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS, referenceReceipt, referenceVocabulary, typesetter } from './printer-documents.ts';

const LIMITS = { jobTimeoutMs: 2000, clearTimeoutMs: 300 };
const opened: Printer[] = [];
afterEach(async () => {
  for (const printer of opened.splice(0)) await printer.close();
});

async function setUp(options: VirtualPrinterOptions = {}, more: Partial<PrinterOptions> = {}) {
  const device = new VirtualPrinter(options);
  const printer = createPrinter({
    connect: () => device.connect(),
    assets: ASSETS,
    widthDots: options.widthDots ?? 576,
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

const FACTS = { maker: 'RAHA', model: 'VIRTUAL', serialNumber: 'S-1', firmware: '1.0' };

test.each(PROFILES.flatMap((profile) => ([576, 384] as const).map((widthDots) => [profile, widthDots] as const)))(
  'the slip comes out dot for dot as drawn: %s on %i dots',
  async (profile, widthDots) => {
    const device = new VirtualPrinter({ widthDots });
    const line = await device.connect();
    const slip = encode(slipPage({ ...FACTS, profile }, typesetter, widthDots, lettersOf(profile)), profile, null);
    if (!line.ok || !slip.ok) throw new Error('no slip');
    for (const command of slip.value.commands) await line.value.write(command);
    expect(device.pages).toHaveLength(1);
    expect(differentDots(device.pages[0]!, drawPage(slip.value.page, drawCharacter))).toBe(0);
  },
);

test('a printer that calls itself anything still gets its slip', () => {
  const facts = { ...FACTS, profile: 'P1', model: '\u{1f5a8}\u202e\u0000مطبعة'.repeat(50), serialNumber: null } as const;
  expect(slipPage(facts, typesetter, 576, 'drawn').heightDots).toBeGreaterThan(500);
});

test.each(['slip', 'calibration'] as const)('a %s counts as printed on the printer’s word only', async (page) => {
  const { device, printer } = await setUp();
  expect(await printer.printTest(page)).toMatchObject({ outcome: 'printed', reason: null });
  expect(device.pages).toHaveLength(1);
  device.inject('paper_end', { afterRows: 100 });
  expect(await printer.printTest(page)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
  device.restore();
  expect(device.pages).toHaveLength(1);
  const { printer: mute } = await setUp({ quirks: ['no_process_id', 'no_marks'] });
  expect((await mute.printTest(page)).outcome).toBe('unknown');
});

test('the calibration sheet is no longer than its paper time allows for', async () => {
  for (const widthDots of [576, 384] as const) {
    const device = new VirtualPrinter({ widthDots });
    const line = await device.connect();
    const { closing, commands } = calibrationSheet(typesetter, widthDots);
    if (line.ok) await line.value.write(Buffer.concat([...commands, ...closing]));
    expect(device.pages[0]!.heightDots).toBeLessThan(SHEET_HEIGHT_DOTS);
  }
});

test('while a test is printed a receipt is refused, and the other way round', async () => {
  const { printer } = await setUp();
  const [slip, receipt] = await Promise.all([printer.printTest('slip'), printer.print(arabicReceipt)]);
  expect([slip.outcome, receipt.reason]).toEqual(['printed', 'busy']);
  const [printed, refused] = await Promise.all([printer.print(arabicReceipt), printer.printTest('slip')]);
  expect([printed.outcome, refused.reason]).toEqual(['printed', 'busy']);
});

test('a printer is filled over its own line and printed from at once', async () => {
  const { device, printer } = await setUp({ serialNumber: 'S-1' }, { profile: 'P3' });
  expect((await printer.print(referenceReceipt)).bytes).toBeGreaterThan(20_000);
  const steps: string[] = [];
  const filled = await printer.fillMemory([referenceVocabulary], (done, total) => steps.push(`${String(done)}/${String(total)}`));
  expect(filled).toMatchObject({ ok: true, value: { serialNumber: 'S-1' } });
  expect([steps[0], steps.at(-1), device.storedKeys.length]).toEqual(['1/20', '20/20', 19]);
  expect(await printer.print(referenceReceipt)).toMatchObject({ outcome: 'printed' });
  expect((await printer.print(referenceReceipt)).bytes).toBeLessThanOrEqual(10_800);
  expect((await printer.report()).memory).toEqual({ pictures: 19, isUsed: true });
});

test('a filling that breaks off in the middle is told, and receipts are sent whole', async () => {
  const { device, printer } = await setUp({ serialNumber: 'S-1' }, { profile: 'P3' });
  await printer.fillMemory([referenceVocabulary]);
  const filled = await printer.fillMemory([referenceVocabulary], (done) => {
    if (done === 5) device.inject('cable_cut');
    setTimeout(() => device.restore(), 100);
  });
  expect(filled).toEqual({ ok: false, fault: 'broken_off' });
  await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });
  const report = await printer.print(referenceReceipt);
  expect(report.outcome).toBe('printed');
  expect(report.bytes).toBeGreaterThan(20_000);
}, 20_000);

test.each([
  ['a profile that prints nothing from memory', {}, 'P2', 'profile_without_memory'],
  ['no serial number', { quirks: ['no_identity'] }, 'P3', 'no_serial_number'],
  ['no list of pictures', { quirks: ['no_stored_pictures'] }, 'P4', 'no_list'],
] as const)('nothing is filled with %s', async (_what, options, profile, expected) => {
  const { device, printer } = await setUp(options, { profile });
  expect(await printer.fillMemory([referenceVocabulary])).toEqual({ ok: false, fault: expected });
  expect(device.storedKeys).toHaveLength(0);
});

test('a report tells what the printer is, what proves its receipts, what it has counted and how the last job ended', async () => {
  const { printer } = await setUp({ serialNumber: 'S-7' });
  await printer.print(arabicReceipt);
  expect(await printer.report()).toMatchObject({
    state: 'ready',
    reason: 'all_well',
    profile: 'P2',
    widthDots: 576,
    maker: 'RAHA',
    model: 'VIRTUAL',
    serialNumber: 'S-7',
    firmware: '1.0',
    proof: 'process_id',
    isPaced: true,
    memory: { pictures: null, isUsed: false },
    counters: { linesFed: 1174, cuts: 1, hoursOn: 0 },
    lastJob: { what: 'receipt', outcome: 'printed', reason: null, isCopy: false },
  });
});

test('a report of a printer that is not well, or says little, has what is known', async () => {
  const { device, printer } = await setUp();
  device.inject('cover_open');
  await vi.waitFor(() => expect(printer.state).toBe('cover_open'));
  expect(await printer.report()).toMatchObject({ state: 'cover_open', reason: 'cover', counters: null, lastJob: null });
  const { printer: poor } = await setUp({ quirks: ['no_process_id', 'no_identity'] });
  expect(await poor.report()).toMatchObject({ proof: 'marks', maker: null, firmware: null, counters: null });
  const { printer: uncounted } = await setUp({ quirks: ['no_counters'] });
  expect((await uncounted.report()).counters).toEqual({ linesFed: null, headPulses: null, cuts: null, hoursOn: null });
});

test('a receipt waits for the questions of a report, it is not refused; a report during a receipt asks nothing', async () => {
  const { device, printer } = await setUp();
  const [report, receipt] = await Promise.all([printer.report(), printer.print(arabicReceipt)]);
  expect([report.counters?.cuts, receipt.outcome]).toEqual([0, 'printed']);
  const [printed, meanwhile] = await Promise.all([printer.print(arabicReceipt), printer.report()]);
  expect([printed.outcome, meanwhile.counters]).toEqual(['printed', null]);
  expect(device.pages).toHaveLength(2);
});

async function linked(profile: Profile) {
  const { device, printer } = await setUp({ serialNumber: 'S-1' }, { profile });
  const link = createLocalLink({ reader: null, printer });
  const events: DeviceEvent[] = [];
  link.subscribe((event) => events.push(event));
  return { device, link, events };
}

test('on the link each test has its progress, if any, and exactly one outcome', async () => {
  const { events, link } = await linked('P3');
  link.send({ type: 'printer.test', jobId: 'a', kind: 'slip' });
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'printer.test_outcome', jobId: 'a', kind: 'slip', outcome: 'printed' }), { timeout: 5000 });
  link.send({ type: 'printer.test', jobId: 'b', kind: 'calibration' });
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ jobId: 'b', kind: 'calibration', outcome: 'printed' }), { timeout: 5000 });
  link.send({ type: 'printer.test', jobId: 'c', kind: 'provision', vocabulary: [referenceVocabulary] });
  await vi.waitFor(() =>
    expect(events.at(-1)).toMatchObject({ jobId: 'c', kind: 'provision', outcome: 'filled', record: { serialNumber: 'S-1' } }),
    { timeout: 5000 },
  );
  expect(events.filter(({ type }) => type === 'printer.test_progress')).toHaveLength(20);
  expect(events.filter(({ type }) => type === 'printer.test_outcome')).toHaveLength(3);
  expect(events.filter(({ type }) => type === 'printer.outcome')).toHaveLength(0);
});

test('on the link a report is asked for and comes, and survives the way to another process', async () => {
  const { events, link } = await linked('P2');
  link.send({ type: 'printer.report' });
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'printer.report', report: { model: 'VIRTUAL' } }), { timeout: 5000 });
  expect(structuredClone(events.at(-1))).toEqual(events.at(-1));
});

test('on the link a refused filling says why', async () => {
  const { events, link } = await linked('P1');
  link.send({ type: 'printer.test', jobId: 'a', kind: 'provision', vocabulary: [referenceVocabulary] });
  await vi.waitFor(() =>
    expect(events.at(-1)).toMatchObject({ outcome: 'not_filled', reason: 'profile_without_memory', record: null }),
  );
});
