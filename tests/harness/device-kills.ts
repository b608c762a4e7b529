import { setTimeout as pause } from 'node:timers/promises';
import { CHECKOUT } from '../../scripts/checkout.ts';
import { startDemo } from '../../scripts/demo.ts';
import { readerReady } from '../../scripts/reader-ready.ts';
import type { Action } from '../../src/bridge/intent.ts';
import type { ScreenId, ScreenOf } from '../../src/bridge/view.ts';
import { SUPERVISOR_TIMING } from '../../src/devices/supervisor.ts';
import { syntheticCard } from '../../src/devices/virtual/reader.ts';
import { startKioskProcess, type RunningKiosk } from '../../src/main/start.ts';
import { VISIT_TIMING } from '../../src/main/visit/timing.ts';

const CITIZEN = '1012345672';
/** A visit without kills takes up to a second, paper included; a kill falls anywhere in it, or just after it. */
const KILL_WITHIN_MS = 1200;
const SCREEN_LIMIT_MS = 15_000;

export interface KillReport {
  readonly visits: number;
  readonly kills: number;
  readonly printed: number;
  readonly notPrinted: number;
  readonly unknown: number;
  /** What must be empty: a visit that hung, or a claim about paper that isn't true. */
  readonly broken: readonly string[];
}

/**
 * Whole visits through the kiosk process, the gateway sandbox and a real device process that is killed with SIGKILL at
 * a random moment of each. The page is left out: it only draws.
 */
export async function killDevices(visits: number, random: () => number): Promise<KillReport> {
  const demo = await startDemo({ limits: { inquiriesPerMinute: 1_000_000 } });
  const running = await startKioskProcess(demo.config, CHECKOUT, {
    timing: { ...VISIT_TIMING, goodbyeMs: 10 },
    supervision: { ...SUPERVISOR_TIMING, restartLeastMs: 20, restartMostMs: 100 },
  });
  const outcomes = { printed: 0, not_printed: 0, unknown: 0 };
  const broken: string[] = [];
  try {
    for (let visit = 0; visit < visits; visit += 1) {
      await readerReady(running);
      running.virtual.printer?.forget();
      const kill = pause(random() * KILL_WITHIN_MS).then(() => running.devices.kill());
      try {
        const outcome = await walk(running);
        outcomes[outcome] += 1;
        const pages = running.virtual.printer?.pages.length ?? 0;
        if (outcome === 'printed' && pages === 0) broken.push(`visit ${String(visit)}: printed, but no paper came out`);
        if (outcome === 'not_printed' && pages > 0) broken.push(`visit ${String(visit)}: not printed, but paper came out`);
      } catch (error) {
        broken.push(`visit ${String(visit)}: ${error instanceof Error ? error.message : String(error)}`);
        new Walker(running).tap({ type: 'finish' });
      }
      await kill;
    }
    const { not_printed: notPrinted, printed, unknown } = outcomes;
    return { visits, kills: running.devices.restarts(), printed, notPrinted, unknown, broken };
  } finally {
    await running.close();
    await demo.close();
  }
}

async function walk(running: RunningKiosk): Promise<'printed' | 'not_printed' | 'unknown'> {
  const walker = new Walker(running);
  await walker.at('attract');
  walker.tap({ type: 'start' });
  walker.tap({ type: 'choose_language', language: 'ar' });
  walker.tap({ type: 'start_inquiry' });
  walker.tap({ type: 'accept_privacy' });
  await walker.identify();
  walker.tap({ type: 'submit_transaction', number: '1003', hijriYear: 1448 });
  await walker.at('status');
  walker.tap({ type: 'print_receipt' });
  const { phase } = await walker.receipt();
  walker.tap({ type: 'finish' });
  await walker.at('attract');
  return phase;
}

class Walker {
  readonly #running: RunningKiosk;

  constructor(running: RunningKiosk) {
    this.#running = running;
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
