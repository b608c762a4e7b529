import type { Locator, Page } from '@playwright/test';
import type { Action } from '../../src/bridge/intent.ts';
import { Visitor } from '../visitor.ts';
import { YEAR } from './people.ts';
import type { PageKiosk } from './page-kiosk.ts';
import type { Hands } from './visitor.ts';

/** A button that isn't there by then isn't touched: the screen has gone on. */
const TOUCH_LIMIT_MS = 500;

/** The buttons of actions that have one on whatever screen, by the key of its text. */
const BUTTONS: Readonly<Partial<Record<Action['type'], string>>> = {
  start_inquiry: 'home.inquiry',
  start_rating: 'home.rating',
  accept_privacy: 'privacy.accept',
  decline_privacy: 'privacy.decline',
  use_keypad: 'identity.useKeypad',
  use_card: 'identity.useCard',
  leave_search: 'searching.leave',
  retry: 'fault.retry',
  edit: 'not_found.edit',
  rate: 'rating.scores.5',
  show_referrals: 'status.referrals',
  back: 'footer.back',
  home: 'footer.home',
  finish: 'footer.finish',
  open_help: 'footer.help',
  open_access: 'footer.access',
  open_languages: 'footer.language',
  still_here: 'still_there.yes',
  more_time: 'still_there.moreTime',
};

/** Does with a real page what the visitor of a campaign wants; looks at the kiosk's View to decide. */
export class PageHands implements Hands {
  readonly #kiosk: PageKiosk;

  constructor(kiosk: PageKiosk) {
    this.#kiosk = kiosk;
  }

  view() {
    return this.#kiosk.running.kiosk.view();
  }

  presentCard(payload: string): void {
    this.#kiosk.board.targets.reader?.present(payload);
  }

  /** Before a page that hangs or has died the visitor waits for the next one, and looks what it shows. */
  async touch(action: Action): Promise<void> {
    const { step } = this.view();
    const page = await this.#kiosk.page();
    // It may die under the finger as well.
    if (this.view().step === step) await this.#touch(page, action).catch(() => undefined);
  }

  async #touch(page: Page, action: Action): Promise<void> {
    if (action.type === 'start') return press(page.locator('[data-screen="attract"] button'));
    if (action.type === 'choose_language') return press(page.locator(`button[lang="${action.language}"]`));
    if (action.type === 'print_receipt') return press(page.locator('[data-screen="status"] .button[data-look="primary"]'));
    if (action.type === 'submit_identity') return this.#type(page, action.digits);
    if (action.type === 'submit_transaction') return this.#enterTransaction(page, action.number);
    // Without a receipt there is nothing to go on to but the end.
    if (action.type === 'continue')
      return this.#pressText(page, this.view().screen.id === 'receipt' ? 'receipt.continue' : 'footer.finish');
    const key = BUTTONS[action.type];
    return key === undefined ? undefined : this.#pressText(page, key);
  }

  async #enterTransaction(page: Page, number: string): Promise<void> {
    await this.#clear(page);
    await page.keyboard.type(number);
    await press(page.getByRole('button', { name: String(YEAR) }));
    await this.#pressText(page, 'transaction.submit');
  }

  async #type(page: Page, digits: string): Promise<void> {
    await this.#clear(page);
    await page.keyboard.type(digits);
    await page.keyboard.press('Enter');
  }

  /** Not the button that finishes the visit and clears the screen. */
  #clear(page: Page): Promise<void> {
    return press(page.getByRole('button', { name: this.#text(page, 'keypad.clear'), exact: true }));
  }

  #pressText(page: Page, key: string): Promise<void> {
    return press(page.getByRole('button', { name: this.#text(page, key) }));
  }

  #text(page: Page, key: string): string {
    return new Visitor(page, this.view().frame.language).text(key);
  }
}

const press = (button: Locator): Promise<void> => button.first().click({ timeout: TOUCH_LIMIT_MS }).catch(() => undefined);
