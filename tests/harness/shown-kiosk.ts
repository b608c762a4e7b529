import { expect, type Page } from '@playwright/test';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { startDemo } from '../../scripts/demo.ts';
import { showGuarded, type GuardedShow } from '../../scripts/shown-page.ts';
import type { FaultTargets } from '../../src/devices/virtual/faults/targets.ts';
import type { KioskEvent } from '../../src/main/kiosk.ts';
import { pageFaultsIn } from '../../src/main/fault-targets.ts';
import { findChromium } from '../../src/main/standalone/chromium.ts';
import { startKioskProcess, type RunningKiosk } from '../../src/main/start.ts';

/** A kiosk whose page runs in a Chromium that it opened itself and keeps alive. */
export interface ShownKiosk {
  readonly events: readonly KioskEvent[];
  readonly relaunches: () => number;
  readonly window: GuardedShow['window'];
  readonly virtual: RunningKiosk['virtual'];
  readonly faultTargets: FaultTargets;
  readonly dockUrl: string | null;
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
  let opened: GuardedShow | null = null;
  const running = await startKioskProcess(demo.config, CHECKOUT, { pageFaults: pageFaultsIn(() => opened?.window ?? null) });
  const events: KioskEvent[] = [];
  running.kiosk.observe((event) => events.push(event));
  let relaunches = 0;
  const show = await showGuarded({
    executable: findChromium() ?? '',
    kiosk: running.kiosk,
    moreFlags,
    relaunch: () => (relaunches += 1),
  });
  opened = show;

  return {
    events,
    relaunches: () => relaunches,
    window: show.window,
    virtual: running.virtual,
    dockUrl: running.dockUrl,
    faultTargets: { ...running.faultTargets, page: show.faults },
    page: () => show.page(),
    sees: async (screen) => {
      await expect
        .poll(async () => shownScreen(show), { timeout: 45_000, intervals: [500] })
        .toBe(screen);
    },
    restarts: () => events.flatMap((event) => (event.type === 'page_restarted' ? [event.cause] : [])),
    screen: () => running.kiosk.view().screen.id,
    close: async () => {
      await show.close();
      await running.close();
      await demo.close();
    },
  };
}

/** Null while Chromium is on its way up or down. */
async function shownScreen(show: GuardedShow): Promise<string | null> {
  try {
    const current = await show.page();
    return await current.locator('[data-screen]').getAttribute('data-screen', { timeout: 2_000 });
  } catch {
    return null;
  }
}
