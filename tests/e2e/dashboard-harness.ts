import type { Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { PASSWORD, type OfficersHub } from '../harness/officers-hub.ts';
import { violations } from './accessibility.ts';

/** What the console said, and what the policy refused. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if ((message.type() === 'error' || message.type() === 'warning') && !isExpected(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** The browser's own notes: nobody is signed in yet, and an ability that this build of Chromium lacks is refused to the page. */
const isExpected = (text: string): boolean => text.includes('status of 401') || text.includes('Permissions-Policy header');

export async function signIn(page: Page, own: OfficersHub, account: string, path = '/', language: 'ar' | 'en' = 'ar'): Promise<void> {
  await page.addInitScript((kept) => localStorage.setItem('raha-language', kept), language);
  await page.goto(`${own.hub.url}${path}`);
  await typeSignIn(page, own, account);
  await page.locator('.shell__main h1').first().waitFor();
}

export async function typeSignIn(page: Page, own: OfficersHub, account: string, password = PASSWORD): Promise<void> {
  // A code is good once: whoever signs in again needs the next one.
  own.nowMs += 30_000;
  await page.locator('input[name=account]').fill(account);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=code]').fill(own.codeOf(account));
  await page.locator('button[type=submit]').click();
}

export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** WCAG 2.2 AA, as far as a machine can tell. */
export function accessibilityFaults(page: Page): Promise<string[]> {
  return violations(new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']));
}
