import { afterEach, beforeEach, expect, test } from 'vitest';
import { TEST_CARD } from '../../scripts/demo-staff.ts';
import { DISPLAY_PICTURES, FINDINGS, STAFF_CHECKS, TOUCH_POINTS, type FindingCode, type TestRun } from '../../src/bridge/staff.ts';
import type { DeviceCommand, DeviceEvent } from '../../src/devices/link.ts';
import { catalog, CITIZEN, CONFIG, NOW } from '../harness/fakes.ts';
import { StaffedKiosk } from '../harness/staff.ts';

let staffed: StaffedKiosk;
beforeEach(async () => {
  staffed = await StaffedKiosk.start({ printer: { ...CONFIG.printer, profile: 'P3', provisioningFile: '/nonexistent/record.json' } });
  staffed.kiosk.devices.outcome = null;
  await staffed.signIn();
});
afterEach(() => staffed.close());

const { stringify } = JSON;
const run = (): TestRun => staffed.screen('test').run;
const emit = (event: DeviceEvent): void => staffed.kiosk.devices.emit(event);
const printerSays = (state: Extract<DeviceEvent, { type: 'printer.state' }>['state']): void =>
  emit({ type: 'printer.state', state, since: NOW.toISOString() });

type TestCommand = Extract<DeviceCommand, { type: 'printer.test' }>;
function lastTestJob(): TestCommand {
  const command = staffed.kiosk.devices.commands.findLast(({ type }) => type === 'printer.test');
  if (command?.type !== 'printer.test') throw new Error('nothing was printed');
  return command;
}
function slipEnds(outcome: 'not_printed' | 'printed' | 'unknown', reason: Extract<DeviceEvent, { type: 'printer.outcome' }>['reason'] = null): void {
  const { jobId, kind } = lastTestJob();
  if (kind === 'provision') throw new Error('that is no page');
  emit({ type: 'printer.test_outcome', jobId, kind, outcome, reason, bytes: 100 });
}
/** How the test ended: on its screen, in the audit and in the list of tests. */
function result() {
  const { finding, progress, test: id, verdict } = run();
  const told = staffed.recorded('staff.test_done').findLast((one) => one['test'] === id);
  staffed.act({ act: 'open', screen: 'tests' });
  const last = staffed.screen('tests').tests.find((one) => one.test === id)?.last ?? null;
  return { verdict, finding, progress, told: [told?.['account'], told?.['result']], kept: [last?.by, last?.verdict, last?.finding] };
}
function ended(verdict: NonNullable<TestRun['verdict']>, code: FindingCode | null, value: number | null = null): ReturnType<typeof result> {
  const finding = code === null ? null : { code, value };
  return { verdict, finding, progress: null, told: ['1001', verdict], kept: ['سامي الفني', verdict, finding] };
}

const hitAll = (missed: readonly number[] = []): void =>
  TOUCH_POINTS.forEach((_point, point) =>
    staffed.act({ act: 'touch_point', point, offMm: missed.includes(point) ? null : 3.5 }),
  );
const allCells = (): number[] => {
  const { columns, rows } = staffed.run('touch').grid;
  return Array.from({ length: columns * rows }, (_cell, index) => index);
};

test('touch: five points and a grid without a gap pass', () => {
  staffed.act({ act: 'open_test', test: 'touch' });
  hitAll();
  expect(staffed.run('touch')).toMatchObject({ stage: 'grid', points: ['hit', 'hit', 'hit', 'hit', 'hit'] });
  staffed.act({ act: 'touch_grid', cells: allCells() });
  expect(result()).toEqual(ended('passed', null));
});

test('touch: a point hit 9 mm beside it, or not at all, is missed', () => {
  staffed.act({ act: 'open_test', test: 'touch' });
  staffed.act({ act: 'touch_point', point: 0, offMm: 9 });
  [1, 2, 3].forEach((point) => staffed.act({ act: 'touch_point', point, offMm: 0 }));
  staffed.act({ act: 'touch_point', point: 4, offMm: null });
  staffed.act({ act: 'touch_grid', cells: allCells() });
  expect(result()).toEqual(ended('failed', 'touch_missed', 2));
});

test('touch: cells that were never felt are dead, and named', async () => {
  staffed.act({ act: 'open_test', test: 'touch' });
  hitAll();
  staffed.act({ act: 'touch_grid', cells: allCells().filter((cell) => cell !== 7 && cell !== 16) });
  expect(staffed.run('touch').deadCells).toEqual([7, 16]);
  expect(result()).toEqual(ended('failed', 'touch_dead_zone', 2));
  expect(staffed.touchNoted, 'health knows').toEqual([true]);
  staffed.restart();
  expect(staffed.touchNoted, 'and so does that of the next process').toEqual([true, true]);
  staffed.pass(60);
  await staffed.signIn();
  staffed.act({ act: 'open_test', test: 'touch' });
  staffed.act({ act: 'give_up' });
  expect(staffed.touchNoted, 'a test given up says nothing').toEqual([true, true]);
  expect(result(), 'and takes nothing back').toMatchObject({ verdict: 'skipped', kept: ended('failed', 'touch_dead_zone', 2).kept });
  staffed.act({ act: 'open_test', test: 'touch' });
  hitAll();
  staffed.act({ act: 'touch_grid', cells: allCells() });
  expect(staffed.touchNoted).toEqual([true, true, false]);
  staffed.restart();
  expect(staffed.touchNoted).toEqual([true, true, false]);
});

test('touch: a panel that feels nothing needs no grid, and a second tap answers no other point', () => {
  staffed.act({ act: 'open_test', test: 'touch' });
  staffed.act({ act: 'touch_point', point: 0, offMm: 1 });
  staffed.act({ act: 'touch_point', point: 0, offMm: 1 });
  expect(staffed.run('touch').points).toEqual(['hit', 'waiting', 'waiting', 'waiting', 'waiting']);
  staffed.act({ act: 'open_test', test: 'touch' });
  hitAll([0, 1, 2, 3, 4]);
  expect(result()).toEqual(ended('failed', 'touch_missed', 5));
});

test.for([
  [true, 'passed', null],
  [false, 'failed', 'display_marks'],
] as const)('display: every picture is seen before a person judges (%s)', ([good, verdict, code]) => {
  staffed.act({ act: 'open_test', test: 'display' });
  staffed.act({ act: 'judge', good, why: null });
  expect(run().verdict).toBeNull();
  DISPLAY_PICTURES.forEach((_picture, picture) => staffed.act({ act: 'picture_seen', picture }));
  expect(staffed.run('display').stage).toBe('ask');
  staffed.act({ act: 'judge', good, why: null });
  expect(result()).toEqual(ended(verdict, code));
});

const armed = (): string => staffed.kiosk.devices.armed ?? 'not armed';
function present(civilNumber: string): Uint8Array {
  const digits = new TextEncoder().encode(civilNumber);
  emit({ type: 'reader.read', armingId: armed(), kind: 'national_id', digits, masked: '•••', via: 'mrz_td1', expired: false, recognitionMs: 21 });
  return digits;
}

test('reader: the test card passes with how it was read and how fast', () => {
  staffed.act({ act: 'open_test', test: 'reader' });
  expect(run().progress).toMatchObject({ limitSeconds: 60 });
  present(TEST_CARD);
  expect(staffed.run('reader').read).toEqual({ via: 'mrz', recognitionMs: 21 });
  expect(result()).toEqual(ended('passed', null));
});

test('reader: of another card nothing is said or kept, and it counts as no visit', () => {
  staffed.act({ act: 'open_test', test: 'reader' });
  const digits = present(CITIZEN);
  expect(digits.every((digit) => digit === 0)).toBe(true);
  expect(staffed.run('reader').read).toBeNull();
  expect(result()).toEqual(ended('failed', 'reader_other_card'));
  expect(stringify([staffed.kiosk.views, staffed.records, staffed.kiosk.events])).not.toContain(CITIZEN.slice(-4));
  expect(staffed.kiosk.events.filter(({ type }) => type === 'recognised')).toEqual([]);
});

test.for([
  ['reader_no_card', () => staffed.pass(60)],
  ['reader_unreadable', () => emit({ type: 'reader.fault', armingId: armed(), code: 'checksum' })],
  ['reader_not_there', () => emit({ type: 'reader.state', state: 'unavailable' })],
] as const)('reader: %s', ([code, happens]) => {
  staffed.act({ act: 'open_test', test: 'reader' });
  happens();
  expect(result()).toEqual(ended('failed', code));
});

test('reader: without a reader the test says so at once, and a card that comes after leaving counts for nothing', () => {
  emit({ type: 'reader.state', state: 'unavailable' });
  staffed.act({ act: 'open_test', test: 'reader' });
  expect(result()).toEqual(ended('failed', 'reader_not_there'));
  emit({ type: 'reader.state', state: 'ready' });
  staffed.act({ act: 'open_test', test: 'reader' });
  const armingId = armed();
  staffed.act({ act: 'leave' });
  expect(staffed.kiosk.devices.armed).toBeNull();
  emit({ type: 'reader.fault', armingId, code: 'unreadable' });
  expect(staffed.recorded('staff.test_done')).toHaveLength(1);
});

test('printer: nothing is printed before the tap; a good slip passes', () => {
  staffed.act({ act: 'open_test', test: 'printer' });
  expect(staffed.kiosk.devices.commands.some(({ type }) => type === 'printer.test')).toBe(false);
  staffed.act({ act: 'go' });
  expect(staffed.run('printer')).toMatchObject({ stage: 'printing', progress: { secondsSpent: 0, limitSeconds: 30 } });
  staffed.pass(3);
  expect(run().progress).toMatchObject({ secondsSpent: 3 });
  slipEnds('printed');
  staffed.act({ act: 'judge', good: true, why: null });
  expect(result()).toEqual(ended('passed', null));
});

test('printer: where nobody can say what came out, the person looks', () => {
  staffed.act({ act: 'open_test', test: 'printer' });
  staffed.act({ act: 'go' });
  slipEnds('unknown', 'no_answer');
  expect(staffed.run('printer')).toMatchObject({ stage: 'ask', outcome: 'unknown' });
  staffed.act({ act: 'judge', good: false, why: 'not_out' });
  expect(result()).toEqual(ended('failed', 'slip_not_out'));
});

test.for([
  ['paper_out', 'paper_out'],
  ['cover_open', 'cover_open'],
  ['cutter', 'printer_cutter'],
  ['overheated', 'printer_hot'],
  ['offline', 'printer_not_there'],
  ['no_answer', 'printer_no_answer'],
] as const)('printer: %s is found as %s', ([reason, code]) => {
  staffed.act({ act: 'open_test', test: 'printer' });
  staffed.act({ act: 'go' });
  slipEnds('not_printed', reason);
  expect(result()).toEqual(ended('failed', code));
});

test('printer: silence is no evidence, and an answer that comes after it changes nothing', () => {
  staffed.act({ act: 'open_test', test: 'printer' });
  staffed.act({ act: 'go' });
  staffed.pass(30);
  slipEnds('printed');
  expect(result()).toEqual(ended('failed', 'no_evidence'));
});

test('calibration: the answers decide the profile, against the one configured', () => {
  const answer = (...answers: readonly boolean[]): void => {
    staffed.act({ act: 'open_test', test: 'calibration' });
    staffed.act({ act: 'go' });
    slipEnds('printed');
    answers.forEach((yes, question) => staffed.act({ act: 'answer', question, yes }));
  };
  answer(true, true, true, true);
  expect(staffed.run('calibration').profile).toEqual({ best: 'P4', configured: 'P3' });
  expect(result()).toEqual(ended('passed', null));
  answer(false, true, true, true);
  expect(staffed.run('calibration').profile).toEqual({ best: 'P1', configured: 'P3' });
  expect(result()).toEqual(ended('failed', 'calibration_profile'));
});

test('provisioning: progress is shown, the record is kept, and both are told', () => {
  staffed.act({ act: 'open_test', test: 'provisioning' });
  expect(staffed.kiosk.devices.commands.some(({ type }) => type === 'printer.test')).toBe(false);
  staffed.act({ act: 'go' });
  const { jobId } = lastTestJob();
  emit({ type: 'printer.test_progress', jobId, done: 25, total: 100 });
  expect(run().progress).toMatchObject({ share: 0.25, limitSeconds: 180 });
  const record = { serialNumber: 'S1', contentHash: 'abc' } as const;
  emit({ type: 'printer.test_outcome', jobId, kind: 'provision', outcome: 'filled', reason: null, record });
  expect(staffed.keptRecords).toBe(1);
  expect(staffed.recorded('staff.printer_provisioned')).toEqual([{ account: '1001' }]);
  expect(result()).toEqual(ended('passed', null));
});

test.for([
  ['not_ready', 'provisioning_not_ready'],
  ['no_serial_number', 'provisioning_no_serial'],
  ['no_list', 'provisioning_no_list'],
  ['not_stored', 'provisioning_not_stored'],
] as const)('provisioning: %s is found as %s', ([reason, code]) => {
  staffed.act({ act: 'open_test', test: 'provisioning' });
  staffed.act({ act: 'go' });
  emit({ type: 'printer.test_outcome', jobId: lastTestJob().jobId, kind: 'provision', outcome: 'not_filled', reason, record: null });
  expect(result()).toEqual(ended('failed', code));
});

test('paper: the printer leads through opening and closing; a good slip ends it and resets the counter', () => {
  staffed.act({ act: 'open_test', test: 'paper' });
  expect(staffed.run('paper')).toMatchObject({ stage: 'open', cover: 'closed', paper: 'in' });
  printerSays('cover_open');
  expect(staffed.run('paper')).toMatchObject({ stage: 'change', cover: 'open' });
  staffed.act({ act: 'paper_step', done: 'change' });
  expect(staffed.run('paper').stage).toBe('close');
  printerSays('ready');
  expect(staffed.run('paper').stage).toBe('test');
  slipEnds('printed');
  expect(staffed.recorded('paper.changed')).toEqual([]);
  staffed.act({ act: 'judge', good: true, why: null });
  expect(staffed.recorded('paper.changed')).toEqual([{ account: '1001' }]);
  expect(result()).toEqual(ended('passed', null));
});

test('paper: a printer that tells nothing is led by taps; one that still has no paper is waited for', () => {
  printerSays('unknown');
  staffed.act({ act: 'open_test', test: 'paper' });
  staffed.act({ act: 'paper_step', done: 'close' });
  expect(staffed.run('paper').stage).toBe('open');
  for (const done of ['open', 'change'] as const) staffed.act({ act: 'paper_step', done });
  printerSays('paper_out');
  expect(staffed.run('paper')).toMatchObject({ stage: 'close', paper: 'out' });
  staffed.act({ act: 'paper_step', done: 'close' });
  slipEnds('not_printed', 'paper_out');
  expect(staffed.recorded('paper.changed')).toEqual([]);
  expect(result()).toEqual(ended('failed', 'paper_out'));
});

test('checks run one after the other, each with its measure, and all are told', async () => {
  staffed.act({ act: 'open_test', test: 'gateway' });
  await staffed.settle();
  const { checks, verdict } = staffed.run('checks');
  expect(verdict).toBe('passed');
  expect(checks.map(({ state }) => state)).toEqual(['passed', 'passed', 'passed', 'passed', 'passed', 'passed', 'not_fitted']);
  expect(new Set(staffed.recorded('staff.test_done').map((one) => one['test']))).toEqual(
    new Set(STAFF_CHECKS.filter((check) => check !== 'temperature')),
  );
});

test('checks: what one finds is its own finding; the verdict is that of the one somebody came for', async () => {
  staffed.outcomes.gateway = { state: 'failed', value: 4200, finding: { code: 'gateway_slow', value: 4200 } };
  staffed.act({ act: 'open_test', test: 'network' });
  await staffed.settle();
  expect(staffed.run('checks').checks.find(({ check }) => check === 'gateway')).toMatchObject({ state: 'failed', value: 4200 });
  expect(result()).toEqual(ended('passed', null));
  staffed.act({ act: 'open_test', test: 'gateway' });
  await staffed.settle();
  expect(result()).toEqual(ended('failed', 'gateway_slow', 4200));
});

test('checks: one that hangs has no evidence after its time, and the others still run', async () => {
  staffed.outcomes.network = 'hangs';
  staffed.act({ act: 'open_test', test: 'network' });
  await staffed.settle();
  expect(staffed.run('checks').checks[0]).toMatchObject({ state: 'running' });
  expect(run().progress).not.toBeNull();
  staffed.pass(15);
  await staffed.settle();
  expect(staffed.run('checks').checks.find(({ check }) => check === 'disk')?.state).toBe('passed');
  expect(result()).toEqual(ended('failed', 'no_evidence'));
});

test.for(['touch', 'display', 'printer', 'reader', 'paper', 'calibration', 'provisioning'] as const)('%s can be given up', (id) => {
  staffed.act({ act: 'open_test', test: id });
  staffed.act({ act: 'give_up' });
  expect(result()).toEqual(ended('skipped', null));
});

test('nobody is thrown out while a device works', () => {
  staffed.act({ act: 'open_test', test: 'provisioning' });
  staffed.act({ act: 'go' });
  staffed.pass(179);
  expect(staffed.isOpen).toBe(true);
  staffed.pass(60);
  expect(staffed.isOpen).toBe(true);
  expect(result()).toEqual(ended('failed', 'no_evidence'));
});

test('results outlive a restart, with who and when', async () => {
  staffed.act({ act: 'open_test', test: 'display' });
  staffed.act({ act: 'give_up' });
  const at = staffed.now.toISOString();
  staffed.restart();
  staffed.pass(60);
  await staffed.signIn();
  staffed.act({ act: 'open', screen: 'tests' });
  expect(staffed.screen('tests').tests.find(({ test: id }) => id === 'display')?.last).toEqual({
    verdict: 'skipped',
    at,
    account: '1001',
    by: 'سامي الفني',
    finding: null,
  });
});

test('every finding has its texts in both languages', () => {
  for (const language of ['ar', 'en'])
    for (const code of Object.keys(FINDINGS))
      for (const part of ['what', 'fix']) {
        const key = `findings.${code}.${part}`;
        expect(catalog.texts(language)(key, { ns: 'staff' }), `${language} ${key}`).not.toBe(key);
      }
});
