import type { Page } from '@playwright/test';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { CITIZEN, expect, test } from '../harness/live-kiosk.ts';

/** A kiosk whose card reader types into the page. The identities are synthetic. */
const RESIDENT = '2012345670';

test.use({ demo: { config: { reader: { driver: 'wedge-page' } } }, language: 'en' });

/** Types as a scanner does, through the browser's own key events; Shift is held down as on a keyboard. */
async function type(page: Page, text: string): Promise<void> {
  for (const character of text) {
    if (character === '\n') await page.keyboard.press('Enter');
    else if (character === '<') await page.keyboard.press('Shift+Comma');
    else await page.keyboard.press(/[A-Z]/.test(character) ? `Shift+Key${character}` : `Digit${character}`);
  }
}

/** All that the page sends, as text. */
function sentBy(page: Page): string[] {
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  return sent;
}
const keysIn = (sent: readonly string[]): number => sent.filter((text) => text.includes('reader_key')).length;

/** Everything that the page could keep a number in. */
const contentsOf = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      location.href,
      history.state,
    ]),
  );

test('a zone typed into the page is a card; nothing of it stays there', async ({ guest, page }) => {
  const sent = sentBy(page);
  await guest.openIdentity();
  await type(page, syntheticCard(CITIZEN));
  await guest.sees('transaction');
  await expect(page.getByText('•••••••672')).toBeVisible();
  expect(await contentsOf(page)).not.toContain(CITIZEN);
  expect(keysIn(sent)).toBe(93);
  expect(sent.filter((text) => text.includes(CITIZEN))).toEqual([]);
});

test('what is typed while no card is asked for goes nowhere and presses nothing', async ({ guest, page }) => {
  const sent = sentBy(page);
  await guest.openHome();
  await page.getByRole('button', { name: guest.text('home.inquiry') }).focus();
  await type(page, `${RESIDENT}\n`);
  await guest.sees('home');
  await guest.touch('home.inquiry');
  await guest.touch('privacy.accept');
  await guest.sees('identity');
  await guest.touch('identity.useKeypad');
  await expect(page.getByText(guest.text('identity.keypadTitle'))).toBeVisible();
  await type(page, `${RESIDENT}\n`);
  expect(await contentsOf(page)).not.toContain(RESIDENT);
  expect(keysIn(sent)).toBe(0);
  // The card that was asked for is another one.
  await guest.touch('identity.useCard');
  await expect(page.getByText(guest.text('identity.cardTitle'))).toBeVisible();
  await type(page, `${CITIZEN}\n`);
  await guest.sees('transaction');
  await expect(page.getByText('•••••••672')).toBeVisible();
});

test('Enter that follows no typing still presses a button', async ({ guest, page }) => {
  await guest.openIdentity();
  await page.getByRole('button', { name: guest.text('identity.useKeypad') }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(guest.text('identity.keypadTitle'))).toBeVisible();
});
