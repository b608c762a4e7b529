import type { Server } from 'node:http';
import { expect, test, type Page } from '@playwright/test';
import { isolateLtr } from '../../src/domain/bidi.ts';
import type { Screen } from '../../src/bridge/view.ts';
import { SCREENS, viewOf } from './gallery-views.ts';
import { allIntents, draw, openPage, sentIntents, servePage } from './page-harness.ts';

/** What the page does with fingers and keys, seen from the kiosk process's side of the bridge. */

let url = '';
let server: Server | undefined;

test.beforeAll(async () => {
  ({ url, server } = await servePage());
});

test.afterAll(() => server?.close());

const show = async (page: Page, name: string, step = 1, language = 'en'): Promise<void> => {
  const screen = SCREENS[name] as Screen;
  await draw(page, viewOf(screen, { language, step }));
};

/** A key that Playwright's own keyboard doesn't have. */
const pressKey = (page: Page, key: string) => page.locator('body').dispatchEvent('keydown', { key });

const box = (page: Page) => page.locator('.digit-field__box');

test('digits of three scripts type into the identity field, are sent once and leave the page', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'identity-keypad');
  await page.keyboard.type('100');
  for (const digit of '٠٠۰۰') await pressKey(page, digit);
  await page.keyboard.type('008');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  expect(await sentIntents(page)).toEqual([
    { step: 1, action: { type: 'submit_identity', digits: '1000000008' } },
  ]);
  await expect(box(page)).toHaveText('');
  expect(await page.content()).not.toContain('1000000008');
});

test('typed identity digits hide after a moment and show again on demand', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'identity-keypad');
  await page.getByRole('button', { name: '7', exact: true }).click();
  await page.getByRole('button', { name: '3', exact: true }).click();
  await expect(box(page)).toHaveText('73');
  await expect(box(page)).toHaveText('••', { timeout: 2_500 });
  await page.getByRole('button', { name: 'Show the digits' }).click();
  await expect(box(page)).toHaveText('73');
  await expect(box(page)).toHaveText('••', { timeout: 4_000 });
});

test('another visit finds nothing of what the last one typed', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'transaction');
  await page.keyboard.type('4711');
  await expect(box(page)).toHaveText('4711');
  const next = viewOf(SCREENS['transaction'] as Screen, { language: 'en', step: 2 });
  await draw(page, { ...next, visit: 'another' });
  await expect(box(page)).toHaveText('');
});

test('a number is sent with the chosen year; one to correct is still there', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'transaction');
  await page.keyboard.type('7701');
  await page.getByRole('button', { name: '1446' }).click();
  await page.getByRole('button', { name: 'Check status' }).click();
  expect(await sentIntents(page)).toEqual([
    { step: 1, action: { type: 'submit_transaction', number: '7701', hijriYear: 1446 } },
  ]);
  await show(page, 'transaction-long', 2);
  await expect(box(page)).toHaveText('123456789012');
  await expect(page.getByRole('button', { name: '1440' })).toHaveAttribute('aria-pressed', 'true');
});

test('the second of two fast taps is no tap', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'privacy');
  await page.getByRole('button', { name: 'Agree and continue' }).dblclick();
  expect(await sentIntents(page)).toEqual([{ step: 1, action: { type: 'accept_privacy' } }]);
  await show(page, 'identity-card', 2);
  await page.getByRole('button', { name: 'Enter the ID number' }).click();
  expect(await sentIntents(page)).toHaveLength(2);
});

test('each step is reported as painted once; touches are reported sparingly', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'home', 1);
  await show(page, 'home', 2);
  for (let tap = 0; tap < 5; tap += 1) await page.locator('.header').click();
  const intents = await allIntents(page);
  const steps = intents.filter(({ action }) => action.type === 'painted').map(({ step }) => step);
  expect(steps).toEqual([1, 2]);
  expect(intents.filter(({ action }) => action.type === 'activity')).toHaveLength(1);
});

test('arrows, Enter and Escape are enough', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'privacy');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect(await sentIntents(page)).toEqual([{ step: 1, action: { type: 'back' } }]);

  await show(page, 'rating', 2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect((await sentIntents(page)).at(-1)).toEqual({ step: 2, action: { type: 'rate', score: 4 } });
});

test('the arrow towards the left goes to the left, in Arabic as well', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'status-completed', 1, 'ar');
  await page.getByRole('button', { name: 'اطبع الإيصال' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'مسار المعاملة' })).toBeFocused();
});

test('a new screen puts the focus on its heading', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'help');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('"are you still there?" is answered by a button, not by the touch that lands on it', async ({ page }) => {
  await openPage(page, url);
  await draw(page, viewOf(SCREENS['status-filed'] as Screen, { language: 'en', secondsLeft: 9 }));
  await page.getByRole('button', { name: 'I need more time' }).click();
  const types = (await allIntents(page)).map(({ action }) => action.type);
  expect(types).toEqual(['painted', 'more_time']);
  await page.keyboard.press('Escape');
  expect((await sentIntents(page)).at(-1)?.action).toEqual({ type: 'still_here' });
});

test('keys pressed while a question covers the screen type nothing behind it', async ({ page }) => {
  await openPage(page, url);
  const screen = SCREENS['transaction'] as Screen;
  await draw(page, viewOf(screen, { language: 'en', secondsLeft: 9 }));
  await page.keyboard.type('12');
  await draw(page, viewOf(screen, { language: 'en', step: 2 }));
  await page.keyboard.type('3');
  await expect(box(page)).toHaveText('3');
});

test('a View the page can’t draw leaves nothing of the visit on the glass', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'status-referred', 1, 'ar');
  const broken = { id: 'status', identity: null } as unknown as Screen;
  const view = viewOf(broken, { language: 'ar', step: 2 });
  await page.evaluate((next) => (window as unknown as { show: (view: unknown) => void }).show(next), view);
  await expect(page.getByText('نعود إليك بعد لحظة')).toBeVisible();
  await expect(page.getByText('770123')).toHaveCount(0);
});

test('values in sentences are isolated, so that a mask never turns around', async ({ page }) => {
  await openPage(page, url);
  await show(page, 'status-referred', 1, 'ar');
  await expect(page.locator('.who-asks bdi')).toHaveText(isolateLtr('•••••••672'));
  await expect(page.locator('.status__number bdi')).toHaveAttribute('dir', 'ltr');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
});

test('without the kiosk process the page says so and holds nothing', async ({ page }) => {
  await page.goto(`${url}#k=secret`);
  await expect(page.getByText('نعود إليك بعد لحظة')).toBeVisible({ timeout: 4_000 });
  await expect(page.getByText('Back in a moment')).toBeVisible();
});
