import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errors, type Locator, type Page } from '@playwright/test';
import { BadInput, run } from '../src/command-line/command-line.ts';
import { SCREEN_CODES, type ScreenId } from '../src/bridge/view.ts';
import { encodePng } from '../src/devices/virtual/printer/png.ts';
import { createFaultBoard } from '../src/devices/virtual/faults/board.ts';
import { playFaults } from '../src/devices/virtual/faults/player.ts';
import type { VisitOutcome } from '../src/devices/virtual/faults/script.ts';
import { startKioskProcess, type RunningKiosk } from '../src/main/start.ts';
import { CARD_TRIES } from '../src/main/visit/timing.ts';
import { SandboxDataError } from '../src/sandbox/sandbox.ts';
import { build } from './build.ts';
import { CHECKOUT } from './checkout.ts';
import { startDemo } from './demo.ts';
import { faultTargets } from './fault-targets.ts';
import { ensureChromium } from './install-chromium.ts';
import { Measurements, type Timings } from './journey-measurements.ts';
import { JOURNEY, readOrder, type Order } from './journey-order.ts';
import { readerReady } from './reader-ready.ts';
import { outFolder } from './out-folder.ts';
import { nextBeat, showGuarded, type GuardedShow } from './shown-page.ts';
import { Visitor } from './visitor.ts';

interface Report {
  readonly outcome: VisitOutcome;
  readonly screens: readonly string[];
  readonly receipt: { readonly file: string; readonly picture: string; readonly bytes: number } | null;
  /** Steps of the fault script that happened, out of so many; null without one. */
  readonly faults: { readonly steps: number; readonly happened: number } | null;
  readonly timingsMs: Timings;
}

/** Without any answer for so long the visitor gives up on the reader. */
const CARD_ANSWER_MS = 1_000;
const LOOK_EVERY_MS = 20;

/** One visit; the steps a person takes. */
class Journey {
  readonly #order: Order;
  readonly #running: RunningKiosk;
  readonly #show: GuardedShow;
  readonly #pictures = new Set<string>();

  constructor(order: Order, running: RunningKiosk, show: GuardedShow) {
    this.#order = order;
    this.#running = running;
    this.#show = show;
  }

  async run(): Promise<VisitOutcome> {
    await this.#at('attract');
    await this.#touch(({ page }) => page.locator('[data-screen="attract"] button').first().click());
    await this.#at('language');
    await this.#touch(({ page }) => page.locator(`button[lang="${this.#order.language}"]`).click());
    await this.#at('home');
    await this.#touch((visitor) => visitor.touch('home.inquiry'));
    await this.#at('privacy');
    await this.#touch((visitor) => visitor.touch('privacy.accept'));
    if (!(await this.#identify())) return 'abandoned';
    if (!(await this.#enterTransaction())) return 'abandoned';
    return this.#inquire();
  }

  async #identify(): Promise<boolean> {
    await this.#at('identity');
    const { card, id } = this.#order;
    if (id !== null) return this.#typeIdentity(id);
    for (let tries = 0; tries < CARD_TRIES; tries += 1) {
      const before = JSON.stringify(this.#view());
      this.#running.virtual.reader?.present(card ?? '');
      if (!(await this.#says(() => JSON.stringify(this.#view()) !== before)) || this.#view().id !== 'identity') break;
    }
    return this.#leaves('identity');
  }

  /** Whether the kiosk answers a card, well or not. */
  async #says(answered: () => boolean): Promise<boolean> {
    for (let waitedMs = 0; waitedMs < CARD_ANSWER_MS; waitedMs += LOOK_EVERY_MS) {
      if (answered()) return true;
      await pause(LOOK_EVERY_MS);
    }
    return false;
  }

  async #typeIdentity(digits: string): Promise<boolean> {
    await this.#touch(async (visitor) => {
      const { page } = visitor;
      const useKeypad = page.getByRole('button', { name: visitor.text('identity.useKeypad') });
      if (await useKeypad.isVisible()) await useKeypad.click();
      await page.getByText(visitor.text('identity.keypadTitle')).first().waitFor();
      await page.keyboard.type(digits);
      await page.keyboard.press('Enter');
    });
    return this.#leaves('identity');
  }

  async #enterTransaction(): Promise<boolean> {
    await this.#at('transaction');
    const isYearOffered = await this.#touch(async (visitor) => {
      await visitor.page.keyboard.type(this.#order.number);
      const year = visitor.page.getByRole('button', { name: String(this.#order.year), exact: true });
      if (!(await year.isVisible())) return false;
      await year.click();
      await visitor.touch('transaction.submit');
      return true;
    });
    return isYearOffered !== false && this.#leaves('transaction');
  }

  async #inquire(): Promise<VisitOutcome> {
    const screen = await this.#sees('status', 'not_found', 'fault');
    await this.#at(screen);
    if (screen === 'not_found') return this.#leave('not_found');
    if (screen === 'fault') return this.#leave(this.#faultOutcome());
    if (this.#view().id === 'status' && !(await this.#canPrint())) return this.#leave('unavailable');
    await this.#touch(({ page }) => printButton(page).first().click());
    const next = await this.#sees('receipt', 'fault');
    if (next === 'fault') return this.#leave(this.#faultOutcome());
    return this.#takeReceipt();
  }

  async #takeReceipt(): Promise<VisitOutcome> {
    await this.#look((visitor) => visitor.page.getByRole('button', { name: visitor.text('receipt.continue') }).waitFor({ timeout: 90_000 }));
    await this.#at('receipt');
    const screen = this.#view();
    if (screen.id !== 'receipt' || screen.phase === 'printing') throw new Error('the receipt screen has no outcome');
    const outcome = screen.phase;
    await this.#touch((visitor) => visitor.touch('receipt.continue'));
    await this.#at('rating');
    await this.#touch((visitor) => visitor.touch('rating.scores.5'));
    await this.#at('goodbye');
    await this.#at('attract');
    return outcome;
  }

  async #canPrint(): Promise<boolean> {
    return this.#look(async ({ page }) => (await printButton(page).count()) > 0);
  }

  /** Finishes as a person who found no way on would. */
  async #leave(outcome: VisitOutcome): Promise<VisitOutcome> {
    await this.#touch((visitor) => visitor.touch('footer.finish'));
    await this.#at('goodbye');
    await this.#at('attract');
    return outcome;
  }

  #faultOutcome(): VisitOutcome {
    const screen = this.#view();
    return screen.id === 'fault' && screen.fault === 'locked' ? 'locked' : 'unavailable';
  }

  #view() {
    return this.#running.kiosk.view().screen;
  }

  /** Whether the page goes on to another screen; false when it asks again. */
  async #leaves(screen: ScreenId): Promise<boolean> {
    if (await this.#look(({ page }) => isGone(page, screen))) return true;
    await this.#touch((visitor) => visitor.touch('footer.finish'));
    await this.#at('goodbye');
    return false;
  }

  #sees(...screens: readonly ScreenId[]): Promise<ScreenId> {
    return this.#look((visitor) => visitor.sees(...screens));
  }

  /** Waits for a screen and takes its picture. */
  async #at(screen: ScreenId): Promise<void> {
    await this.#sees(screen);
    const name = `screen-${SCREEN_CODES[screen]}-${screen}.png`;
    if (this.#pictures.has(name)) return;
    this.#pictures.add(name);
    await this.#look(async ({ page }) => {
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(this.#order.out, name), animations: 'disabled' });
    });
  }

  /** Does something on a screen; where the page dies under the finger, again on the next one, unless the screen has gone on. */
  async #touch<Answer>(act: (visitor: Visitor) => Promise<Answer>): Promise<Answer | null> {
    const { step } = this.#running.kiosk.view();
    return this.#look((visitor) => (this.#running.kiosk.view().step === step ? act(visitor) : Promise.resolve(null)));
  }

  /** Looks at the page; where it dies under the look, at the next one. */
  async #look<Answer>(look: (visitor: Visitor) => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const page = await this.#show.page();
      try {
        return await look(new Visitor(page, this.#order.language));
      } catch (error) {
        if ((await this.#show.page()) === page) throw error;
      }
    }
  }
}

const printButton = (page: Page): Locator => page.locator('[data-screen="status"] .button[data-look="primary"]');

async function isGone(page: Page, screen: ScreenId): Promise<boolean> {
  try {
    await page.locator(`[data-screen="${screen}"]`).waitFor({ state: 'detached', timeout: 3_000 });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

async function visit(order: Order): Promise<Report> {
  const executable = ensureChromium();
  if (executable === null) process.exit(2);
  outFolder(order.out);
  clearOf(order.out);
  build(['contract', 'page']);
  const demo = await startDemo({
    data: order.data,
    ...(order.gatewayUrl === null ? {} : { gatewayUrl: order.gatewayUrl }),
  });
  const running = await startKioskProcess(demo.config, CHECKOUT);
  await readerReady(running);
  const show = await showGuarded({
    executable,
    kiosk: running.kiosk,
    relaunch: () => console.error('the page stays dead'),
    onPage: (page) => page.emulateMedia({ reducedMotion: 'reduce' }),
  });
  try {
    await nextBeat(running.kiosk);
    const board = createFaultBoard(faultTargets(running, demo.sandbox.control, show.faults));
    const play = order.faults === null ? null : playFaults(order.faults, board);
    const measurements = new Measurements();
    measurements.screens.push(SCREEN_CODES.attract);
    running.kiosk.observe(measurements.note);
    const startedAtMs = performance.now();
    const outcome = await new Journey(order, running, show).run();
    const timingsMs = measurements.timings(performance.now() - startedAtMs);
    const faults = play === null ? null : { steps: order.faults?.steps.length ?? 0, happened: play.happened().length };
    return { outcome, screens: measurements.screens, receipt: keepReceipt(running, order.out), faults, timingsMs };
  } finally {
    await show.close();
    await running.close();
    await demo.close();
  }
}

/** What an earlier visit left would be taken for this one's. */
function clearOf(out: string): void {
  for (const name of readdirSync(out)) if (/^(?:receipt\.(?:bin|png)|screen-[A-Z]\d[a-z]?-[a-z_]+\.png)$/.test(name)) rmSync(join(out, name));
}

/** Writes the bytes the printer got and the paper they make. Only here: the kiosk itself never writes a receipt. */
function keepReceipt({ virtual: { printer } }: RunningKiosk, out: string): Report['receipt'] {
  if (printer === null) return null;
  const paper = printer.pages.at(-1);
  if (paper === undefined) return null;
  const [file, picture] = [join(out, 'receipt.bin'), join(out, 'receipt.png')];
  writeFileSync(file, printer.receivedBytes);
  writeFileSync(picture, encodePng(paper));
  return { file, picture, bytes: printer.receivedBytes.length };
}

await run(JOURNEY, async () => {
  const order = readOrder();
  const report = await visit(order).catch((error: unknown) => {
    throw error instanceof SandboxDataError ? new BadInput(error.message) : error;
  });
  if (order.json) return console.log(JSON.stringify(report));
  console.log(`${report.outcome}: ${report.screens.join(' → ')}`);
  console.log(report.receipt === null ? 'no receipt' : `receipt ${report.receipt.picture} (${String(report.receipt.bytes)} bytes)`);
  if (report.faults !== null) console.log(`${String(report.faults.happened)} of ${String(report.faults.steps)} faults happened`);
  for (const [name, ms] of Object.entries(report.timingsMs)) console.log(`${name.padEnd(18)} ${ms === null ? '-' : `${String(ms)} ms`}`);
});
