import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { CITIZEN, expect, test } from '../harness/live-kiosk.ts';

const RESIDENT = '2012345670';

test.use({ language: 'en', timing: { goodbyeMs: 3000 } });

test('whose card lies on the reader is told to take it, until it is taken', async ({ guest, live, page }) => {
  const takeIt = page.getByText(guest.text('goodbye.cardLies'));
  await guest.openIdentity();
  live.running.virtual.reader?.place(syntheticCard(CITIZEN));
  await guest.sees('transaction');
  await expect(takeIt).toBeHidden();
  await guest.inquire('1003');
  await guest.sees('status');
  await guest.touch('status.print');
  await expect(page.getByText(guest.text('receipt.printedTitle'))).toBeVisible();
  await expect(takeIt).toBeVisible();
  await guest.touch('receipt.continue');
  await guest.sees('rating');
  await expect(takeIt).toBeVisible();
  await guest.touch('rating.scores.5');
  await guest.sees('goodbye');
  await expect(takeIt).toBeVisible();
  live.running.virtual.reader?.take();
  await expect(takeIt).toBeHidden();
  await expect(page.getByText(guest.text('goodbye.reminder'))).toBeVisible();
});

test('a card left by the visitor before is not read; the next one is asked to lift it off', async ({ guest, live, page }) => {
  await guest.openIdentity();
  live.running.virtual.reader?.place(syntheticCard(CITIZEN));
  await guest.sees('transaction');
  await guest.touch('footer.finish');
  await guest.sees('attract');
  await expect(page.getByText(guest.text('attract.cardLies'))).toBeVisible();
  await guest.openIdentity();
  await expect(page.getByText(guest.text('identity.cardLies'))).toBeVisible();
  live.running.virtual.reader?.take();
  await expect(page.getByText(guest.text('identity.waiting'))).toBeVisible();
  live.running.virtual.reader?.place(syntheticCard(RESIDENT));
  await guest.sees('transaction');
  await expect(page.getByText('•••••••670')).toBeVisible();
});
