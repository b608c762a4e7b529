import type { Server } from 'node:http';
import { expect, test, type Page } from '@playwright/test';
import type { StaffAct } from '../../src/bridge/staff-act.ts';
import type { Screen } from '../../src/bridge/view.ts';
import { DISPLAY_PICTURES, TOUCH_POINTS } from '../../src/bridge/staff.ts';
import { FRAME, SCREENS, viewOf } from './gallery-views.ts';
import { draw, openPage, sentIntents, servePage } from './page-harness.ts';
import { STAFF_ROOMS_DRAWN, staffViewOf } from './staff-views.ts';

/** What the staff room does with fingers and keys, seen from the kiosk process's side of the bridge. */

let url = '';
let server: Server | undefined;

test.beforeAll(async () => {
  ({ url, server } = await servePage());
});
test.afterAll(() => server?.close());

const screenNamed = (name: string): Screen => {
  const screen = SCREENS[name];
  if (screen === undefined) throw new Error(`no fixture ${name}`);
  return screen;
};

async function showRoom(page: Page, name: string, step = 1, language = 'en'): Promise<void> {
  const room = STAFF_ROOMS_DRAWN[name];
  if (room === undefined) throw new Error(`no fixture ${name}`);
  await draw(page, staffViewOf(room, { language, step }));
  await page.locator('.staff').waitFor();
}

/** What staff did, without the signs of life. */
async function acts(page: Page): Promise<StaffAct[]> {
  return (await sentIntents(page)).flatMap(({ action }) =>
    action.type === 'staff' && action.act.act !== 'stay' ? [action.act] : [],
  );
}
/** How often a visit was started. */
const starts = async (page: Page): Promise<number> =>
  (await sentIntents(page)).filter(({ action }) => action.type === 'start').length;

const RIGHT = { x: 1060, y: 20 };
const LEFT = { x: 20, y: 20 };

async function hold(page: Page, { x, y }: { x: number; y: number }, ms: number): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.waitForTimeout(ms);
  await page.mouse.up();
}
const tap = (page: Page, { x, y }: { x: number; y: number }): Promise<void> => page.mouse.click(x, y);

for (const name of ['attract', 'out-of-service'])
  test(`on ${name} the gesture opens the door and starts no visit`, async ({ page }) => {
    await openPage(page, url);
    await draw(page, viewOf(screenNamed(name), { language: 'ar' }));
    await hold(page, RIGHT, 3_100);
    await tap(page, LEFT);
    await tap(page, RIGHT);
    expect(await acts(page)).toEqual([{ act: 'enter' }]);
    expect(await starts(page)).toBe(0);
  });

test('a visitor who touches a corner, long or short, starts a visit and finds no door', async ({ page }) => {
  await openPage(page, url);
  await draw(page, viewOf(screenNamed('attract'), { language: 'ar' }));
  await hold(page, RIGHT, 200);
  expect(await starts(page)).toBe(1);
  await draw(page, viewOf(screenNamed('attract'), { language: 'ar', step: 2 }));
  await hold(page, LEFT, 3_100);
  expect(await starts(page)).toBe(2);
  expect(await acts(page)).toEqual([]);
});

test('during a visit the gesture does nothing', async ({ page }) => {
  await openPage(page, url);
  await draw(page, viewOf(screenNamed('help'), { language: 'ar' }));
  await hold(page, RIGHT, 3_100);
  await tap(page, LEFT);
  await tap(page, RIGHT);
  expect(await acts(page)).toEqual([]);
});

test('a keyboard makes the gesture with End, Home, End', async ({ page }) => {
  await openPage(page, url);
  await draw(page, viewOf(screenNamed('attract'), { language: 'ar' }));
  await page.keyboard.down('End');
  await page.waitForTimeout(3_100);
  await page.keyboard.up('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  expect(await acts(page)).toEqual([{ act: 'enter' }]);
  expect(await starts(page)).toBe(0);
});

test('the staff room is not part of what a visitor loads', async ({ page }) => {
  const files: string[] = [];
  page.on('request', (request) => files.push(request.url()));
  await openPage(page, url);
  await draw(page, viewOf(screenNamed('attract'), { language: 'ar' }));
  expect(files.filter((file) => file.includes('staff'))).toEqual([]);
  await showRoom(page, 'sign-in', 2);
  expect(files.filter((file) => file.includes('staff')).length).toBeGreaterThan(0);
});

test('number, PIN and code are typed, sent once and leave the page', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'sign-in');
  for (const digits of ['4711', '٨٦٤٢٠٩', '123456']) {
    for (const digit of digits) await page.locator('body').dispatchEvent('keydown', { key: digit });
    await page.getByRole('button', { name: /^(Next|Sign in)$/ }).click();
  }
  expect(await acts(page)).toEqual([{ act: 'sign_in', account: '4711', pin: '864209', code: '123456' }]);
  const content = await page.content();
  expect(content).not.toContain('864209');
  expect(content).not.toContain('123456');
});

test('while signing in is paused nothing can be typed or sent', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'sign-in-locked');
  await expect(page.getByRole('alert')).toContainText('04:12');
  await page.keyboard.type('4711');
  await expect(page.getByText('4711')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
});

test('the worst trouble stands first, and its key leads straight to what mends it', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'overview-many');
  await expect(page.locator('.trouble h3').first()).toHaveText('The disk is full');
  await page.getByRole('button', { name: /^Fix: .?Printer/ }).click();
  await page.getByRole('button', { name: /^Fix: .?Clock/ }).click();
  expect(await acts(page)).toEqual([
    { act: 'open_test', test: 'paper' },
    { act: 'open_test', test: 'clock' },
  ]);
});

test('what the liaison officer may not do can’t be touched', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'overview-liaison');
  await expect(page.getByRole('button', { name: 'Power' })).toBeDisabled();
  await expect(page.getByRole('button', { name: /^Fix: .?Gateway/ })).toBeDisabled();
  await page.getByRole('button', { name: /^Fix: .?Printer/ }).click();
  expect(await acts(page)).toEqual([{ act: 'open_test', test: 'paper' }]);
});

test('a touch is measured from the mark that waits', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'touch-points');
  const { x, y } = TOUCH_POINTS[2];
  await page.mouse.click((x / 100) * 1080 + 10 * FRAME.display.pixelsPerMm, (y / 100) * 1920);
  await page.getByRole('button', { name: 'No reaction' }).click();
  const [felt, passed] = await acts(page);
  expect(felt).toMatchObject({ act: 'touch_point', point: 2 });
  expect(felt?.act === 'touch_point' ? felt.offMm : null).toBeCloseTo(10, 0);
  expect(passed).toEqual({ act: 'touch_point', point: 2, offMm: null });
  expect(await acts(page)).toHaveLength(2);
});

test('cells that a finger was over are told, also those below the keys', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'touch-grid');
  await page.mouse.move(10, 10);
  await page.mouse.down();
  await page.mouse.move(1070, 10, { steps: 30 });
  await page.mouse.up();
  const done = page.getByRole('button', { name: 'Done' });
  const box = await done.boundingBox();
  await done.click();
  const [grid] = await acts(page);
  const column = Math.floor(((box?.x ?? 0) + (box?.width ?? 0) / 2) / 120);
  const row = Math.floor(((box?.y ?? 0) + (box?.height ?? 0) / 2) / 120);
  const expected = [...Array.from({ length: 9 }, (_, cell) => cell), row * 9 + column];
  expect(grid?.act === 'touch_grid' ? [...grid.cells].sort((a, b) => a - b) : []).toEqual(expect.arrayContaining(expected));
  expect(grid?.act === 'touch_grid' ? grid.cells.length : 0).toBeLessThan(16);
});

test('a touch on a picture of the display test says which one was seen', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'display-pictures');
  await page.locator('.glass__picture').click();
  expect(await acts(page)).toEqual([{ act: 'picture_seen', picture: DISPLAY_PICTURES.indexOf('greys') }]);
});

test('maintenance can’t begin without a reason; power is asked for twice', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'maintenance');
  await expect(page.getByRole('button', { name: 'Start maintenance' })).toBeDisabled();
  await page.getByRole('button', { name: /60/ }).click();
  await page.getByRole('button', { name: 'Cleaning' }).click();
  await page.getByRole('button', { name: 'Start maintenance' }).click();
  await showRoom(page, 'power', 2);
  await page.getByRole('button', { name: 'Shut the kiosk down' }).click();
  await showRoom(page, 'power-sure', 3);
  await page.getByRole('button', { name: 'Yes, shut down' }).click();
  expect(await acts(page)).toEqual([
    { act: 'start_maintenance', minutes: 60, reason: 'cleaning' },
    { act: 'ask_power', power: 'shut_down' },
    { act: 'do_power', power: 'shut_down' },
  ]);
});

test('every touch says that somebody is there, sparingly', async ({ page }) => {
  await openPage(page, url);
  await showRoom(page, 'versions');
  for (let count = 0; count < 5; count += 1) await page.locator('main').click({ position: { x: 500, y: 20 } });
  const stays = (await sentIntents(page)).filter(({ action }) => action.type === 'staff' && action.act.act === 'stay');
  expect(stays).toHaveLength(1);
});
