import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Screen } from '../../src/bridge/view.ts';
import { violations } from './accessibility.ts';
import { FRAME, SCREENS, viewOf } from './gallery-views.ts';
import { foreignFonts, outOfReach, smallTargets, spilled } from './page-measures.ts';
import { draw, openPage, servePage } from './page-harness.ts';

/**
 * Every state of every citizen's screen, drawn by the real page from fixtures: it fits without scrolling, fingers find
 * it, screen readers can read it, and only our own fonts are used. Pictures go to out/gallery for people to look at.
 */

const PICTURES = 'out/gallery';
const LANGUAGES = ['ar', 'en'] as const;
const OUR_FONT = 'IBM Plex Sans Arabic';
const TARGET_MM = 20;
/** 1000 mm above the floor, from the screen's lower edge. */
const LOW_REACH_PX = (1000 - FRAME.display.lowerEdgeMm) * FRAME.display.pixelsPerMm;
/** Screens that hold nothing of anybody, and so nothing to finish. */
const WITHOUT_FINISH: ReadonlySet<Screen['id']> = new Set(['attract', 'out_of_service', 'goodbye']);

let url = '';
let server: Server | undefined;

test.beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  ({ url, server } = await servePage());
});

test.afterAll(() => server?.close());

test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function expectToFit(page: Page): Promise<void> {
  expect(await spilled(page)).toEqual([]);
}

const picture = (page: Page, name: string) => page.screenshot({ path: `${PICTURES}/${name}.png` });

for (const [name, screen] of Object.entries(SCREENS)) {
  test(`${name} fits, can be reached and can be read`, async ({ page }) => {
    const complaints = await openPage(page, url);
    let step = 0;
    for (const language of LANGUAGES) {
      step += 1;
      await draw(page, viewOf(screen, { language, step }));
      await picture(page, `${name}.${language}`);
      await expectToFit(page);
      expect(await smallTargets(page, TARGET_MM * FRAME.display.pixelsPerMm)).toEqual([]);
      expect(await foreignFonts(page, OUR_FONT)).toEqual([]);
      expect(await violations(new AxeBuilder({ page }))).toEqual([]);
      const finish = page.getByRole('button', { name: language === 'ar' ? 'إنهاء ومسح' : 'Finish and clear' });
      await expect(finish).toHaveCount(WITHOUT_FINISH.has(screen.id) ? 0 : 1);

      step += 1;
      await draw(page, viewOf(screen, { language, step, access: { largeText: true } }));
      await picture(page, `${name}.${language}.large`);
      await expectToFit(page);
      expect(await smallTargets(page, TARGET_MM * FRAME.display.pixelsPerMm)).toEqual([]);
    }
    await draw(page, viewOf(screen, { language: 'ar', step: step + 1, access: { lowReach: true } }));
    await picture(page, `${name}.ar.low`);
    await expectToFit(page);
    // The attract screen is one button from top to bottom.
    if (screen.id !== 'attract') expect(await outOfReach(page, LOW_REACH_PX)).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

const IN_CONTRAST = ['home', 'access', 'identity-card', 'transaction', 'status-awaiting_reply', 'receipt-not-printed', 'rating'];

for (const name of IN_CONTRAST) {
  test(`${name} keeps its meaning in high contrast`, async ({ page }) => {
    await openPage(page, url);
    await draw(page, viewOf(screenNamed(name), { language: 'ar', access: { highContrast: true } }));
    await picture(page, `${name}.ar.contrast`);
    await expectToFit(page);
    const strict = { rules: { 'color-contrast-enhanced': { enabled: true } } };
    expect(await violations(new AxeBuilder({ page }).options(strict))).toEqual([]);
  });
}

/** What axe passes over: a control that can't be used still says why. */
test('a closed service says so in high contrast too', async ({ page }) => {
  await openPage(page, url);
  await draw(page, viewOf(screenNamed('home-closed'), { language: 'ar', access: { highContrast: true } }));
  await picture(page, 'home-closed.ar.contrast');
  const hero = page.locator('.hero');
  const look = await hero.evaluate((element) => ({ ink: getComputedStyle(element).color, ground: getComputedStyle(element).backgroundColor }));
  expect(look).toEqual({ ink: 'rgb(22, 22, 22)', ground: 'rgb(255, 255, 255)' });
});

const LYING = [
  { width: 1280, height: 1024, pixelsPerMm: 3.79 },
  { width: 1920, height: 1080, pixelsPerMm: 4.03 },
] as const;

for (const { width, height, pixelsPerMm } of LYING) {
  test.describe(`on a screen of ${String(width)} by ${String(height)}`, () => {
    test.use({ viewport: { width, height } });

    for (const language of LANGUAGES) {
      test(`every screen fits in ${language}`, async ({ page }) => {
        test.slow();
        await openPage(page, url);
        let step = 0;
        for (const [name, screen] of Object.entries(SCREENS)) {
          step += 1;
          await draw(page, viewOf(screen, { language, step, pixelsPerMm }));
          await picture(page, `${name}.${language}.${String(width)}`);
          expect.soft(await spilled(page), name).toEqual([]);
          expect.soft(await smallTargets(page, TARGET_MM * pixelsPerMm), name).toEqual([]);

          step += 1;
          await draw(page, viewOf(screen, { language, step, pixelsPerMm, access: { largeText: true } }));
          await picture(page, `${name}.${language}.${String(width)}.large`);
          expect.soft(await spilled(page), `${name} in large text`).toEqual([]);
          expect.soft(await smallTargets(page, TARGET_MM * pixelsPerMm), `${name} in large text`).toEqual([]);
        }
      });
    }
  });
}

test('a taller screen keeps its controls within reach', async ({ page }) => {
  // 32 inches upright: 708 mm high from 700 mm above the floor, so its upper part is out of reach.
  const pixelsPerMm = 2.71;
  await openPage(page, url);
  let step = 0;
  for (const name of ['home', 'access', 'transaction', 'identity-keypad', 'status-referred', 'rating', 'language']) {
    step += 1;
    await draw(page, viewOf(screenNamed(name), { language: 'ar', step, pixelsPerMm }));
    await picture(page, `${name}.ar.tall`);
    expect.soft(await outOfReach(page, (1220 - FRAME.display.lowerEdgeMm) * pixelsPerMm), name).toEqual([]);
  }
});

for (const language of LANGUAGES) {
  test(`"are you still there?" in ${language} covers everything and says it to everybody`, async ({ page }) => {
    await openPage(page, url);
    await draw(page, viewOf(screenNamed('status-referred'), { language, secondsLeft: 14 }));
    await picture(page, `still-there.${language}`);
    await expectToFit(page);
    await expect(page.getByText('770123')).toBeHidden();
    expect(await smallTargets(page, TARGET_MM * FRAME.display.pixelsPerMm)).toEqual([]);
    expect(await violations(new AxeBuilder({ page }))).toEqual([]);
  });
}

function screenNamed(name: string): Screen {
  const screen = SCREENS[name];
  if (screen === undefined) throw new Error(`no fixture ${name}`);
  return screen;
}
