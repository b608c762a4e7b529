import { chromium, type Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { encodePng } from '../src/devices/virtual/printer/png.ts';
import { QUIET_FLAGS, rootFlags } from '../src/main/standalone/chromium.ts';
import { readArguments } from '../src/command-line/command-line.ts';
import { Guest, startLiveKiosk } from '../tests/harness/live-kiosk.ts';
import { build } from './build.ts';
import { ensureChromium } from './install-chromium.ts';

readArguments({ call: 'npm run pictures', takes: '', does: 'Renews the pictures of README, from real visits, at half size.' }, {});

const TARGET = 'docs/pictures';

/** Walks to a state, takes the pictures on the way, prints. */
async function visit(page: Page, language: string, names: readonly string[]): Promise<void> {
  const live = await startLiveKiosk();
  const guest = new Guest(page, live, language);
  const picture = async (name: string): Promise<void> => {
    if (!names.includes(name)) return;
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${TARGET}/${name}-${language}.png`, animations: 'disabled' });
  };
  await guest.openHome();
  await picture('home');
  await guest.touch('home.inquiry');
  await guest.touch('privacy.accept');
  await guest.sees('identity');
  guest.presentCard();
  await guest.sees('transaction');
  await guest.inquire('1005');
  await guest.sees('status');
  await picture('status');
  await guest.touch('status.print');
  await page.getByText(guest.text('receipt.printedTitle')).waitFor();
  const paper = live.running.virtual.printer?.pages.at(-1);
  if (paper !== undefined && names.includes('receipt')) writeFileSync(`${TARGET}/receipt-${language}.png`, encodePng(paper));
  await live.close();
}

const executablePath = ensureChromium();
if (executablePath === null) process.exit(2);
build(['contract', 'page']);
mkdirSync(TARGET, { recursive: true });
const browser = await chromium.launch({ executablePath, args: [...QUIET_FLAGS, ...rootFlags()] });
for (const [language, names] of [
  ['ar', ['home', 'status', 'receipt']],
  ['en', ['status']],
] as const) {
  const page = await browser.newPage({
    viewport: { width: 1080, height: 1920 },
    deviceScaleFactor: 0.5,
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Riyadh',
  });
  await visit(page, language, names);
  await page.close();
}
await browser.close();
