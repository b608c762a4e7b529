import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCampaignKiosk, type CampaignKiosk } from '../../scripts/campaign/kiosk.ts';
import { personOf } from '../../scripts/campaign/people.ts';
import { GOOD_VISIT, runCase } from '../../scripts/campaign/run.ts';
import { playFaults } from '../../src/devices/virtual/faults/player.ts';
import { readCatalogue } from '../../src/devices/virtual/faults/read.ts';
import type { HealthReason } from '../../src/domain/health.ts';

/** Every script of the catalogue against a whole kiosk with its device process, and what it must lead to. */
const CATALOGUE = readCatalogue('tests/faults');
const EXPECTED = CATALOGUE.flatMap(({ name, script }) =>
  script.expect === undefined ? [] : [{ name, script, expected: script.expect }],
);

let kiosk: CampaignKiosk;
let visitors = 0;
const nextPerson = () => personOf((visitors += 1));
const screens: string[] = [];

beforeAll(async () => {
  kiosk = await startCampaignKiosk('here');
  kiosk.running.kiosk.observe((event) => {
    if (event.type === 'screen') screens.push(event.code);
  });
});
afterAll(() => kiosk.close());

/** Whether the codes come up in this order, others between them. */
function comeInOrder(wanted: readonly string[], seen: readonly string[]): boolean {
  let at = 0;
  for (const code of seen) if (code === wanted[at]) at += 1;
  return at === wanted.length;
}

test.each(EXPECTED)('$name', async ({ expected, script }) => {
  screens.length = 0;
  const report = await runCase(kiosk, { script, visits: [GOOD_VISIT] }, nextPerson);
  expect(report.broken).toEqual([]);
  expect(report.steps, 'every step happened').toBe(script.steps.length);
  expect(expected.outcomes).toContain(report.outcomes[0]);
  // The visitor after the fault walks the whole way; only the first one is asked about.
  const first = screens.slice(0, screens.indexOf('A1') + 1);
  expect(comeInOrder(expected.screens, first), `${expected.screens.join()} in ${first.join()}`).toBe(true);
});

function scriptOf(name: string) {
  const found = CATALOGUE.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no script ${name}`);
  return found.script;
}

const isTold = (reason: HealthReason): boolean =>
  Object.values(kiosk.running.health.current().components).some((component) => component.reason === reason);

/** Those of the page are in tests/e2e/faults.spec.ts; a gateway that counts as slow takes 3 s, which this hurried one is never given. */
test.each<[name: string, reason: HealthReason]>([
  ['no-printer', 'printer.offline'],
  ['paper-out', 'paper.out'],
  ['paper-low', 'paper.low'],
  ['no-reader', 'reader.unavailable'],
  ['gateway-down', 'gateway.unreachable'],
  ['network-down', 'network.unreachable'],
  ['clock-wrong', 'clock.wrong'],
  ['disk-low', 'disk.low'],
  ['disk-full', 'disk.full'],
])('%s: the kiosk itself says %s, until it is mended', async (name, reason) => {
  expect(isTold(reason)).toBe(false);
  const play = playFaults(scriptOf(name), kiosk.board);
  await expect.poll(() => isTold(reason), { timeout: 40_000 }).toBe(true);
  play.stop();
  kiosk.board.mendAll();
  await expect.poll(() => isTold(reason), { timeout: 40_000 }).toBe(false);
  await expect.poll(() => kiosk.running.kiosk.view().screen.id, { timeout: 40_000 }).toBe('attract');
}, 120_000);

test('a fault that comes with the second visitor doesn’t touch the first', async () => {
  const script = scriptOf('second-visitor-without-paper');
  const report = await runCase(kiosk, { script, visits: [GOOD_VISIT, GOOD_VISIT] }, nextPerson);
  expect(report.broken).toEqual([]);
  expect(report.outcomes).toEqual(['printed', 'not_printed']);
});
