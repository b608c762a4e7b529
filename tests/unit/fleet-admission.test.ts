import { expect, test } from 'vitest';
import { Admission } from '../../src/fleet/session/admission.ts';

test('ten thousand kiosks at once are let in over half a minute, none of them early and none forgotten', () => {
  const admission = new Admission(400, 1_000, 0);
  const queue = Array.from({ length: 10_000 }, () => 0);
  const admittedMs: number[] = [];
  let refusals = 0;
  while (queue.length > 0) {
    const nowMs = queue.reduce((left, right) => Math.min(left, right));
    queue.splice(queue.indexOf(nowMs), 1);
    const backMs = admission.ask(nowMs);
    if (backMs === null) admittedMs.push(nowMs);
    else {
      refusals += 1;
      queue.push(nowMs + backMs);
    }
  }
  expect(admittedMs).toHaveLength(10_000);
  expect(Math.max(...admittedMs)).toBeLessThan(40_000);
  // Hardly anybody has to ask more than a few times.
  expect(refusals).toBeLessThan(30_000);
  for (let fromMs = 1_000; fromMs < 22_000; fromMs += 1_000)
    expect(admittedMs.filter((ms) => ms >= fromMs && ms < fromMs + 1_000).length).toBeLessThanOrEqual(1_000);
});

test('is busy while kiosks wait outside, and not any longer', () => {
  const admission = new Admission(400, 1_000, 0);
  for (let kiosk = 0; kiosk < 3_000; kiosk += 1) admission.ask(0);
  expect(admission.isBusy(4_000)).toBe(true);
  expect(admission.isBusy(5_100)).toBe(false);
});

test('a few kiosks are never kept waiting', () => {
  const admission = new Admission(400, 1_000, 0);
  for (let ms = 0; ms < 60_000; ms += 100) expect(admission.ask(ms)).toBeNull();
});
