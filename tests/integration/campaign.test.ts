import { expect, test } from 'vitest';
import { runCampaign } from '../../scripts/campaign/campaign.ts';
import { caseOf, KIOSK_KINDS, smallerCases } from '../../scripts/campaign/plan.ts';
import { readCase } from '../../scripts/campaign/read-case.ts';
import { personOf, strangerIn } from '../../scripts/campaign/people.ts';

/** The short form of `npm run campaign`: another seed each day, so that a year of runs sees many. */
const seed = Math.floor(Date.now() / 86_400_000);

test('25 random fault scripts break no promise', async () => {
  const report = await runCampaign({ scripts: 25, seed, processEvery: 8, pageEvery: null });
  expect(report.broken, `npm run campaign -- --scripts 25 --seed ${String(seed)}`).toEqual([]);
  expect(report.unhandled).toEqual([]);
  expect(report.steps).toBeGreaterThan(10);
  expect(report.outcomes['printed']).toBeGreaterThan(0);
}, 240_000);

test('a case comes from its seed and can be read back from what a campaign prints', () => {
  const found = caseOf(5, 17);
  expect(caseOf(5, 17)).toEqual(found);
  expect(caseOf(6, 17)).not.toEqual(found);
  for (const kind of KIOSK_KINDS) {
    const printed = { kind, ...found };
    expect(readCase(JSON.stringify(printed))).toEqual({ ok: true, value: printed });
  }
  expect(readCase(JSON.stringify(found)), 'on which kiosk?').toMatchObject({ ok: false });
  for (const smaller of smallerCases(found)) expect(JSON.stringify(smaller).length).toBeLessThan(JSON.stringify(found).length);
});

test('a stranger’s mark and any whole identity are found, the visitor’s own are not', () => {
  const [own, other] = [personOf(1), personOf(2)];
  expect(strangerIn(`${own.number} ${own.mark}`, own)).toBeNull();
  expect(strangerIn(other.number, own)).not.toBeNull();
  expect(strangerIn(other.mark, own)).not.toBeNull();
  expect(strangerIn(own.mark, null)).not.toBeNull();
  expect(strangerIn(own.civilNumber, own)).not.toBeNull();
  expect(strangerIn('"atMs":1795307762077', null)).toBeNull();
  expect(strangerIn('"visit":"0b5c1f8e-1d7c-4b8e-9a53-775573438751"', null), 'a random id that happens to be digits').toBeNull();
});
