import { expect, test, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { DASHBOARD_DIRECTORY } from '../../scripts/checkout.ts';
import { accessibilityFaults, complaintsOf, settled, signIn } from './dashboard-harness.ts';
import { startStory, STORY_MS } from './dashboard-story.ts';
import type { OfficersHub } from '../harness/officers-hub.ts';

/**
 * How every room of the officers' page looks, in Arabic and English, at a desk and in the hand, at half its size; and that
 * each is accessible and complains about nothing. `npm run e2e -- dashboard-goldens --update-snapshots` renews them; look
 * at each one that changed.
 */
let own: OfficersHub;
const cookies = new Map<string, NonNullable<BrowserContextOptions['storageState']>>();

const ROOMS: readonly { readonly name: string; readonly path: string; readonly who: string; readonly prepare?: (page: Page) => Promise<void>; readonly isLong?: boolean }[] = [
  { name: 'board', path: '/#/', who: 'k.otaibi', isLong: true },
  { name: 'kiosk', path: '/#/kiosks/MK-009', who: 'admin', isLong: true },
  { name: 'kiosk-away', path: '/#/kiosks/MK-013', who: 'm.manager' },
  { name: 'inbox', path: '/#/incidents', who: 'k.otaibi' },
  { name: 'inbox-ended', path: '/#/incidents', who: 'k.otaibi', prepare: (page) => page.locator('.tabs button').last().click() },
  { name: 'figures', path: '/#/figures', who: 'k.otaibi', isLong: true },
  { name: 'maintenance', path: '/#/maintenance', who: 'l.shehri' },
  { name: 'maintenance-month', path: '/#/maintenance', who: 'l.shehri', prepare: (page) => page.locator('.tabs button').last().click() },
  { name: 'plan', path: '/#/maintenance', who: 'l.shehri', prepare: (page) => page.locator('.room-head .button').click() },
  {
    name: 'audit',
    path: '/#/audit',
    who: 'admin',
    // Ids of jobs differ each time.
    prepare: async (page) => {
      await page.locator('.audit-search input').nth(1).fill('kiosk.enrol');
      await page.locator('.audit-search button').click();
      await expect(page.locator('.audit tbody tr')).toHaveCount(13);
    },
  },
  { name: 'settings', path: '/#/settings', who: 'm.ghamdi', prepare: (page) => page.locator('.settings .button').click() },
  {
    name: 'dangerous-job',
    path: '/#/kiosks/MK-011',
    who: 'admin',
    prepare: async (page) => {
      await page.locator('.jobs__offers .button').nth(7).click();
      await page.getByRole('dialog').waitFor();
    },
  },
];
const LANGUAGES = ['ar', 'en'] as const;
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const LOOK = { animations: 'disabled', scale: 'device', maxDiffPixelRatio: 0.004, threshold: 0.1 } as const;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  own = await startStory(DASHBOARD_DIRECTORY);
  await own.officer('m.manager', { name: { ar: 'منى السبيعي', en: 'Mona Alsubaie' }, role: 'manager' });
  for (const who of new Set(ROOMS.map((room) => room.who))) {
    const page = await browser.newPage();
    await signIn(page, own, who);
    cookies.set(who, await page.context().storageState());
    await page.close();
  }
  // Signing in took its time: everything below is seen at the same minute.
  own.nowMs = STORY_MS + 5 * 60_000;
});
test.afterAll(() => own[Symbol.asyncDispose]());

/** A page of somebody who is signed in already, or of nobody. */
async function open(browser: Browser, who: string | null, language: string, viewport: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 0.5, reducedMotion: 'reduce', timezoneId: 'Asia/Riyadh', ...(who === null ? {} : { storageState: cookies.get(who) }) } as BrowserContextOptions);
  const page = await context.newPage();
  await page.addInitScript((kept) => localStorage.setItem('raha-language', kept), language);
  return page;
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const language of LANGUAGES) {
    for (const { isLong = false, name, path, prepare, who } of ROOMS) {
      test(`${name} in ${language} at ${size} width looks as it did and is accessible`, async ({ browser }) => {
        const page = await open(browser, who, language, viewport);
        const complaints = complaintsOf(page);
        await page.goto(`${own.hub.url}${path}`);
        await page.locator('.shell__main h1').waitFor();
        await expect(page.locator('.reading')).toHaveCount(0);
        await prepare?.(page);
        await settled(page);
        await expect.soft(page).toHaveScreenshot(`dashboard-${name}.${language}.${size}.png`, { ...LOOK, fullPage: isLong });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 'nothing sticks out').toBeLessThanOrEqual(0);
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.context().close();
      });
    }

    test(`first sign-in in ${language} at ${size} width looks as it did and is accessible`, async ({ browser }) => {
      const page = await open(browser, null, language, viewport);
      await page.goto(`${own.hub.url}/#/sign-in/first`);
      await page.locator('input[name=first-code]').waitFor();
      await settled(page);
      await expect.soft(page).toHaveScreenshot(`dashboard-first-sign-in.${language}.${size}.png`, LOOK);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.context().close();
    });

    test(`sign-in in ${language} at ${size} width looks as it did and is accessible`, async ({ browser }) => {
      const page = await open(browser, null, language, viewport);
      await page.goto(own.hub.url);
      await page.locator('input[name=account]').fill('k.otaibi');
      await page.locator('input[name=password]').fill('wrong');
      await page.locator('input[name=code]').fill('000000');
      await page.locator('button[type=submit]').click();
      await page.locator('[role=alert]').waitFor();
      await settled(page);
      await expect.soft(page).toHaveScreenshot(`dashboard-sign-in.${language}.${size}.png`, LOOK);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.context().close();
    });
  }
}
