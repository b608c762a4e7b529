import { chromium, type Page } from '@playwright/test';
import { readPageFiles } from '../../src/page-files/page-files.ts';
import { findChromium, QUIET_FLAGS, rootFlags } from '../../src/main/standalone/chromium.ts';
import { startPageServer } from '../../src/main/standalone/server.ts';
import { PAGE_DIRECTORY } from '../checkout.ts';
import { PAGE_HURRY } from './hurry.ts';
import { startCampaignKiosk, type CampaignKiosk } from './kiosk.ts';
import { strangerIn } from './people.ts';

/** A kiosk with its page in Chromium. The page must be built. */
export interface PageKiosk extends CampaignKiosk {
  readonly page: Page;
}

export async function startPageKiosk(): Promise<PageKiosk> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('a campaign through the page needs Chromium');
  const kiosk = await startCampaignKiosk('here', PAGE_HURRY);
  const server = await startPageServer({ kiosk: kiosk.running.kiosk, files: readPageFiles(PAGE_DIRECTORY) }, 0);
  const browser = await chromium.launch({ executablePath, args: [...QUIET_FLAGS, ...rootFlags()] });
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => kiosk.watch.note(`the page threw ${error.message}`));
  await page.goto(server.url);
  await page.locator('[data-screen="attract"]').waitFor();
  return {
    ...kiosk,
    page,
    close: async () => {
      await browser.close();
      await server.close();
      await kiosk.close();
    },
  };
}

/** What of anybody is left in the document once the attract screen is drawn; must be nothing. */
export async function leftInPage({ page }: PageKiosk): Promise<readonly string[]> {
  await page.locator('[data-screen="attract"]').waitFor();
  const left = strangerIn(await page.content(), null);
  return left === null ? [] : [`the page on the attract screen holds ${left}`];
}
