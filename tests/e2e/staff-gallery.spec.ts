import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { View } from '../../src/bridge/view.ts';
import { violations } from './accessibility.ts';
import { FRAME } from './gallery-views.ts';
import { foreignFonts, smallTargets, spilledAnywhere } from './page-measures.ts';
import { draw, openPage, servePage } from './page-harness.ts';
import { STAFF_ROOMS_DRAWN, staffViewOf } from './staff-views.ts';

/**
 * Every state of the staff room, drawn by the real page: it fits without scrolling, fingers find it, screen readers can
 * read it, and only our own fonts are used. Pictures go to out/gallery for people to look at.
 */

const PICTURES = 'out/gallery';
const LANGUAGES = ['ar', 'en'] as const;
const TARGET_MM = 20;

let url = '';
let server: Server | undefined;

test.beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  ({ url, server } = await servePage());
});
test.afterAll(() => server?.close());
test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function drawStaff(page: Page, view: View): Promise<void> {
  await draw(page, view);
  await page.locator('.staff').waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

for (const [name, room] of Object.entries(STAFF_ROOMS_DRAWN)) {
  test(`${name} fits, can be reached and can be read`, async ({ page }) => {
    const complaints = await openPage(page, url);
    let step = 0;
    for (const language of LANGUAGES) {
      for (const largeText of [false, true]) {
        step += 1;
        const size = largeText ? '.large' : '';
        await drawStaff(page, staffViewOf(room, { language, largeText, step }));
        await page.screenshot({ path: `${PICTURES}/staff-${name}.${language}${size}.png` });
        expect.soft(await spilledAnywhere(page, '.staff'), `${language}${size}`).toEqual([]);
        expect.soft(await smallTargets(page, TARGET_MM * FRAME.display.pixelsPerMm), `${language}${size}`).toEqual([]);
        if (largeText) continue;
        expect.soft(await foreignFonts(page, 'IBM Plex Sans Arabic')).toEqual([]);
        expect.soft(await violations(new AxeBuilder({ page }))).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
  });
}

const LYING = [
  { width: 1280, height: 1024, pixelsPerMm: 3.79 },
  { width: 1920, height: 1080, pixelsPerMm: 4.03 },
] as const;

for (const { width, height, pixelsPerMm } of LYING) {
  test.describe(`on a screen of ${String(width)} by ${String(height)}`, () => {
    test.use({ viewport: { width, height } });
    for (const language of LANGUAGES) {
      test(`every staff screen fits in ${language}`, async ({ page }) => {
        test.slow();
        await openPage(page, url);
        let step = 0;
        for (const [name, room] of Object.entries(STAFF_ROOMS_DRAWN)) {
          for (const largeText of [false, true]) {
            step += 1;
            const label = `${name} ${largeText ? 'large' : 'normal'}`;
            await drawStaff(page, lying(staffViewOf(room, { language, largeText, step, pixelsPerMm }), largeText));
            await page.screenshot({ path: `${PICTURES}/staff-${name}.${language}.${String(width)}${largeText ? '.large' : ''}.png` });
            expect.soft(await spilledAnywhere(page, '.staff'), label).toEqual([]);
            expect.soft(await smallTargets(page, TARGET_MM * pixelsPerMm), label).toEqual([]);
          }
        }
      });
    }
  });
}

/** The page asks for fewer events where it is lower. */
function lying(view: View, largeText: boolean): View {
  if (view.staff?.screen.id !== 'events') return view;
  const events = view.staff.screen.events.slice(0, largeText ? 4 : 7);
  return { ...view, staff: { ...view.staff, screen: { ...view.staff.screen, events } } };
}
