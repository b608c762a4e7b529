import { expect, test } from 'vitest';
import { simulate } from '../../scripts/fleet/simulation.ts';

test('a hub answers everything that a few hundred kiosks say, and stores nothing twice', async () => {
  const report = await simulate(400, 6);
  expect(report).toMatchObject({ lostAcks: 0, duplicates: 0 });
  // Beats, changes and visits of six seconds.
  expect(report.messages).toBeGreaterThan(100);
}, 120_000);
