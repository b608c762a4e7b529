import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCampaignKiosk, type CampaignKiosk } from '../../scripts/campaign/kiosk.ts';
import { EXERCISES, type ExerciseId, type HandId } from '../../src/bridge/staff.ts';
import type { ComponentId, HealthReason } from '../../src/domain/health.ts';
import { EXERCISE_SCRIPTS } from '../../src/main/staff/practice.ts';

/** Every exercise on a whole kiosk: the status screen has something to find, and one hand makes it well. */
const FOUND: Readonly<Record<ExerciseId, readonly [reason: HealthReason, part: ComponentId, hand: HandId]>> = {
  paper_out: ['paper.out', 'paper', 'new_roll'],
  paper_low: ['paper.low', 'paper', 'new_roll'],
  cover_open: ['printer.cover_open', 'printer', 'close_cover'],
  cutter_jammed: ['printer.cutter', 'printer', 'free_cutter'],
  printer_unplugged: ['printer.offline', 'printer', 'connect_printer'],
  reader_unplugged: ['reader.unavailable', 'reader', 'plug_reader'],
  network_down: ['network.unreachable', 'network', 'mend_network'],
  gateway_down: ['gateway.unreachable', 'gateway', 'call_emirate'],
};
const PATIENCE = { timeout: 30_000, interval: 50 };

let kiosk: CampaignKiosk;
beforeAll(async () => {
  kiosk = await startCampaignKiosk('here');
});
afterAll(() => kiosk.close());

test.each(EXERCISES)('%s is found under Status and mended by a hand', { timeout: 70_000 }, async (exercise) => {
  const [reason, part, hand] = FOUND[exercise];
  const { devices, health, training } = kiosk.running;
  const reasonNow = () => health.current().components[part].reason;
  expect(training?.begin(EXERCISE_SCRIPTS[exercise])).toBe(true);
  // A stuck knife is only seen by whoever prints a slip.
  if (exercise === 'cutter_jammed') devices.send({ type: 'printer.test', jobId: 'staff:cutter', kind: 'slip' });
  await expect.poll(reasonNow, PATIENCE).toBe(reason);
  expect(training?.use(hand)).toBe(true);
  expect(training?.state()).toMatchObject({ isCleared: true });
  // The gateway's failures still count for its error rate a while.
  await expect.poll(reasonNow, PATIENCE).not.toBe(reason);
  training?.end();
});
