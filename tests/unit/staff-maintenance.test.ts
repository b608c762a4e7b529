import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Maintenance } from '../../src/main/staff/maintenance.ts';
import { FakeClock } from '../harness/fake-clock.ts';

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 86_400_000;

let directory: string;
let clock: FakeClock;
let ended: unknown[];
let troubles: string[];
let maintenance: Maintenance;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'raha-maintenance-'));
  clock = new FakeClock();
  ended = [];
  troubles = [];
  startProgram();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function startProgram(): void {
  maintenance = new Maintenance({
    file: join(directory, 'maintenance.json'),
    onTrouble: (trouble) => troubles.push(trouble),
    clock,
    record: (type, data) => {
      if (type === 'staff.maintenance_ended') ended.push(data);
    },
    changed: () => undefined,
  });
}

const pass = (minutes: number): Promise<void> => clock.pass(minutes * MINUTE_MS);

/** Power is gone without a word and comes back: timers are lost, monotonic time begins anew, and the wall's clock is off. */
function cutPower(wallIsOffMs = 0): void {
  const wallMs = clock.now().getTime() + wallIsOffMs;
  clock = new FakeClock();
  clock.setWall(wallMs - clock.now().getTime());
  startProgram();
}

const TIME_OVER = { account: '1001', how: 'time_over' };

test.for([
  ['years behind', -6 * YEAR_MS],
  ['an hour ahead', 60 * MINUTE_MS],
  ['years ahead', 6 * YEAR_MS],
] as const)('a computer that comes up %s keeps to the time of a maintenance', async ([, aheadMs]) => {
  maintenance.start(30, 'repair', '1001');
  await pass(10);
  cutPower(aheadMs);
  await pass(18);
  expect(maintenance.isUnderWay).toBe(true);
  await pass(2);
  expect(maintenance.isUnderWay).toBe(false);
  expect(ended).toEqual([TIME_OVER]);
});

test.for([
  ['forward', 6 * YEAR_MS],
  ['back', -6 * YEAR_MS],
] as const)('a clock that is set %s while a maintenance runs changes nothing of its length', async ([, byMs]) => {
  maintenance.start(30, 'repair', '1001');
  await pass(10);
  cutPower(-byMs);
  await pass(1);
  clock.setWall(byMs);
  const seen = maintenance.window;
  expect(seen?.secondsLeft).toBeGreaterThan(17 * 60);
  expect(Date.parse(seen!.endsAt) - clock.now().getTime()).toBe(seen!.secondsLeft * 1000);
  // What the page draws the passing of time from.
  expect(Date.parse(seen!.endsAt) - Date.parse(seen!.since)).toBe(30 * MINUTE_MS);
  await pass(19);
  expect(ended).toEqual([TIME_OVER]);
});

test('power cuts make no maintenance longer, however many there are', async () => {
  maintenance.start(30, 'repair', '1001');
  let minutes = 0;
  for (; maintenance.isUnderWay && minutes < 200; minutes += 0.25) {
    await pass(0.25);
    cutPower();
  }
  expect(minutes).toBeLessThanOrEqual(30);
  expect(ended).toEqual([TIME_OVER]);
});

test('one power cut takes a minute of a maintenance at most', async () => {
  maintenance.start(30, 'repair', '1001');
  await pass(10.5);
  cutPower();
  expect(maintenance.window?.secondsLeft).toBeGreaterThanOrEqual(18.5 * 60);
  expect(maintenance.window?.secondsLeft).toBeLessThanOrEqual(19.5 * 60);
});

test('a program that is ended in order loses nothing of a maintenance', async () => {
  maintenance.start(30, 'repair', '1001');
  await pass(10.5);
  maintenance.close();
  cutPower();
  expect(maintenance.window?.secondsLeft).toBe(19.5 * 60);
});

test('a longer time counts from now, also after a restart', async () => {
  maintenance.start(15, 'repair', '1001');
  await pass(10);
  maintenance.start(60, 'parts', '1001');
  cutPower(-6 * YEAR_MS);
  await pass(58);
  expect(maintenance.isUnderWay).toBe(true);
  await pass(2);
  expect(maintenance.isUnderWay).toBe(false);
});

test('a maintenance that is ended while nothing more fits on the disk stays ended', () => {
  maintenance.start(30, 'repair', '1001');
  // Whatever is written goes to this name first.
  mkdirSync(join(directory, 'maintenance.json.next'));
  maintenance.end('chosen', '1001');
  cutPower();
  expect(maintenance.isUnderWay).toBe(false);
  expect(troubles).toEqual([]);
});

test('a maintenance that can be kept nowhere is told as such, and runs for its time all the same', async () => {
  rmSync(directory, { recursive: true });
  maintenance.start(2, 'repair', '1001');
  await pass(1.5);
  expect(maintenance.window?.secondsLeft).toBe(30);
  await pass(0.5);
  expect(ended).toEqual([TIME_OVER]);
  // Once, not each minute.
  expect(troubles).toEqual(['not_written']);
});

test('trouble with the disk is told again when it has been well in between', async () => {
  maintenance.start(30, 'repair', '1001');
  const blocked = join(directory, 'maintenance.json.next');
  for (const fits of [false, true, false]) {
    if (fits) rmSync(blocked, { recursive: true });
    else mkdirSync(blocked);
    await pass(3);
  }
  expect(troubles).toEqual(['not_written', 'not_written']);
});
