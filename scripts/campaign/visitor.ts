import { setTimeout as pause } from 'node:timers/promises';
import type { Action } from '../../src/bridge/intent.ts';
import type { Screen, View } from '../../src/bridge/view.ts';
import type { PrintOutcome } from '../../src/domain/receipt.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import type { VisitOutcome } from '../../src/devices/virtual/faults/script.ts';
import { WAY_ON_WITHIN_MS } from './hurry.ts';
import { YEAR, type Person } from './people.ts';
import type { VisitPlan } from './plan.ts';

/** What a visitor can do: look, touch, hold a card to the reader. */
export interface Hands {
  view(): View;
  touch(action: Action): Promise<void>;
  presentCard(payload: string): void;
}

/** What came of a visit, as the visitor saw it. */
export interface VisitReport {
  readonly outcome: VisitOutcome | 'no_paper';
  /** What the screen said of each receipt, by its number; null for one that has none. */
  readonly said: ReadonlyMap<string | null, PrintOutcome>;
  readonly moreTimeTaps: number;
}

/** The kiosk left the visitor standing: what this says was on the screen. */
export class StuckError extends Error {}

const LOOK_EVERY_MS = 2;
/** Nobody touches more often than that; a visit in circles ends here. */
const MAX_TOUCHES = 60;
/** A card that brought nothing is held to the reader again after so long. */
const CARD_AGAIN_MS = 400;
/** A tap that a change of the screen has overtaken is made again. */
const TAP_AGAIN_MS = 150;
const MAX_TAPS = 20;

const WAITS = 'waits';
const LEAVES = 'leaves';
const CARD = 'card';
type Wish = Action | typeof WAITS | typeof LEAVES | typeof CARD;

/** One person's visit, from the attract screen until they leave or the kiosk takes leave of them. */
export class CampaignVisitor {
  readonly #hands: Hands;
  readonly #plan: VisitPlan;
  readonly #person: Person;
  readonly #said = new Map<string | null, PrintOutcome>();
  #outcome: VisitReport['outcome'] = 'abandoned';
  #triesLeft: number;
  #moreTimeTaps = 0;

  constructor(hands: Hands, plan: VisitPlan, person: Person) {
    this.#hands = hands;
    this.#plan = plan;
    this.#person = person;
    this.#triesLeft = plan.retries;
  }

  /** Throws StuckError. */
  async visit(): Promise<VisitReport> {
    for (let touches = 0; touches < MAX_TOUCHES; touches += 1) {
      if (touches === this.#plan.walksAwayAfter) break;
      for (const { action, after } of this.#plan.fidgets) if (after === touches) await this.#fidget(action);
      this.#readReceipt();
      if (touches > 0 && this.#hasEnded()) break;
      const view = this.#hands.view();
      const wish = view.stillThere === null ? this.#wishOn(view.screen) : ({ type: 'still_here' } as const);
      if (wish === LEAVES) break;
      if (wish === WAITS) await this.#waitFrom(view);
      else await this.#actOn(view, wish);
    }
    this.#readReceipt();
    return { outcome: this.#outcome, said: this.#said, moreTimeTaps: this.#moreTimeTaps };
  }

  #hasEnded(): boolean {
    return ['attract', 'goodbye', 'out_of_service'].includes(this.#hands.view().screen.id);
  }

  #wishOn(screen: Screen): Wish {
    const { errand, language, method, wantsPaper } = this.#plan;
    switch (screen.id) {
      case 'attract':
        return { type: 'start' };
      case 'language':
        return { type: 'choose_language', language };
      case 'home':
        if (errand === 'rating') return { type: 'start_rating' };
        return screen.inquiry.open ? { type: 'start_inquiry' } : this.#giveUp('unavailable');
      case 'privacy':
        return { type: 'accept_privacy' };
      case 'identity':
        if (screen.method === 'keypad') return { type: 'submit_identity', digits: this.#person.civilNumber };
        return method === 'card' ? CARD : { type: 'use_keypad' };
      case 'transaction': {
        const number = errand === 'wrong_number' ? '1' : this.#person.number;
        return { type: 'submit_transaction', number, hijriYear: YEAR };
      }
      case 'searching':
        return this.#plan.leavesSlowSearch && screen.canLeave ? { type: 'leave_search' } : WAITS;
      case 'not_found':
        if (screen.pauseSeconds > 0) return WAITS;
        return this.#triesAgain() ? { type: 'edit' } : this.#giveUp('not_found');
      case 'fault':
        return this.#wishOnFault(screen);
      case 'status':
        return wantsPaper && this.#said.size === 0 ? { type: 'print_receipt' } : { type: 'continue' };
      case 'receipt':
        return screen.phase === 'printing' ? WAITS : { type: 'continue' };
      case 'rating':
        if (this.#said.size === 0) this.#outcome = 'no_paper';
        return { type: 'rate', score: 5 };
      case 'referrals':
      case 'help':
      case 'access':
        return { type: 'back' };
      case 'goodbye':
      case 'out_of_service':
        return LEAVES;
    }
  }

  #wishOnFault({ canRetry, fault, waitSeconds }: Extract<Screen, { id: 'fault' }>): Wish {
    if (this.#triesLeft > 0 && waitSeconds > 0) return WAITS;
    if (canRetry && this.#triesAgain()) return { type: 'retry' };
    return this.#giveUp(fault === 'locked' ? 'locked' : 'unavailable');
  }

  #triesAgain(): boolean {
    this.#triesLeft -= 1;
    return this.#triesLeft >= 0;
  }

  #giveUp(outcome: VisitOutcome): Action {
    this.#outcome = outcome;
    return { type: 'finish' };
  }

  /** What the screen says of the paper. */
  #readReceipt(): void {
    const { screen } = this.#hands.view();
    if (screen.id !== 'receipt' || screen.phase === 'printing') return;
    this.#outcome = screen.phase;
    this.#said.set(screen.receiptNumber, screen.phase);
  }

  async #fidget(action: Action): Promise<void> {
    if (action.type === 'more_time') this.#moreTimeTaps += 1;
    await this.#hands.touch(action);
  }

  /** Does what the screen asks for until it goes on; a touch may come too late for a screen that has just changed. */
  async #actOn(view: View, wish: Action | typeof CARD): Promise<void> {
    for (let taps = 0; taps < MAX_TAPS; taps += 1) {
      if (wish === CARD) this.#hands.presentCard(syntheticCard(this.#person.civilNumber));
      else await this.#hands.touch(wish);
      if (await this.#changesFrom(view, wish === CARD ? CARD_AGAIN_MS : TAP_AGAIN_MS)) return;
    }
    throw new StuckError(`${wish === CARD ? 'the card' : wish.type} leads nowhere on the screen ${describe(view.screen)}`);
  }

  async #waitFrom(view: View): Promise<void> {
    if (await this.#changesFrom(view, WAY_ON_WITHIN_MS)) return;
    throw new StuckError(`nothing comes after the screen ${describe(view.screen)}`);
  }

  async #changesFrom({ screen, step, stillThere }: View, withinMs: number): Promise<boolean> {
    const before = JSON.stringify([step, screen, stillThere !== null]);
    const endsMs = performance.now() + withinMs;
    for (;;) {
      const now = this.#hands.view();
      if (JSON.stringify([now.step, now.screen, now.stillThere !== null]) !== before) return true;
      if (performance.now() > endsMs) return false;
      await pause(LOOK_EVERY_MS);
    }
  }
}

/** Without anything a visitor said or was told. */
function describe(screen: Screen): string {
  if (screen.id === 'receipt') return `receipt (${screen.phase})`;
  if (screen.id === 'fault') return `fault (${screen.fault}, waits ${String(screen.waitSeconds)} s)`;
  if (screen.id === 'identity') return `identity (${screen.method}, reader ${screen.reader})`;
  if (screen.id === 'home' && !screen.inquiry.open) return `home (${screen.inquiry.reason})`;
  return screen.id;
}
