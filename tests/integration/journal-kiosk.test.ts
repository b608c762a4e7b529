import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { startDemo } from '../../scripts/demo.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import { startKioskProcess, type RunningKiosk } from '../../src/main/start.ts';
import { VISIT_TIMING } from '../../src/main/visit/timing.ts';
import { fillUpBy, temporaryDirectory } from '../harness/journals.ts';
import { killKiosk } from '../harness/kiosk-kills.ts';
import { Walker } from '../harness/walker.ts';

const CITIZEN = '1012345672';
const NUMBER = '1003';

async function startKiosk(dataDirectory?: string): Promise<{ readonly running: RunningKiosk; readonly directory: string }> {
  const demo = await startDemo();
  const directory = dataDirectory ?? demo.config.dataDirectory;
  const running = await startKioskProcess({ ...demo.config, dataDirectory: directory }, CHECKOUT, {
    timing: { ...VISIT_TIMING, goodbyeMs: 20 },
  });
  onTestFinished(async () => {
    await running.close();
    await demo.close();
  });
  await readerReady(running);
  return { running, directory };
}

/** All bytes of a directory's files. */
const bytesIn = (directory: string): Buffer =>
  Buffer.concat(readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name))));

test('after whole visits no byte of the data directory tells who came and for what', async () => {
  const { directory, running } = await startKiosk();
  const walker = new Walker(running);
  for (const score of [5, 1]) expect(await walker.visit({ score })).toBe('printed');
  // A visitor who types what isn't a number, and leaves.
  walker.tap({ type: 'start' });
  walker.tap({ type: 'choose_language', language: 'ar' });
  walker.tap({ type: 'start_inquiry' });
  walker.tap({ type: 'accept_privacy' });
  walker.tap({ type: 'use_keypad' });
  walker.tap({ type: 'submit_identity', digits: 'محمد 0501234567' });
  walker.tap({ type: 'submit_identity', digits: CITIZEN });
  walker.tap({ type: 'submit_transaction', number: `${NUMBER}/0501234567`, hijriYear: 1448 });
  walker.tap({ type: 'finish' });
  await walker.at('attract');
  expect(running.journal.counters()).toMatchObject({ visits: 3, printed: 2 });

  const bytes = bytesIn(directory);
  expect(bytes.includes('journey.first_touch'), 'the search sees what was written').toBe(true);
  // Any seven digits in a row of the identity, whatever stands around them; the shorter number among whole values only.
  const runs = Array.from({ length: CITIZEN.length - 6 }, (_, at) => CITIZEN.slice(at, at + 7));
  for (const secret of [...runs, '050123', 'محمد', 'الحقوق', `"${NUMBER}"`, `${NUMBER}/`, '•'])
    for (const encoded of [Buffer.from(secret), Buffer.from(secret, 'utf16le')])
      expect(bytes.includes(encoded), `${secret} is on the disk`).toBe(false);
});

test('when the disk fills up in the middle of a visit the visitor finishes, nobody follows, and all is written later', async ({ skip }) => {
  const directory = join(onDisk() ?? skip('nobody may mount a small disk here'), 'data');
  const others = join(directory, '..', 'what-others-keep-here');
  writeFileSync(others, '');
  const { running } = await startKiosk(directory);
  const { journal, kiosk } = running;
  const walker = new Walker(running);
  walker.tap({ type: 'start' });
  walker.tap({ type: 'choose_language', language: 'ar' });
  fillUpBy(others);
  await expect.poll(() => (journal.record('gauge.memory', { residentMb: 100 }), journal.fault)).toBe('disk_full');
  expect(kiosk.view().screen.id).toBe('home');
  walker.tap({ type: 'start_rating' });
  walker.tap({ type: 'rate', score: 5 });
  await walker.at('out_of_service');
  expect(kiosk.view().screen).toMatchObject({ reason: 'storage' });
  walker.tap({ type: 'start' });
  expect(kiosk.view().screen.id).toBe('out_of_service');

  rmSync(others);
  await walker.at('attract');
  const types = journal.newest(1000).toReversed().map(({ type }) => type);
  const journey = types.filter((type) => type.startsWith('journey.') || type === 'journal.trouble');
  expect(journey).toEqual([
    'journey.first_touch',
    'journey.language_chosen',
    'journey.service_chosen',
    'journey.rated',
    'journey.ended',
    'journal.trouble',
  ]);
});

/** A disk of eight megabytes; null where this machine lets nobody mount one. */
function onDisk(): string | null {
  const disk = temporaryDirectory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  return disk;
}

test('killed at random moments, the kiosk loses nothing it was told is kept', { timeout: 120_000 }, async () => {
  const report = await killKiosk(6, Math.random);
  expect(report.broken).toEqual([]);
  expect(report.recorded).toBeGreaterThan(20);
});
