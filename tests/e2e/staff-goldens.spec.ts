import type { Server } from 'node:http';
import { expect, test, type Page } from '@playwright/test';
import { draw, openPage, servePage } from './page-harness.ts';
import { STAFF_ROOMS_DRAWN, staffViewOf } from './staff-views.ts';

/**
 * How every staff screen looks, in Arabic and English, at a fifth of its size; the overview and one test also on a screen
 * that lies on its side and in large letters. `npm run e2e -- staff-goldens --update-snapshots` renews them; look at each
 * one that changed.
 */
let url = '';
let server: Server | undefined;

test.beforeAll(async () => {
  ({ url, server } = await servePage());
});
test.afterAll(() => server?.close());

test.use({ deviceScaleFactor: 0.2 });

const LANGUAGES = ['ar', 'en'] as const;
const LOOK = { animations: 'disabled', scale: 'device', maxDiffPixelRatio: 0.003, threshold: 0.1 } as const;

interface Shot {
  readonly name: string;
  readonly language: string;
  readonly step: number;
  readonly largeText?: boolean;
  readonly suffix?: string;
}

async function compare(page: Page, { name, language, step, largeText = false, suffix = '' }: Shot): Promise<void> {
  const room = STAFF_ROOMS_DRAWN[name];
  if (room === undefined) throw new Error(`no fixture ${name}`);
  await draw(page, staffViewOf(room, { language, step, largeText }));
  await page.locator('.staff').waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await expect.soft(page).toHaveScreenshot(`staff-${name}.${language}${suffix}.png`, LOOK);
}

for (const name of Object.keys(STAFF_ROOMS_DRAWN)) {
  test(`${name} looks as it did`, async ({ page }) => {
    await openPage(page, url);
    for (const [step, language] of LANGUAGES.entries()) await compare(page, { name, language, step: step + 1 });
  });
}

const CLOSELY = ['overview', 'overview-many', 'tests', 'printer-cutter', 'checks-faulty', 'paper-change', 'report-made'];

test('staff screens in large letters look as they did', async ({ page }) => {
  await openPage(page, url);
  let step = 0;
  for (const name of CLOSELY)
    for (const language of LANGUAGES) await compare(page, { name, language, step: (step += 1), largeText: true, suffix: '.large' });
});

test.describe('on a screen that lies on its side', () => {
  test.use({ viewport: { width: 1920, height: 1080 } });

  test('staff screens look as they did', async ({ page }) => {
    await openPage(page, url);
    let step = 0;
    for (const name of CLOSELY)
      for (const language of LANGUAGES) await compare(page, { name, language, step: (step += 1), suffix: '.lying' });
  });
});
