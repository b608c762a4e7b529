import { expect, test as shownTest } from '@playwright/test';
import { faultTargets } from '../../scripts/fault-targets.ts';
import { replay } from '../../scripts/campaign/campaign.ts';
import { GOOD_VISIT } from '../../scripts/campaign/run.ts';
import { Visitor } from '../../scripts/visitor.ts';
import { createFaultBoard, type FaultBoard } from '../../src/devices/virtual/faults/board.ts';
import { playFaults } from '../../src/devices/virtual/faults/player.ts';
import { readCatalogue } from '../../src/devices/virtual/faults/read.ts';
import type { StageState } from '../../src/devices/virtual/faults/stage.ts';
import type { FaultAct, FaultScript } from '../../src/devices/virtual/faults/script.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { CITIZEN, test, YEAR, type LiveKiosk } from '../harness/live-kiosk.ts';
import { startShownKiosk, type ShownKiosk } from '../harness/shown-kiosk.ts';

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

const PAGE_SCRIPTS = [
  ['page-hangs', 'hung'],
  ['page-crashes', 'crashed'],
] as const;

/** In English; the page may die under the last touch. */
async function openIdentity(kiosk: ShownKiosk): Promise<void> {
  const page = await kiosk.page();
  const visitor = new Visitor(page, 'en');
  await page.locator('[data-screen="attract"] button').first().click();
  await page.locator('button[lang="en"]').click();
  await visitor.touch('home.inquiry');
  await visitor.touch('privacy.accept').catch(() => undefined);
  await kiosk.sees('identity');
}

for (const [name, cause] of PAGE_SCRIPTS) {
  shownTest(`${name}: another page comes, on the same screen`, async () => {
    shownTest.setTimeout(180_000);
    const kiosk = await startShownKiosk();
    try {
      await kiosk.sees('attract');
      await expect.poll(() => kiosk.events.some(({ type }) => type === 'beat'), { timeout: 30_000 }).toBe(true);
      playFaults(scriptOf(name), createFaultBoard(kiosk.faultTargets));
      await openIdentity(kiosk);
      await expect.poll(() => kiosk.restarts(), { timeout: 40_000 }).toEqual([cause]);
      await kiosk.sees('identity');
    } finally {
      await kiosk.close();
    }
  });
}

/** To the status screen, in English, with nothing wrong yet. */
async function openStatus(kiosk: ShownKiosk): Promise<Visitor> {
  await openIdentity(kiosk);
  const visitor = new Visitor(await kiosk.page(), 'en');
  kiosk.virtual.reader?.present(syntheticCard(CITIZEN));
  await visitor.sees('transaction');
  await visitor.keyIn('1003');
  await visitor.page.getByRole('button', { name: String(YEAR), exact: true }).click();
  await visitor.touch('transaction.submit');
  await visitor.sees('status');
  return visitor;
}

shownTest('a page that hangs while the receipt is printed: one receipt, the truth on another page, a clean start for the next', async () => {
  shownTest.setTimeout(180_000);
  const kiosk = await startShownKiosk();
  try {
    await kiosk.sees('attract');
    await expect.poll(() => kiosk.events.some(({ type }) => type === 'beat'), { timeout: 30_000 }).toBe(true);
    const visitor = await openStatus(kiosk);
    const hangs: FaultAct = { act: 'page_hangs' };
    playFaults({ title: { ar: 'أ', en: 'a' }, practice: false, steps: [{ when: { screen: 'B5', time: 1 }, do: hangs }] }, createFaultBoard(kiosk.faultTargets));
    // The page that is touched here never answers again.
    await visitor.touch('status.print').catch(() => undefined);
    await expect.poll(() => kiosk.restarts(), { timeout: 40_000 }).toEqual(['hung']);
    await kiosk.sees('receipt');
    const next = new Visitor(await kiosk.page(), 'en');
    await expect(next.page.getByText(next.text('receipt.printedTitle'))).toBeVisible();
    expect(kiosk.virtual.printer?.pages.filter(({ heightDots }) => heightDots > 0)).toHaveLength(1);
    await next.touch('receipt.continue');
    await next.touch('rating.scores.5');
    await kiosk.sees('attract');
    expect(await next.page.locator('body').innerText()).not.toContain('1003');
    await openStatus(kiosk);
    expect(kiosk.restarts()).toEqual(['hung']);
  } finally {
    await kiosk.close();
  }
});

shownTest('the dock offers a page’s faults where the host has a window, and plays them', async () => {
  shownTest.setTimeout(180_000);
  const kiosk = await startShownKiosk();
  try {
    await kiosk.sees('attract');
    await expect.poll(() => kiosk.events.some(({ type }) => type === 'beat'), { timeout: 30_000 }).toBe(true);
    const { href, hash } = new URL(kiosk.dockUrl ?? '');
    const headers = { 'x-dock-token': hash.slice('#k='.length) };
    const { faults } = (await (await fetch(new URL('state', href), { headers })).json()) as { faults: StageState };
    expect(faults.scripts.filter(({ name }) => name.startsWith('page-')).map(({ playable }) => playable)).toEqual([true, true]);
    for (const [name, cause] of PAGE_SCRIPTS) {
      await fetch(new URL('act', href), { method: 'POST', headers, body: JSON.stringify({ type: 'play_faults', name }) });
      const before = kiosk.restarts().length;
      await openIdentity(kiosk);
      await expect.poll(() => kiosk.restarts().slice(before), { timeout: 40_000 }).toEqual([cause]);
      await kiosk.sees('identity');
      await new Visitor(await kiosk.page(), 'en').touch('footer.finish');
      await kiosk.sees('attract');
    }
  } finally {
    await kiosk.close();
  }
});

test('a campaign really hangs and crashes a page', async () => {
  test.setTimeout(240_000);
  const steps: FaultScript['steps'] = [
    { when: { screen: 'B5', time: 1 }, do: { act: 'page_hangs' } },
    { when: { visit: 2 }, do: { act: 'page_crashes' } },
  ];
  const script = { title: { ar: 'أ', en: 'a' }, practice: false, steps };
  const report = await replay({ kind: 'page', script, visits: [GOOD_VISIT, GOOD_VISIT] });
  expect(report.steps, 'both happened').toBe(2);
  expect(report.broken).toEqual([]);
});
