/** `outOfService` is drawn by the host itself, without a script, for when the kiosk page can't be relied on. */
export type PageName = 'kiosk' | 'outOfService';

/** Why a page had to be started again. `white`: its script ran, but the screen that should be on the glass wasn't. */
export type PageTrouble = 'hung' | 'white' | 'crashed' | 'out_of_memory';

/** What the guard may do; the host does it with a window, tests with a list. */
export interface GuardedHost {
  load(page: PageName): void;
  /** Ends the page's process, from which a report that it is gone should follow. */
  kill(): void;
  takeOutOfService(): void;
  returnToService(): void;
  /** The page was found dead, is ended if it isn't yet, and another one follows. */
  lost(trouble: PageTrouble): void;
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
  /** How long the first page after the program's start may take to its first beat: the machine may still be busy. */
  readonly startMs: number;
  /** The same for every later one. */
  readonly loadMs: number;
  /** How long a page that has beaten may be silent. It beats every `BEAT_EVERY_MS`. */
  readonly silenceMs: number;
  /** How long a page may be away whose connection has closed; one that only reloads is back sooner. */
  readonly awayMs: number;
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
  startMs: 30 * SECOND_MS,
  loadMs: 12 * SECOND_MS,
  silenceMs: 10 * SECOND_MS,
  awayMs: 3 * SECOND_MS,
  killMs: 2 * SECOND_MS,
  restsMs: [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS],
  probationMs: 30 * SECOND_MS,
  redrawMs: 5 * SECOND_MS,
};

/** Electron's words for a page whose memory was taken away. */
const OUT_OF_MEMORY: ReadonlySet<string> = new Set(['oom', 'memory-eviction']);

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
  readonly #away: Alarm;
  readonly #kill: Alarm;
  readonly #phase: Alarm;
  #state: GuardState = { name: 'serving' };
  #troublesMs: number[] = [];
  #isWhite = false;
  #hasBeaten = false;
  /** Why the page is being killed; null while it isn't. */
  #ending: PageTrouble | null = null;

  constructor(host: GuardedHost, policy: GuardPolicy) {
    this.#host = host;
    this.#policy = policy;
    this.#load = new Alarm(host);
    this.#silence = new Alarm(host);
    this.#away = new Alarm(host);
    this.#kill = new Alarm(host);
    this.#phase = new Alarm(host);
  }

  start(): void {
    this.#show('kiosk', this.#policy.startMs);
  }

  stop(): void {
    for (const alarm of [this.#load, this.#silence, this.#away, this.#kill, this.#phase]) alarm.clear();
  }

  /** Staff ask for a fresh page: no trouble, so nothing is counted. While another page is on its way it will do. */
  reload(): void {
    if (this.#state.name === 'serving' && !this.#load.isSet && !this.#kill.isSet) this.#show('kiosk', this.#policy.loadMs);
  }

  /** The kiosk page has proven that frames are drawn and that they hold the screen that should be there. */
  beat(): void {
    // A beat that was on its way while the page was being ended proves nothing about the next one.
    if (!this.#silence.isSet) return;
    this.#isWhite = false;
    this.#hasBeaten = true;
    this.#away.clear();
    this.#silence.set(this.#policy.silenceMs, () => this.#end(this.#isWhite ? 'white' : 'hung'));
  }

  /** The page's script runs, but doesn't find on the glass what should be there. No proof of life, only of a cause. */
  blank(): void {
    this.#isWhite = true;
  }

  /** The page's connection has closed: it reloads, or it is no more. A beat or another connection proves the former. */
  disconnected(): void {
    // Before its first beat it is still on its way, and what closed was its forerunner's.
    if (this.#hasBeaten && this.#silence.isSet) this.#away.set(this.#policy.awayMs, () => this.#end('crashed'));
  }

  connected(): void {
    this.#away.clear();
  }

  /** The page's process ended. Only `clean-exit` is no trouble: that is how a page is replaced by another one. */
  gone(reason: string): void {
    if (reason !== 'clean-exit') this.#trouble(OUT_OF_MEMORY.has(reason) ? 'out_of_memory' : 'crashed');
  }

  /** The page doesn't answer to input: nothing but its end helps. */
  unresponsive(): void {
    this.#end('hung');
  }

  /** The page, or the script that joins it to the process, couldn't be loaded. */
  failedToLoad(): void {
    this.#trouble('crashed');
  }

  #end(trouble: PageTrouble): void {
    if (this.#kill.isSet || this.#load.isSet) return;
    this.#silence.clear();
    this.#away.clear();
    this.#ending = trouble;
    this.#kill.set(this.#policy.killMs, () => this.#trouble(trouble));
    this.#host.kill();
  }

  #trouble(trouble: PageTrouble): void {
    // One death may be reported in several ways; the first has already asked for the next page.
    if (this.#load.isSet) return;
    for (const alarm of [this.#kill, this.#silence, this.#away]) alarm.clear();
    // What the kill was for is the cause, not the crash that it looks like.
    this.#host.lost(this.#ending ?? trouble);
    this.#ending = null;
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
    this.#show('kiosk', this.#policy.loadMs);
    this.#phase.set(this.#policy.probationMs, () => this.#recover());
  }

  #recover(): void {
    this.#state = { name: 'serving' };
    this.#troublesMs = [];
    this.#host.returnToService();
  }

  #showAfter(delayMs: number, page: PageName): void {
    this.#load.set(delayMs, () => this.#show(page, this.#policy.loadMs));
  }

  #show(page: PageName, limitMs: number): void {
    this.#host.load(page);
    this.#isWhite = false;
    this.#hasBeaten = false;
    this.#away.clear();
    // Nothing on the host's own page could beat.
    if (page === 'kiosk') this.#silence.set(limitMs, () => this.#end(this.#isWhite ? 'white' : 'hung'));
  }
}
