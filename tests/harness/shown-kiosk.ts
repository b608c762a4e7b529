import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import { CHECKOUT, CHECKOUT_ROOT, PAGE_DIRECTORY } from '../../scripts/checkout.ts';
import { startDemo } from '../../scripts/demo.ts';
import type { FaultTargets } from '../../src/devices/virtual/faults/targets.ts';
import type { KioskEvent } from '../../src/main/kiosk.ts';
import type { GuardPolicy } from '../../src/main/page-guard.ts';
import { readPageFiles } from '../../src/page-files/page-files.ts';
import { findChromium } from '../../src/main/standalone/chromium.ts';
import { startPageServer } from '../../src/main/standalone/server.ts';
import { showPage, type ShownPage } from '../../src/main/standalone/show.ts';
import { startKioskProcess } from '../../src/main/start.ts';

/** Short enough for a test; long enough for a machine that is busy with others. */
export const SHORT_POLICY: GuardPolicy = {
  crashBudget: 3,
  budgetWindowMs: 120_000,
  settleMs: 200,
  startMs: 30_000,
  loadMs: 30_000,
  silenceMs: 6_000,
  awayMs: 1_500,
  killMs: 2_000,
  restsMs: [4_000, 4_000],
  probationMs: 5_000,
  redrawMs: 1_000,
};

/** Draws nowhere, and lets the test in. */
const TEST_FLAGS = ['--headless=new', '--remote-debugging-port=0', '--window-size=1080,1920', '--disable-gpu'];

/** A kiosk whose page runs in a Chromium that it opened itself and keeps alive. */
export interface ShownKiosk {
  readonly events: readonly KioskEvent[];
  readonly relaunches: () => number;
  readonly window: ShownPage['window'];
  readonly faultTargets: FaultTargets | null;
  /** The page in the Chromium that runs now. */
  page(): Promise<Page>;
  /** Waits until the page is on this screen, in whichever Chromium. */
  sees(screen: string): Promise<void>;
  /** What pages were started again for. */
  restarts(): string[];
  screen(): string;
  close(): Promise<void>;
}

export async function startShownKiosk(moreFlags: readonly string[] = []): Promise<ShownKiosk> {
  const demo = await startDemo();
  const running = await startKioskProcess(demo.config, CHECKOUT);
  const events: KioskEvent[] = [];
  running.kiosk.observe((event) => events.push(event));
  let shown: ShownPage | null = null;
  const files = new Map([...readPageFiles(PAGE_DIRECTORY), ...readPageFiles(join(CHECKOUT_ROOT, 'src/main/pages'))]);
  const onConnection = (connected: boolean): void => shown?.connection(connected);
  const server = await startPageServer({ kiosk: running.kiosk, files, onConnection }, 0);
  let relaunches = 0;
  const opened = showPage({
    executable: findChromium() ?? '',
    server,
    policy: SHORT_POLICY,
    moreFlags: [...TEST_FLAGS, ...moreFlags],
    relaunch: () => (relaunches += 1),
  });
  shown = opened;
  opened.follow(running.kiosk);
  let browser: Browser | null = null;

  async function page(): Promise<Page> {
    await browser?.close().catch(() => undefined);
    const port = await debuggingPort(opened);
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [first] = browser.contexts().flatMap((context) => context.pages());
    if (first === undefined) throw new Error('no page in Chromium');
    return first;
  }

  return {
    events,
    relaunches: () => relaunches,
    window: opened.window,
    faultTargets: running.faultTargets,
    page,
    sees: async (screen) => {
      await expect
        .poll(async () => shownScreen(page), { timeout: 45_000, intervals: [500] })
        .toBe(screen);
    },
    restarts: () => events.flatMap((event) => (event.type === 'page_restarted' ? [event.cause] : [])),
    screen: () => running.kiosk.view().screen.id,
    close: async () => {
      await browser?.close().catch(() => undefined);
      opened.close();
      await server.close();
      await running.close();
      await demo.close();
    },
  };
}

/** Null while Chromium is on its way up or down. */
async function shownScreen(page: () => Promise<Page>): Promise<string | null> {
  try {
    const current = await page();
    return await current.locator('[data-screen]').getAttribute('data-screen', { timeout: 2_000 });
  } catch {
    return null;
  }
}

/** Chromium writes the port that it chose into its profile. */
async function debuggingPort({ window }: ShownPage): Promise<string> {
  let port = '';
  await expect
    .poll(() => (port = portOf(window.profile())), { timeout: 20_000, intervals: [100] })
    .not.toBe('');
  return port;
}

function portOf(profile: string | null): string {
  try {
    return profile === null ? '' : (readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0] ?? '');
  } catch {
    return '';
  }
}
