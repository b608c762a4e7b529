import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { codeOf, type DemoPerson } from '../../scripts/demo-staff.ts';

/** Reaches into a tree of texts by a key such as `paper.leads.open`; a part may itself hold a point. */
function textAt(texts: unknown, key: string): string {
  const found = key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], texts);
  if (typeof found !== 'string') throw new Error(`no text ${key}`);
  return found;
}

/** A hand that does what an instruction on the screen asks for. */
export type Hands = Readonly<Record<string, () => void | Promise<void>>>;

/** The key was gone before the finger came down: the screen had moved on. */
const ranAhead = (): void => undefined;

const MAX_STEPS = 40;
/** The kiosk asks the gateway and looks at its disk by itself so often. */
const NOTICED_WITHIN_MS = 70_000;

/** Somebody of the staff in front of the kiosk, who knows nothing but what the screen says. */
export class Technician {
  readonly page: Page;
  readonly #language: string;
  readonly #staff: unknown;
  /** What was done, in the words of the screen. */
  readonly diary: string[] = [];

  constructor(page: Page, language: string) {
    this.page = page;
    this.#language = language;
    this.#staff = JSON.parse(readFileSync(`assets/locales/${language}/staff.json`, 'utf8'));
  }

  /** A text of the staff room by its key. */
  text(key: string): string {
    return textAt(this.#staff, key);
  }

  /** The screen's own button comes before that of the navigation with the same name. */
  button(key: string) {
    return this.page.getByRole('button', { name: this.text(key), exact: true }).first();
  }

  /** Holds the upper right corner, then touches left and right. */
  async openDoor(): Promise<void> {
    const { width } = this.page.viewportSize() ?? { width: 1080 };
    await this.page.mouse.move(width - 15, 15);
    await this.page.mouse.down();
    await this.page.waitForTimeout(3_100);
    await this.page.mouse.up();
    await this.page.mouse.click(15, 15);
    await this.page.mouse.click(width - 15, 15);
    await this.page.locator('.staff[data-screen="sign_in"]').waitFor();
    const other = this.page.locator(`.staff-header button:has([lang="${this.#language}"])`);
    if (await other.isVisible()) await other.click();
  }

  async type(account: string, pin: string, code: string): Promise<void> {
    for (const field of ['account', 'pin', 'code'] as const) {
      await this.page.getByRole('button', { name: this.text(`sign_in.fields.${field}`) }).click();
      await this.page.keyboard.press('Delete');
      await this.page.keyboard.type({ account, pin, code }[field]);
    }
    await this.button('sign_in.submit').click();
  }

  async signIn(person: DemoPerson, at = new Date()): Promise<void> {
    await this.type(person.id, person.pin, codeOf(person, at));
    await this.sees('overview');
  }

  async sees(screen: string): Promise<void> {
    await this.page.locator(`.staff[data-screen="${screen}"]`).waitFor({ timeout: 15_000 });
  }

  async go(room: string): Promise<void> {
    await this.page.getByRole('navigation', { name: this.text('nav.label') }).getByRole('button', { name: this.text(`nav.${room}`) }).click();
  }

  /**
   * What stands on top of the overview, or null when all is well.
   * @param mended was just seen to; the kiosk may take a moment to believe it
   */
  async worst(mended: string | null = null): Promise<string | null> {
    await this.sees('overview');
    const trouble = this.page.locator('.trouble h3').filter(mended === null ? {} : { hasNotText: mended });
    await trouble.first().or(this.page.locator('.status-bar[data-tone="success"]')).first().waitFor({ timeout: NOTICED_WITHIN_MS });
    return this.#firstText(trouble);
  }

  /** Presses "fix" beside a trouble and does what the screens say; ends on the overview. */
  async fix(title: string, hands: Hands): Promise<void> {
    await this.page.locator('.trouble', { hasText: title }).getByRole('button').click();
    await this.untilPassed(hands);
  }

  /** Opens a test from the list. */
  async openTest(test: string): Promise<void> {
    await this.go('tests');
    await this.page.locator('.test-key', { hasText: this.text(`subjects.${test}`) }).click();
  }

  /** Does what the screens of a test say until it is passed. */
  async untilPassed(hands: Hands): Promise<void> {
    for (let step = 0; step < MAX_STEPS; step += 1) {
      await this.page.locator('.test').waitFor({ timeout: 10_000 });
      if (await this.#isPassed()) {
        await this.button('test.toOverview').click();
        return;
      }
      await this.#followScreen(hands);
    }
    throw new Error(`no way out:\n${this.diary.join('\n')}`);
  }

  async #isPassed(): Promise<boolean> {
    return this.page.locator('.test__outcome[data-tone="success"]').isVisible();
  }

  /** One thing: what a verdict asks for, else what the instruction says, else the key that leads on. */
  async #followScreen(hands: Hands): Promise<void> {
    const fix = await this.#firstText(this.page.locator('.finding__fix'));
    if (fix !== null) {
      await this.#do(hands, fix);
      // A reader that is plugged in again may have started the test anew by itself.
      await this.button('test.again').click({ timeout: 3_000 }).catch(ranAhead);
      return;
    }
    const instruction = this.page.locator('.test__lead');
    const lead = await this.#firstText(instruction);
    if (lead !== null) await this.#do(hands, lead);
    // The machine may see by itself what the hand did; only then is there a key to tell it.
    await this.page.waitForTimeout(600);
    const key = this.page.locator('.test:not([data-over]) .test__act .button[data-look="primary"]');
    if ((await this.#firstText(instruction)) !== lead || (await key.count()) === 0) return;
    await key.first().click({ timeout: 2_000 }).catch(ranAhead);
  }

  /** What is there now: a screen that goes on by itself must not be waited for. */
  async #firstText(where: Locator): Promise<string | null> {
    const [text] = await where.allInnerTexts();
    return text ?? null;
  }

  async #do(hands: Hands, instruction: string): Promise<void> {
    const plain = instruction.replaceAll(/[\u2066-\u2069]/g, '');
    if (this.diary.at(-1) !== plain) this.diary.push(plain);
    await hands[plain]?.();
  }

  /** What a camera reads from the code on the screen. */
  async photographCode(): Promise<Buffer> {
    const code = this.page.locator('.qr-code');
    await expect(code).toBeVisible({ timeout: 20_000 });
    return code.screenshot();
  }
}
