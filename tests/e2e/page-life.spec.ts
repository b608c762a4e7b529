import { expect, test } from '@playwright/test';
import { startShownKiosk, type ShownKiosk } from '../harness/shown-kiosk.ts';

/**
 * Pages that hang, go white, crash or eat all memory in a Chromium that the kiosk opened itself: each is noticed and
 * replaced, and the visitor goes on where the visit was.
 */
test.setTimeout(180_000);

let kiosk: ShownKiosk;

test.afterEach(() => kiosk.close());

async function startAtHome(moreFlags: readonly string[] = []): Promise<void> {
  kiosk = await startShownKiosk(moreFlags);
  await kiosk.sees('attract');
  const page = await kiosk.page();
  await page.locator('[data-screen="attract"] button').first().click();
  await page.locator('button[lang="en"]').click();
  await kiosk.sees('home');
  await expect.poll(() => kiosk.events.some(({ type }) => type === 'beat'), { timeout: 30_000 }).toBe(true);
}

/** Waits until a page was started again for this, and the new one shows what the old one did. */
async function isReplaced(...causes: string[]): Promise<void> {
  await expect.poll(() => kiosk.restarts().length, { timeout: 30_000 }).toBe(1);
  expect(causes).toContain(kiosk.restarts()[0]);
  await kiosk.sees('home');
  expect(await (await kiosk.page()).locator('html').getAttribute('lang'), 'the visit goes on').toBe('en');
}

test('a page that hangs', async () => {
  await startAtHome();
  const page = await kiosk.page();
  void page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  await isReplaced('hung');
});

test('a page that goes white', async () => {
  await startAtHome();
  await (await kiosk.page()).evaluate(() => document.body.replaceChildren());
  await isReplaced('white');
});

test('a page whose process crashes', async () => {
  await startAtHome();
  const page = await kiosk.page();
  const session = await page.context().newCDPSession(page);
  void session.send('Page.crash').catch(() => undefined);
  await isReplaced('crashed');
});

test('a page that eats all memory', async () => {
  await startAtHome(['--js-flags=--max-old-space-size=48']);
  const page = await kiosk.page();
  void page
    .evaluate(() => {
      const eaten: number[][] = [];
      for (;;) eaten.push(Array.from({ length: 10_000 }, (_, index) => index + eaten.length));
    })
    .catch(() => undefined);
  // Chromium doesn't tell a program outside why a page's process ended; on a busy machine the page is silent before that.
  await isReplaced('crashed', 'hung');
});

test('a Chromium that is killed', async () => {
  await startAtHome();
  kiosk.window.kill();
  await isReplaced('crashed');
});

test('a page that keeps dying makes room for an honest screen of the host, and comes back by itself', async () => {
  await startAtHome();
  for (let crash = 1; crash <= 4; crash += 1) {
    kiosk.window.kill();
    await expect.poll(() => kiosk.restarts().length, { timeout: 30_000 }).toBe(crash);
    if (crash < 4) await kiosk.sees('home');
  }
  await expect
    .poll(async () => (await kiosk.page()).getByText('This kiosk is out of service for now').count().catch(() => 0), {
      timeout: 30_000,
    })
    .toBe(1);
  const page = await kiosk.page();
  await expect(page.getByText('هذا الجهاز خارج الخدمة مؤقتًا')).toBeVisible();
  expect(await page.evaluate(() => document.scripts.length), 'nothing in it can break').toBe(0);
  expect(kiosk.screen()).toBe('out_of_service');
  await kiosk.sees('attract');
  expect(kiosk.relaunches()).toBe(0);
});
