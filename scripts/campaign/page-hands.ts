import type { Page } from '@playwright/test';
import type { Action } from '../../src/bridge/intent.ts';
import { Visitor } from '../visitor.ts';
import type { CampaignKiosk } from './kiosk.ts';
import { YEAR } from './people.ts';
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
  readonly #kiosk: CampaignKiosk;
  readonly #page: Page;
  readonly #visitors: Readonly<Record<string, Visitor>>;

  constructor(kiosk: CampaignKiosk, page: Page) {
    this.#kiosk = kiosk;
    this.#page = page;
    this.#visitors = { ar: new Visitor(page, 'ar'), en: new Visitor(page, 'en') };
  }

  view() {
    return this.#kiosk.running.kiosk.view();
  }

  presentCard(payload: string): void {
    this.#kiosk.board.targets.reader?.present(payload);
  }

  async touch(action: Action): Promise<void> {
    if (action.type === 'start') return this.#press('[data-screen="attract"] button');
    if (action.type === 'choose_language') return this.#press(`button[lang="${action.language}"]`);
    if (action.type === 'print_receipt') return this.#press('[data-screen="status"] .button[data-look="primary"]');
    if (action.type === 'submit_identity') return this.#type(action.digits);
    if (action.type === 'submit_transaction') return this.#enterTransaction(action.number);
    // Without a receipt there is nothing to go on to but the end.
    if (action.type === 'continue')
      return this.#pressText(this.view().screen.id === 'receipt' ? 'receipt.continue' : 'footer.finish');
    const key = BUTTONS[action.type];
    return key === undefined ? undefined : this.#pressText(key);
  }

  async #enterTransaction(number: string): Promise<void> {
    await this.#clear();
    await this.#page.keyboard.type(number);
    await this.#pressName(String(YEAR));
    await this.#pressText('transaction.submit');
  }

  async #type(digits: string): Promise<void> {
    await this.#clear();
    await this.#page.keyboard.type(digits);
    await this.#page.keyboard.press('Enter');
  }

  /** Not the button that finishes the visit and clears the screen. */
  async #clear(): Promise<void> {
    const key = this.#visitors[this.view().frame.language]?.text('keypad.clear') ?? '';
    await this.#page.getByRole('button', { name: key, exact: true }).click({ timeout: TOUCH_LIMIT_MS }).catch(() => undefined);
  }

  #pressText(key: string): Promise<void> {
    const visitor = this.#visitors[this.view().frame.language];
    return visitor === undefined ? Promise.resolve() : this.#pressName(visitor.text(key));
  }

  async #pressName(name: string): Promise<void> {
    await this.#page
      .getByRole('button', { name })
      .first()
      .click({ timeout: TOUCH_LIMIT_MS })
      .catch(() => undefined);
  }

  async #press(selector: string): Promise<void> {
    await this.#page
      .locator(selector)
      .first()
      .click({ timeout: TOUCH_LIMIT_MS })
      .catch(() => undefined);
  }
}
