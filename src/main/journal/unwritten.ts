import { EVENTS, type EventClass } from '../../domain/events.ts';
import type { Happening } from './records.ts';

/** Dropped in this order when memory has to do for the disk and there is no more of it. */
const ORDER: readonly EventClass[] = ['gauge', 'business', 'audit'];

/** What happened while nothing could be written: in order, and no more of it than memory is given for. */
export class UnwrittenRecords {
  readonly #most: number;
  #waiting: readonly Happening[] = [];
  #lost = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(happening: Happening): void {
    this.#waiting = [...this.#waiting, happening];
    if (this.#waiting.length <= this.#most) return;
    const [worth] = ORDER.map((worst) => this.#waiting.findIndex(({ type }) => EVENTS[type].class === worst)).filter(
      (index) => index >= 0,
    );
    this.#waiting = this.#waiting.filter((_, index) => index !== worth);
    this.#lost += 1;
  }

  all(): readonly Happening[] {
    return this.#waiting;
  }

  /** How many were too many. */
  get lost(): number {
    return this.#lost;
  }

  /** They are written. */
  clear(): void {
    this.#waiting = [];
    this.#lost = 0;
  }
}
