import type { PageName } from './own-pages.ts';

/** What the guard may do; the host does it with a window, tests with a list. */
export interface GuardedHost {
  load(page: PageName): void;
  /** Ends the page's process, from which a report that it is gone should follow. */
  kill(): void;
  takeOutOfService(): void;
  returnToService(): void;
  /** Starts the whole program anew. */
  relaunch(): void;
  /** Monotonic time. */
  nowMs(): number;
  /** Runs something later; returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export interface GuardPolicy {
  /** How many times within `budgetWindowMs` the page is simply loaded again. */
  readonly crashBudget: number;
  readonly budgetWindowMs: number;
  /**
   * Pause between a page's end and the next load. A load that starts while Chromium still tears the old page down can
   * take the main process with it (Electron #51900, #53924) or start no page at all (#48661).
   */
  readonly settleMs: number;
  /** How long a loaded kiosk page may take to ask for its first View. */
  readonly silenceMs: number;
  /** How long a killed page may take to be reported gone. */
  readonly killMs: number;
  /** How long the kiosk rests before each try to come back; after the last one the program starts anew. */
  readonly restsMs: readonly number[];
  /** How long the page must live after a rest before visitors get it back. */
  readonly probationMs: number;
  /** Pause before a dead out-of-service page is drawn again. */
  readonly redrawMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export const GUARD_POLICY: GuardPolicy = {
  crashBudget: 3,
  budgetWindowMs: 5 * MINUTE_MS,
  settleMs: 500,
  silenceMs: 20 * SECOND_MS,
  killMs: 5 * SECOND_MS,
  restsMs: [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS],
  probationMs: 30 * SECOND_MS,
  redrawMs: 5 * SECOND_MS,
};

type GuardState =
  | { readonly name: 'serving' }
  /** The out-of-service page is up. */
  | { readonly name: 'resting'; readonly rest: number }
  /** The kiosk page is up again, still saying that it is out of service. */
  | { readonly name: 'probation'; readonly rest: number };

/** One thing that will happen unless something else comes first. */
class Alarm {
  readonly #after: GuardedHost['after'];
  #cancel: (() => void) | null = null;

  constructor(host: GuardedHost) {
    this.#after = host.after.bind(host);
  }

  get isSet(): boolean {
    return this.#cancel !== null;
  }

  set(delayMs: number, run: () => void): void {
    this.clear();
    this.#cancel = this.#after(delayMs, () => {
      this.#cancel = null;
      run();
    });
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

/**
 * Keeps a living page on the screen. A page that dies now and then is loaded again and goes on where it was; one that
 * keeps dying is replaced by an honest screen and tried again, ever more rarely; at last the whole program starts anew.
 */
export class PageGuard {
  readonly #host: GuardedHost;
  readonly #policy: GuardPolicy;
  readonly #load: Alarm;
  readonly #silence: Alarm;
  readonly #kill: Alarm;
  readonly #phase: Alarm;
  #state: GuardState = { name: 'serving' };
  #troublesMs: number[] = [];

  constructor(host: GuardedHost, policy: GuardPolicy) {
    this.#host = host;
    this.#policy = policy;
    this.#load = new Alarm(host);
    this.#silence = new Alarm(host);
    this.#kill = new Alarm(host);
    this.#phase = new Alarm(host);
  }

  start(): void {
    this.#show('kiosk');
  }

  stop(): void {
    for (const alarm of [this.#load, this.#silence, this.#kill, this.#phase]) alarm.clear();
  }

  /** The kiosk page runs: it has asked for its View. */
  alive(): void {
    this.#silence.clear();
  }

  /** The page's process ended. Only `clean-exit` is no trouble: that is how a page is replaced by another one. */
  gone(reason: string): void {
    if (reason !== 'clean-exit') this.#trouble();
  }

  /** The page doesn't answer to input: nothing but its end helps. */
  unresponsive(): void {
    if (this.#kill.isSet || this.#load.isSet) return;
    this.#kill.set(this.#policy.killMs, () => this.#trouble());
    this.#host.kill();
  }

  /** The page, or the script that joins it to the process, couldn't be loaded. */
  failedToLoad(): void {
    this.#trouble();
  }

  #trouble(): void {
    // One death may be reported in several ways; the first has already asked for the next page.
    if (this.#load.isSet) return;
    this.#kill.clear();
    this.#silence.clear();
    switch (this.#state.name) {
      case 'serving':
        return this.#isBudgetSpent() ? this.#rest(0) : this.#showAfter(this.#policy.settleMs, 'kiosk');
      case 'probation':
        return this.#rest(this.#state.rest + 1);
      case 'resting':
        return this.#showAfter(this.#policy.redrawMs, 'outOfService');
    }
  }

  #isBudgetSpent(): boolean {
    const nowMs = this.#host.nowMs();
    this.#troublesMs = this.#troublesMs.filter((atMs) => nowMs - atMs < this.#policy.budgetWindowMs);
    this.#troublesMs.push(nowMs);
    return this.#troublesMs.length > this.#policy.crashBudget;
  }

  #rest(rest: number): void {
    this.#state = { name: 'resting', rest };
    this.#phase.clear();
    const restMs = this.#policy.restsMs[rest];
    if (restMs === undefined) return this.#host.relaunch();
    this.#host.takeOutOfService();
    this.#showAfter(this.#policy.settleMs, 'outOfService');
    this.#phase.set(restMs, () => this.#tryAgain(rest));
  }

  #tryAgain(rest: number): void {
    this.#state = { name: 'probation', rest };
    this.#load.clear();
    this.#show('kiosk');
    this.#phase.set(this.#policy.probationMs, () => this.#recover());
  }

  #recover(): void {
    this.#state = { name: 'serving' };
    this.#troublesMs = [];
    this.#host.returnToService();
  }

  #showAfter(delayMs: number, page: PageName): void {
    this.#load.set(delayMs, () => this.#show(page));
  }

  #show(page: PageName): void {
    this.#host.load(page);
    if (page === 'kiosk') this.#silence.set(this.#policy.silenceMs, () => this.#trouble());
  }
}
