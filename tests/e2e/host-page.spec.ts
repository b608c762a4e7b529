import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { readPageFiles } from '../../src/page-files/page-files.ts';
import { startPageServer, type PageServer } from '../../src/main/standalone/server.ts';
import { TestKiosk } from '../harness/fakes.ts';
import { foreignFonts, spilled } from './page-measures.ts';

/** The page a host draws by itself when the kiosk's own can't be relied on: the same for Electron and standalone. */
const FONTS = join(CHECKOUT_ROOT, 'node_modules/@fontsource/ibm-plex-sans-arabic/files');

let server: PageServer;

test.beforeAll(async () => {
  const files = new Map([...readPageFiles(join(CHECKOUT_ROOT, 'src/main/pages')), ...readPageFiles(FONTS)]);
  server = await startPageServer({ kiosk: new TestKiosk().kiosk, files }, 0);
});
test.afterAll(() => server.close());

test.use({ deviceScaleFactor: 0.2 });

for (const [name, viewport] of Object.entries({
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
}))
  test(`tells in two languages that the kiosk is out of service, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.goto(server.outOfServiceUrl);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await expect(page.getByRole('heading', { name: 'هذا الجهاز خارج الخدمة مؤقتًا' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'This kiosk is out of service for now' })).toBeVisible();
    expect(await page.evaluate(() => document.scripts.length)).toBe(0);
    expect(await spilled(page)).toEqual([]);
    expect(await foreignFonts(page, 'IBM Plex Sans Arabic Medium')).toEqual([]);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.screenshot({ path: `out/gallery/host-out-of-service.${name}.png`, scale: 'css' });
    await expect(page).toHaveScreenshot(`host-out-of-service.${name}.png`, {
      scale: 'device',
      maxDiffPixelRatio: 0.003,
      threshold: 0.1,
    });
  });
