import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { officeActs } from '../../src/main/fleet-agent/acts/office.ts';

/** A start of the program: what an officer decided before it, and what can be decided now. */
function started(directory: string) {
  let isOut = false;
  const kiosk = { takeOutOfService: () => void (isOut = true), returnToService: () => void (isOut = false) };
  const acts = officeActs({ kiosk, file: join(directory, 'office.json'), now: () => new Date(), onTrouble: () => undefined });
  return { acts, isOut: () => isOut };
}
const job = {} as never;

test('what an officer decided outlives the program, its end also where nothing more fits on the disk', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'raha-office-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  await started(directory).acts.take_out_of_service?.(job, job);
  const second = started(directory);
  expect(second.isOut()).toBe(true);
  // Whatever is written goes to this name first.
  mkdirSync(join(directory, 'office.json.next'));
  await second.acts.return_to_service?.(job, job);
  expect(started(directory).isOut()).toBe(false);
});
