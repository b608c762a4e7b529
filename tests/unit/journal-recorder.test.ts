import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KioskEventRecord } from '../../src/domain/events.ts';
import { componentsFrom } from '../../src/domain/health-status.ts';
import { startingComponent } from '../../src/domain/health.ts';
import { journalEvidence } from '../../src/main/journal/evidence.ts';
import { recordGauges } from '../../src/main/journal/gauges.ts';
import type { Journal } from '../../src/main/journal/journal.ts';
import { recordEvents, refuseVisitsWithout } from '../../src/main/journal/recorder.ts';
import { NOW, TestKiosk } from '../harness/fakes.ts';
import { openJournal, temporaryDirectory } from '../harness/journals.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

const lines = (journal: Journal): string[] =>
  journal.newest(100).toReversed().map(({ data, type }: KioskEventRecord) => [type, ...Object.values(data)].join(' '));

test('what the devices, the page and the health tell is written in the words of the catalog', () => {
  const { journal } = openJournal(temporaryDirectory());
  const { devices, kiosk } = new TestKiosk();
  let restarts = 2;
  const supervised = Object.assign(devices, { restarts: () => restarts });
  const stop = recordEvents(journal, kiosk, supervised);
  devices.emit({ type: 'printer.outcome', jobId: 'a', outcome: 'not_printed', reason: 'paper_out', bytes: 17 });
  devices.emit({ type: 'printer.outcome', jobId: 'b', outcome: 'printed', reason: null, bytes: 19_000, paperMm: 131 });
  restarts = 3;
  devices.emit({ type: 'reader.state', state: 'unavailable' });
  devices.emit({ type: 'reader.state', state: 'ready' });
  kiosk.report({ type: 'page_restarted', cause: 'hung' });
  kiosk.report({ type: 'health_changed', component: 'paper', state: 'down', reason: 'paper.out' });
  kiosk.report({ type: 'health_changed', component: 'paper', state: 'ok', reason: null });
  kiosk.report({ type: 'status_changed', status: 'limited', cause: 'paper' });
  stop();
  kiosk.report({ type: 'page_restarted', cause: 'hung' });
  expect(lines(journal)).toEqual([
    'print.outcome 17 not_printed 0 paper_out',
    'print.outcome 19000 printed 131 none',
    'device.restarted 3',
    'page.restarted hung',
    'health.changed paper paper.out down',
    'health.changed paper none ok',
    'status.changed paper limited',
  ]);
  expect(journal.counters()).toMatchObject({ printed: 1, notPrinted: 1, rollReceipts: 1, rollMillimetres: 131, deviceRestarts: 1, pageRestarts: 1 });
  journal.record('paper.changed', { account: '1234' });
  expect(journal.counters()).toMatchObject({ printed: 1, rollReceipts: 0, rollMillimetres: 0 });
});

test('while nothing can be written the visitor who is there finishes and nobody follows', () => {
  let isFull = false;
  const { journal } = openJournal(temporaryDirectory(), { retryMs: 1000 }, { isDiskFull: () => isFull });
  const visitor = new TestKiosk();
  refuseVisitsWithout(journal, visitor.kiosk);
  visitor.tap({ type: 'start' });
  isFull = true;
  journal.record('staff.locked_out', { seconds: 1 });
  expect(journalEvidence(journal)).toEqual({ reason: 'journal.not_writable' });
  expect(visitor.screen.id).toBe('language');
  visitor.tap({ type: 'finish' });
  expect(visitor.screen).toMatchObject({ id: 'out_of_service', reason: 'storage' });
  visitor.tap({ type: 'start' });
  expect(visitor.screen.id).toBe('out_of_service');
  isFull = false;
  vi.advanceTimersByTime(1000);
  expect(visitor.screen.id).toBe('attract');
});

test('a kiosk that starts without a journal takes nobody', () => {
  const { journal } = openJournal(temporaryDirectory(), {}, { isDiskFull: () => true });
  const { kiosk } = new TestKiosk();
  refuseVisitsWithout(journal, kiosk);
  expect(kiosk.view().screen).toMatchObject({ id: 'out_of_service', reason: 'storage' });
});

test('the journal tells how full it is, and when a part of its room is used up by what nobody fetches', () => {
  const { journal } = openJournal(temporaryDirectory(), { maxBytes: 5_000 });
  expect(journalEvidence(journal)).toEqual({ state: 'ok', value: { amount: 0, unit: 'percent' } });
  for (let journey = 1; journey <= 25; journey += 1) journal.record('journey.first_touch', { journey });
  expect(journalEvidence(journal)).toEqual({ reason: 'journal.backlog', value: { amount: 68, unit: 'percent' } });
});

test('a journal that fills up with what may never be dropped asks to be archived, not for the hub or another disk', () => {
  const { journal } = openJournal(temporaryDirectory(), { maxBytes: 5_000 });
  for (let seconds = 1; seconds <= 15; seconds += 1) journal.record('staff.locked_out', { seconds });
  journal.acknowledge(journal.pending(15).at(-1)!);
  expect(journalEvidence(journal)).toEqual({ reason: 'journal.filling', value: { amount: 64, unit: 'percent' } });
  for (let seconds = 16; seconds <= 30; seconds += 1) journal.record('staff.locked_out', { seconds });
  expect(journalEvidence(journal)).toEqual({ reason: 'journal.full', value: { amount: 128, unit: 'percent' } });
});

test('twice an hour it is written down how much room things take', () => {
  const { journal } = openJournal(temporaryDirectory());
  const components = componentsFrom((id) => startingComponent(id, NOW.toISOString()));
  const warm = { ...components.temperature, value: { amount: 61.4, unit: 'celsius' as const } };
  const stop = recordGauges(journal, () => ({ ...components, temperature: warm }));
  vi.advanceTimersByTime(3_600_000);
  stop();
  const types = journal.newest(100).map(({ type }) => type);
  expect(types.filter((type) => type === 'gauge.memory')).toHaveLength(2);
  expect(new Set(types)).toEqual(new Set(['gauge.memory', 'gauge.outbox', 'gauge.paper', 'gauge.disk', 'gauge.temperature']));
  expect(lines(journal)).toContain('gauge.temperature 61');
});

test('a computer whose clock began in 1970 goes on measuring once the clock is right', () => {
  const { journal } = openJournal(temporaryDirectory(), {}, { now: () => new Date(0) });
  journal.record('journey.first_touch', { journey: 1 });
  const components = componentsFrom((id) => startingComponent(id, NOW.toISOString()));
  const stop = recordGauges(journal, () => components);
  vi.advanceTimersByTime(1_800_000);
  stop();
  expect(lines(journal)).toContain('gauge.outbox 1 999999999');
});
