import { expect, test as shownTest } from '@playwright/test';
import { faultTargets } from '../../scripts/fault-targets.ts';
import { pageFaults } from '../../scripts/page-faults.ts';
import { createFaultBoard, type FaultBoard } from '../../src/devices/virtual/faults/board.ts';
import { playFaults } from '../../src/devices/virtual/faults/player.ts';
import { readCatalogue } from '../../src/devices/virtual/faults/read.ts';
import type { FaultScript } from '../../src/devices/virtual/faults/script.ts';
import { test, type LiveKiosk } from '../harness/live-kiosk.ts';
import { startShownKiosk } from '../harness/shown-kiosk.ts';

/** Scripts of the catalogue as a visitor meets them at the page. */
function scriptOf(name: string): FaultScript {
  const found = readCatalogue('tests/faults').find((one) => one.name === name);
  if (found === undefined) throw new Error(`no script ${name}`);
  return found.script;
}

const boardOf = ({ demo, running }: LiveKiosk): FaultBoard => createFaultBoard(faultTargets(running, demo.sandbox.control));

test('paper that ends in the middle: a code on the screen, and the reason in words', async ({ guest, live, page }) => {
  playFaults(scriptOf('paper-ends-in-the-receipt'), boardOf(live));
  await guest.openStatus();
  await guest.touch('status.print');
  await expect(page.getByText(guest.text('receipt.notPrintedTitle'))).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(guest.text('faults.print.paper_out'))).toBeVisible();
  await expect(page.getByRole('img', { name: guest.text('receipt.qr') })).toBeVisible();
});

test('a gateway that goes and comes back: the fault screen, and the second try finds the transaction', async ({ guest, live }) => {
  playFaults(scriptOf('gateway-down-and-back'), boardOf(live));
  await guest.openTransaction();
  await guest.inquire('1003');
  await guest.sees('fault');
  await guest.touch('fault.retry');
  await guest.sees('status');
});

test('a reader that goes while a card is read: the keypad takes over', async ({ guest, live, page }) => {
  playFaults(scriptOf('reader-unplugged-in-the-card'), boardOf(live));
  await guest.openIdentity();
  guest.presentCard();
  await expect(page.getByRole('heading', { name: guest.text('identity.keypadTitle') })).toBeVisible();
});

for (const [name, cause] of [
  ['page-hangs', 'hung'],
  ['page-crashes', 'crashed'],
] as const) {
  shownTest(`${name}: another page comes, on the same screen`, async () => {
    shownTest.setTimeout(180_000);
    const kiosk = await startShownKiosk();
    try {
      await kiosk.sees('attract');
      const page = await kiosk.page();
      await expect.poll(() => kiosk.events.some(({ type }) => type === 'beat'), { timeout: 30_000 }).toBe(true);
      playFaults(scriptOf(name), createFaultBoard({ ...kiosk.faultTargets, page: await pageFaults(page) }));
      await page.locator('[data-screen="attract"] button').first().click();
      await page.locator('button[lang="en"]').click();
      await page.locator('[data-screen="home"] button').first().click();
      await page.locator('[data-screen="privacy"] button').first().click();
      await expect.poll(() => kiosk.restarts(), { timeout: 40_000 }).toEqual([cause]);
      await kiosk.sees('identity');
    } finally {
      await kiosk.close();
    }
  });
}
