import { setTimeout as pause } from 'node:timers/promises';
import type { Action } from '../../src/bridge/intent.ts';
import type { ScreenId, ScreenOf } from '../../src/bridge/view.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import type { RunningKiosk } from '../../src/main/start.ts';

const CITIZEN = '1012345672';
const SCREEN_LIMIT_MS = 15_000;

/** A visitor without a page: Intents in, Views out. */
export class Walker {
  readonly #running: RunningKiosk;

  constructor(running: RunningKiosk) {
    this.#running = running;
  }

  /** A whole visit with a receipt; @returns what became of the paper. */
  async visit({ score }: { readonly score?: number } = {}): Promise<'printed' | 'not_printed' | 'unknown'> {
    await this.at('attract');
    this.tap({ type: 'start' });
    this.tap({ type: 'choose_language', language: 'ar' });
    this.tap({ type: 'start_inquiry' });
    this.tap({ type: 'accept_privacy' });
    await this.identify();
    this.tap({ type: 'submit_transaction', number: '1003', hijriYear: 1448 });
    await this.at('status');
    this.tap({ type: 'print_receipt' });
    const { phase } = await this.receipt();
    if (score !== undefined) {
      this.tap({ type: 'continue' });
      this.tap({ type: 'rate', score });
    }
    this.tap({ type: 'finish' });
    await this.at('attract');
    return phase;
  }

  tap(action: Action): void {
    const { kiosk } = this.#running;
    kiosk.receive({ step: kiosk.view().step, action });
  }

  async at(...screens: readonly ScreenId[]): Promise<void> {
    await this.#until(() => screens.includes(this.#running.kiosk.view().screen.id), screens.join(' or '));
  }

  /** By card, and by the keypad when the reader goes away meanwhile. */
  async identify(): Promise<void> {
    await this.at('identity');
    this.#running.virtual.reader?.present(syntheticCard(CITIZEN));
    const isOver = (): boolean => {
      const { screen } = this.#running.kiosk.view();
      return screen.id === 'transaction' || (screen.id === 'identity' && screen.method === 'keypad');
    };
    // A card that was shown to a dying process is shown once more: one retry at most.
    await this.#until(isOver, 'the identity', 1_000).catch(() => this.#running.virtual.reader?.present(syntheticCard(CITIZEN)));
    await this.#until(isOver, 'the identity');
    if (this.#running.kiosk.view().screen.id === 'identity') this.tap({ type: 'submit_identity', digits: CITIZEN });
    await this.at('transaction');
  }

  async receipt(): Promise<{ readonly phase: 'printed' | 'not_printed' | 'unknown' }> {
    await this.at('receipt');
    const screen = (): ScreenOf<'receipt'> => {
      const { screen: current } = this.#running.kiosk.view();
      if (current.id !== 'receipt') throw new Error(`left the receipt for ${current.id}`);
      return current;
    };
    await this.#until(() => screen().phase !== 'printing', 'an outcome', 40_000);
    const { phase } = screen();
    if (phase === 'printing') throw new Error('no outcome');
    return { phase };
  }

  async #until(holds: () => boolean, what: string, limitMs = SCREEN_LIMIT_MS): Promise<void> {
    const startedMs = performance.now();
    while (!holds()) {
      if (performance.now() - startedMs > limitMs)
        throw new Error(`${what} did not come; the screen is ${this.#running.kiosk.view().screen.id}`);
      await pause(2);
    }
  }
}
