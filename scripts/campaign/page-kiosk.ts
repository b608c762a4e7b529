import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { createFaultBoard } from '../../src/devices/virtual/faults/board.ts';
import { findChromium } from '../../src/main/standalone/chromium.ts';
import { nextBeat, SHORT_POLICY, showGuarded } from '../shown-page.ts';
import { PAGE_HURRY } from './hurry.ts';
import { startCampaignKiosk, type CampaignKiosk } from './kiosk.ts';
import { strangerIn } from './people.ts';
import { StuckError } from './visitor.ts';

/** A kiosk with its page in a Chromium that the guard keeps alive. The page must be built. */
export interface PageKiosk extends CampaignKiosk {
  /** The page that is up and answers, as a visitor waits for it; throws StuckError. */
  page(): Promise<Page>;
}

/** A page that keeps dying is given up elsewhere; here another one always comes, and soon, as visits are short. */
const POLICY = { ...SHORT_POLICY, crashBudget: 1_000, loadMs: 15_000 };
/** With another page or two between. */
const ATTRACT_WITHIN_MS = 60_000;
const LOOK_MS = 2_000;
const LOOK_EVERY_MS = 100;

export async function startPageKiosk(): Promise<PageKiosk> {
  const executable = findChromium();
  if (executable === null) throw new Error('a campaign through the page needs Chromium');
  const kiosk = await startCampaignKiosk('here', PAGE_HURRY);
  const { watch } = kiosk;
  const show = await showGuarded({
    executable,
    kiosk: kiosk.running.kiosk,
    policy: POLICY,
    relaunch: () => watch.note('the page was given up'),
    onPage: async (page) => {
      page.on('pageerror', (error) => watch.note(`the page threw ${error.message}`));
      await page.emulateMedia({ reducedMotion: 'reduce' });
    },
  });
  await nextBeat(kiosk.running.kiosk);
  return {
    ...kiosk,
    board: createFaultBoard({ ...kiosk.board.targets, page: show.faults }),
    page: () =>
      show.page().catch(() => {
        throw new StuckError('no page answers any more');
      }),
    close: async () => {
      await show.close();
      await kiosk.close();
    },
  };
}

/** What of anybody is left in the document once the attract screen is drawn; must be nothing. */
export async function leftInPage(kiosk: PageKiosk): Promise<readonly string[]> {
  const content = await attractContent(kiosk);
  if (content === null) return ['no page comes back to the attract screen'];
  const left = strangerIn(content, null);
  return left === null ? [] : [`the page on the attract screen holds ${left}`];
}

/** Looks again where the page died under the look. */
async function attractContent(kiosk: PageKiosk): Promise<string | null> {
  for (const endsMs = performance.now() + ATTRACT_WITHIN_MS; performance.now() < endsMs; await pause(LOOK_EVERY_MS)) {
    try {
      const page = await kiosk.page();
      await page.locator('[data-screen="attract"]').waitFor({ timeout: LOOK_MS });
      return await page.content();
    } catch {
      // Its guard sees to the next one.
    }
  }
  return null;
}
