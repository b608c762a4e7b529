import type { Server } from 'node:http';
import { expect, test } from '@playwright/test';
import { SCREENS, viewOf } from './gallery-views.ts';
import { draw, openPage, servePage } from './page-harness.ts';

/**
 * How every screen looks, in Arabic and English, in normal and in large text, at a fifth of its size: enough to see
 * anything that moves, grows, vanishes or changes its colour. `npm run e2e -- page-goldens --update-snapshots` renews
 * them; look at each one that changed.
 */
let url = '';
let server: Server | undefined;

test.beforeAll(async () => {
  ({ url, server } = await servePage());
});
test.afterAll(() => server?.close());

test.use({ deviceScaleFactor: 0.2 });

for (const name of ['attract', 'identity-card', 'receipt-printed', 'rating', 'goodbye'])
  test(`${name} with a card left on the reader looks as it did`, async ({ page }) => {
    await openPage(page, url);
    const screen = SCREENS[name];
    if (screen === undefined) throw new Error(`no screen ${name}`);
    for (const [index, language] of ['ar', 'en'].entries()) {
      await draw(page, viewOf(screen, { language, step: index + 1, cardLies: true }));
      await expect.soft(page).toHaveScreenshot(`${name}-card-left.${language}.png`, {
        animations: 'disabled',
        scale: 'device',
        maxDiffPixelRatio: 0.003,
        threshold: 0.1,
      });
    }
  });

for (const [name, screen] of Object.entries(SCREENS)) {
  test(`${name} looks as it did`, async ({ page }) => {
    await openPage(page, url);
    let step = 0;
    for (const language of ['ar', 'en']) {
      for (const largeText of [false, true]) {
        step += 1;
        await draw(page, viewOf(screen, { language, step, access: { largeText } }));
        const size = largeText ? 'large' : 'normal';
        await expect.soft(page).toHaveScreenshot(`${name}.${language}.${size}.png`, {
          animations: 'disabled',
          scale: 'device',
          maxDiffPixelRatio: 0.003,
          threshold: 0.1,
        });
      }
    }
  });
}
