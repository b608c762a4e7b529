import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import type { FaultTargets } from '../src/devices/virtual/faults/targets.ts';
import type { Kiosk } from '../src/main/kiosk.ts';
import type { GuardPolicy } from '../src/main/page-guard.ts';
import { startPageServer } from '../src/main/standalone/server.ts';
import { showPage, type ShownPage } from '../src/main/standalone/show.ts';
import { readPageFiles } from '../src/page-files/page-files.ts';
import { CHECKOUT_ROOT, PAGE_DIRECTORY } from './checkout.ts';

/** Short enough for somebody who waits; long enough for a machine that is busy with others. */
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

/** Draws nowhere, and lets in whoever drives it. */
const FLAGS = ['--headless=new', '--remote-debugging-port=0', '--window-size=1080,1920', '--disable-gpu'];
const PANEL = { width: 1080, height: 1920 };
const UP_WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 100;
const CONNECT_LIMIT_MS = 5_000;
const ANSWER_WITHIN_MS = 1_000;

export interface ShownPageOptions {
  readonly executable: string;
  readonly kiosk: Kiosk;
  readonly relaunch: () => void;
  readonly policy?: GuardPolicy;
  readonly moreFlags?: readonly string[];
  /** Told of every page that comes up, before anybody touches it. */
  readonly onPage?: (page: Page) => Promise<void> | void;
}

/** A kiosk's page in a Chromium that the standalone host's own guard keeps alive, and a way to touch it. */
export interface GuardedShow {
  readonly window: ShownPage['window'];
  /** Whatever page is up hangs or dies; while none is there is nothing to break. */
  readonly faults: NonNullable<FaultTargets['page']>;
  /** The page that is up and answers; waits for the next one where the last hangs or has died. Throws where none comes. */
  page(): Promise<Page>;
  close(): Promise<void>;
}

interface Hold {
  readonly profile: string;
  readonly browser: Browser;
  readonly page: Page;
  readonly session: CDPSession;
}

export async function showGuarded({ executable, kiosk, moreFlags = [], onPage, policy = SHORT_POLICY, relaunch }: ShownPageOptions): Promise<GuardedShow> {
  let shown: ShownPage | null = null;
  let held: Hold | null = null;
  const files = new Map([...readPageFiles(PAGE_DIRECTORY), ...readPageFiles(join(CHECKOUT_ROOT, 'src/main/pages'))]);
  const server = await startPageServer({ kiosk, files, onConnection: (connected) => shown?.connection(connected) }, 0);
  const opened = showPage({ executable, server, policy, moreFlags: [...FLAGS, ...moreFlags], relaunch });
  shown = opened;
  opened.follow(kiosk);
  const { window } = opened;

  /** Null once its Chromium is gone, or about to be. */
  const living = (): Hold | null => (held !== null && held.profile === window.profile() && held.browser.isConnected() ? held : null);
  const tell = (method: 'Page.crash' | 'Runtime.evaluate', parameters?: { readonly expression: string }): void =>
    // Neither ever answers.
    void living()?.session.send(method, parameters).catch(() => undefined);

  return {
    window,
    faults: {
      hang: () => tell('Runtime.evaluate', { expression: 'for (;;);' }),
      crash: () => tell('Page.crash'),
    },
    page: async () => {
      for (const endsMs = performance.now() + UP_WITHIN_MS; performance.now() < endsMs; await pause(LOOK_EVERY_MS)) {
        const known = living();
        if (known !== null && (await answers(known.page))) return known.page;
        if (known !== null) continue;
        held = await takeHold(window.profile());
        if (held !== null) await onPage?.(held.page);
      }
      throw new Error('no page answers in Chromium');
    },
    close: async () => {
      // Its Chromium may be gone already, or hang; its window ends it next.
      await held?.browser.close().catch(() => undefined);
      opened.close();
      await server.close();
    },
  };
}

/** A page that hangs says nothing until its guard ends it. */
const answers = (page: Page): Promise<boolean> =>
  Promise.race([
    page.evaluate('0').then(
      () => true,
      () => false,
    ),
    pause(ANSWER_WITHIN_MS, false),
  ]);

/** The guard is as patient with a page that hasn't beaten yet as with any machine that starts. */
export const nextBeat = (kiosk: Kiosk): Promise<void> =>
  new Promise((resolve) => {
    const stop = kiosk.observe(({ type }) => {
      if (type !== 'beat') return;
      stop();
      resolve();
    });
  });

/** Null while Chromium is on its way up or down. */
async function takeHold(profile: string | null): Promise<Hold | null> {
  const port = portOf(profile);
  if (profile === null || port === null) return null;
  let browser: Browser | null = null;
  try {
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: CONNECT_LIMIT_MS });
    const [page] = browser.contexts().flatMap((context) => context.pages());
    // Chromium's first page only leads to the kiosk's, and whoever holds it then may lose sight of the next.
    if (page?.url().startsWith('http:') === true) {
      // Without a screen Chromium's whole one is smaller than any kiosk's.
      await page.setViewportSize(PANEL);
      return { profile, browser, page, session: await page.context().newCDPSession(page) };
    }
  } catch {
    // It ended meanwhile.
  }
  // Gone already: nothing to let go of.
  await browser?.close().catch(() => undefined);
  return null;
}

/** Chromium writes the port that it chose into its profile. */
function portOf(profile: string | null): string | null {
  try {
    return profile === null ? null : (readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0] ?? null);
  } catch {
    return null;
  }
}
