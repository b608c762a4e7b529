import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCampaignKiosk, type CampaignKiosk } from '../../scripts/campaign/kiosk.ts';
import { personOf } from '../../scripts/campaign/people.ts';
import { GOOD_VISIT, runCase } from '../../scripts/campaign/run.ts';
import { readCatalogue } from '../../src/devices/virtual/faults/read.ts';

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

test('there is a script for every named degraded mode', () => {
  const names = CATALOGUE.map(({ name }) => name);
  const modes = ['no-printer', 'paper-out', 'no-reader', 'gateway-down', 'gateway-slow', 'network-down', 'clock-wrong', 'disk-low'];
  expect(names).toEqual(expect.arrayContaining([...modes, 'page-hangs', 'page-crashes']));
});

test('a fault that comes with the second visitor doesn’t touch the first', async () => {
  const script = CATALOGUE.find(({ name }) => name === 'second-visitor-without-paper')?.script;
  if (script === undefined) throw new Error('no such script');
  const report = await runCase(kiosk, { script, visits: [GOOD_VISIT, GOOD_VISIT] }, nextPerson);
  expect(report.broken).toEqual([]);
  expect(report.outcomes).toEqual(['printed', 'not_printed']);
});
