import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { codeOf, DEMO_STAFF, TEST_CARD } from '../../scripts/demo-staff.ts';
import { startDemo, type Demo } from '../../scripts/demo.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import type { StaffAct } from '../../src/bridge/staff-act.ts';
import type { StaffView, TestRun } from '../../src/bridge/staff.ts';
import { encodePng } from '../../src/devices/virtual/printer/png.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { proveReadiness } from '../../src/main/staff/readiness/proof.ts';
import { startKioskProcess, type RunningKiosk } from '../../src/main/start.ts';
import { CITIZEN } from '../harness/fakes.ts';

/** One kiosk, one technician, from the door to the report: the steps build on each other. */
let demo: Demo;
let running: RunningKiosk;
beforeAll(async () => {
  demo = await startDemo();
  running = await startKioskProcess(demo.config, CHECKOUT);
  await readerReady(running);
  act({ act: 'enter' });
  const { id, pin } = DEMO_STAFF.technician;
  act({ act: 'sign_in', account: id, pin, code: codeOf(DEMO_STAFF.technician, new Date()) });
  await vi.waitUntil(() => view().session !== null);
});
afterAll(async () => {
  await running.close();
  await demo.close();
});

const act = (staff: StaffAct): void => running.kiosk.receive({ step: running.kiosk.view().step, action: { type: 'staff', act: staff } });
function view(): StaffView {
  const { staff } = running.kiosk.view();
  if (staff === null) throw new Error('the room is closed');
  return staff;
}
function run(): TestRun {
  const { screen } = view();
  if (screen.id !== 'test') throw new Error(`no test is open but ${screen.id}`);
  return screen.run;
}
const until = (stage: string): Promise<void> => vi.waitFor(() => expect(run()).toMatchObject({ stage }), { timeout: 8_000, interval: 20 });
const over = (): Promise<void> => vi.waitFor(() => expect(run().verdict).not.toBeNull(), { timeout: 8_000, interval: 20 });
const printer = () => running.virtual.printer!;

test('the reader reads the test card in its own process, and no other card', async () => {
  act({ act: 'open_test', test: 'reader' });
  running.virtual.reader!.present(syntheticCard(TEST_CARD));
  await over();
  expect(run()).toMatchObject({ verdict: 'passed', read: { via: 'mrz' } });
  act({ act: 'open_test', test: 'reader' });
  running.virtual.reader!.present(syntheticCard(CITIZEN));
  await over();
  expect(run()).toMatchObject({ finding: { code: 'reader_other_card' }, read: null });
  expect(JSON.stringify(running.kiosk.view())).not.toContain(CITIZEN.slice(-3));
});

test('the printer prints a slip, and says when it has no paper', async () => {
  printer().inject('paper_end');
  act({ act: 'open_test', test: 'printer' });
  act({ act: 'go' });
  await over();
  expect(run().finding).toEqual({ code: 'paper_out', value: null });
  printer().restore('paper_end');
  await vi.waitFor(() => expect(running.devices.printerState()).toBe('ready'), { timeout: 8_000 });
  const pages = printer().pages.length;
  act({ act: 'open_test', test: 'printer' });
  act({ act: 'go' });
  await until('ask');
  expect(printer().pages.length).toBe(pages + 1);
  act({ act: 'judge', good: true, why: null });
  expect(run().verdict).toBe('passed');
});

test('the paper wizard follows the cover', async () => {
  act({ act: 'open_test', test: 'paper' });
  printer().inject('cover_open');
  await until('change');
  act({ act: 'paper_step', done: 'change' });
  printer().restore('cover_open');
  await until('ask');
  act({ act: 'judge', good: true, why: null });
  expect(run().verdict).toBe('passed');
  expect(running.journal.newest(10).map(({ type }) => type)).toContain('paper.changed');
});

test('the checks find this machine and its gateway, and what is wrong with it', async () => {
  act({ act: 'open_test', test: 'gateway' });
  await over();
  const states = (): unknown => {
    const open = run();
    return open.kind === 'checks' ? Object.fromEntries(open.checks.map(({ check, state }) => [check, state])) : null;
  };
  expect(states()).toMatchObject({ network: 'passed', hub: 'not_fitted', gateway: 'passed', certificate: 'not_fitted', clock: 'passed' });
  demo.sandbox.control.addFault({ operation: 'any', kind: 'status', status: 503 });
  act({ act: 'open_test', test: 'gateway' });
  await over();
  expect(run()).toMatchObject({ verdict: 'failed', finding: { code: 'gateway_unavailable' } });
  demo.sandbox.control.clearFaults();
});

// The package's types describe an ES module, while Node loads its CommonJS file, whose export is the function itself.
const readQr = jsQR as unknown as typeof jsQR.default;

test('the report is signed, printed and kept: its code is read from the paper and proven', async () => {
  act({ act: 'open', screen: 'report' });
  act({ act: 'make_report' });
  const report = () => {
    const { screen } = view();
    return screen.id === 'report' ? screen.report : null;
  };
  await vi.waitFor(() => expect(report()).not.toBeNull(), { timeout: 10_000 });
  expect(report()).toMatchObject({ by: DEMO_STAFF.technician.name, ready: false, printed: null });
  const reports = join(demo.config.dataDirectory, 'staff', 'reports');
  expect(readdirSync(reports)).toEqual([report()?.pdf]);
  const pdf = readFileSync(join(reports, report()?.pdf ?? ''));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');

  act({ act: 'print_report' });
  await vi.waitFor(() => expect(report()?.printed).toBe('printed'), { timeout: 10_000 });
  const png = encodePng(printer().pages.at(-1)!);
  keep({ 'slip.png': png, 'report.pdf': pdf });
  const paper = PNG.sync.read(Buffer.from(png));
  const code = readQr(new Uint8ClampedArray(paper.data), paper.width, paper.height)?.data ?? '';
  const proven = proveReadiness(code, null);
  const head = Buffer.from(running.journal.auditHead.hash.slice(0, 32), 'hex').toString('base64url');
  if (!proven.ok) throw new Error(proven.fault);
  expect(proven.value.facts).toMatchObject({ kioskId: 'MK-007', account: '1001', results: { reader: 'failed', printer: 'passed', paper: 'passed' } });
  expect(proven.value.facts.made).toMatchObject({ touch: null, reader: { account: '1001' }, paper: { account: '1001' } });
  // The report itself is the next record of the chain.
  expect(proven.value.facts.audit.head).not.toBe(head);
  expect(running.journal.newest(5).map(({ type }) => type)).toContain('staff.report_made');
});

/** For whoever wants to look: `STAFF_OUT=DIR npx vitest run tests/integration/staff-room.test.ts`. */
function keep(files: Readonly<Record<string, Uint8Array>>): void {
  const { STAFF_OUT } = process.env;
  if (STAFF_OUT === undefined) return;
  mkdirSync(STAFF_OUT, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(STAFF_OUT, name), bytes);
}
