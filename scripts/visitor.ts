import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { ScreenId } from '../src/bridge/view.ts';

/** A person at the page: reads what the screen says and touches what it offers, in one language. */
export class Visitor {
  readonly page: Page;
  readonly #texts: unknown;
  readonly #limitMs: number;

  /** @param limitMs longest wait for a screen before the visitor gives up */
  constructor(page: Page, language: string, limitMs = 30_000) {
    this.page = page;
    this.#limitMs = limitMs;
    this.#texts = JSON.parse(readFileSync(`assets/locales/${language}/page.json`, 'utf8'));
  }

  /** A text of the page by its key, e.g. `home.inquiry`. */
  text(key: string): string {
    const found = key
      .split('.')
      .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], this.#texts);
    if (typeof found !== 'string') throw new Error(`no text ${key}`);
    return found;
  }

  /** Touches the button with this text. */
  async touch(key: string): Promise<void> {
    await this.page.getByRole('button', { name: this.text(key) }).first().click({ timeout: this.#limitMs });
  }

  /** Waits until one of the screens is there and says which. */
  async sees(...screens: readonly ScreenId[]): Promise<ScreenId> {
    const selector = screens.map((id) => `[data-screen="${id}"]`).join(', ');
    const frame = this.page.locator(selector).first();
    await frame.waitFor({ timeout: this.#limitMs });
    return (await frame.getAttribute('data-screen')) as ScreenId;
  }

  /** Touches the digits of the on-screen keypad. */
  async keyIn(digits: string): Promise<void> {
    const pad = this.page.getByRole('group', { name: this.text('keypad.label') });
    for (const digit of digits) await pad.getByRole('button', { name: digit, exact: true }).click();
  }
}
