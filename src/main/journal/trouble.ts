import type { StorageFault } from './storage-fault.ts';

/** Why the journal doesn't take what it has to. While it lasts no new visit may begin. */
export type JournalFault =
  | StorageFault
  /** What may not be dropped takes more room than the journal is given. */
  | 'size_limit';

export interface TroubleOptions {
  readonly monotonicMs: () => number;
  /** Called again and again for as long as the trouble lasts. */
  readonly retry: () => void;
  readonly retryMs: number;
}

/** Whether the journal can be written, since when not, and the trying again. */
export class Trouble {
  readonly #options: TroubleOptions;
  readonly #listeners = new Set<(fault: JournalFault | null) => void>();
  #fault: JournalFault | null = null;
  #sinceMs = 0;
  #retry: NodeJS.Timeout | null = null;

  constructor(options: TroubleOptions) {
    this.#options = options;
  }

  get fault(): JournalFault | null {
    return this.#fault;
  }

  /** How long it has lasted, whatever it turned into meanwhile. */
  get lastedMs(): number {
    return this.#fault === null ? 0 : Math.round(this.#options.monotonicMs() - this.#sinceMs);
  }

  set(fault: JournalFault | null): void {
    if (fault === this.#fault) return;
    const { monotonicMs, retry, retryMs } = this.#options;
    if (this.#fault === null) this.#sinceMs = monotonicMs();
    this.#fault = fault;
    if (fault === null) this.#stopRetrying();
    else this.#retry ??= setInterval(retry, retryMs).unref();
    for (const listener of this.#listeners) listener(fault);
  }

  subscribe(listener: (fault: JournalFault | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stopRetrying();
    this.#listeners.clear();
  }

  #stopRetrying(): void {
    if (this.#retry !== null) clearInterval(this.#retry);
    this.#retry = null;
  }
}
