import type { Page } from '@playwright/test';
import type { FaultTargets } from '../src/devices/virtual/faults/targets.ts';

/** What can go wrong with a page in Chromium: its script stops, its process dies. */
export async function pageFaults(page: Page): Promise<NonNullable<FaultTargets['page']>> {
  const session = await page.context().newCDPSession(page);
  // Neither ever answers.
  return {
    hang: () => void session.send('Runtime.evaluate', { expression: 'for (;;);' }).catch(() => undefined),
    crash: () => void session.send('Page.crash').catch(() => undefined),
  };
}
