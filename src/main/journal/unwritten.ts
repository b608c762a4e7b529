import { EVENTS, type EventClass } from '../../domain/events.ts';
import type { Happening } from './records.ts';

/** Dropped in this order when memory has to do for the disk and there is no more of it. */
const ORDER: readonly EventClass[] = ['gauge', 'business', 'audit'];

/** What happened and isn't written yet, in order. */
export class UnwrittenRecords {
  #waiting: Happening[] = [];
  #lost = 0;

  add(happening: Happening): void {
    this.#waiting.push(happening);
  }

  all(): readonly Happening[] {
    return this.#waiting;
  }

  isWaiting(happening: Happening): boolean {
    return this.#waiting.includes(happening);
  }

  /** How many were dropped since the last writing. */
  get lost(): number {
    return this.#lost;
  }

  /** Keeps `most` at the most, for as long as nothing can be written. */
  limit(most: number): void {
    for (const worst of ORDER)
      while (this.#waiting.length > most) {
        const at = this.#waiting.findIndex(({ type }) => EVENTS[type].class === worst);
        if (at < 0) break;
        this.#waiting.splice(at, 1);
        this.#lost += 1;
      }
  }

  /** The audit records among them are written. */
  clearAudit(): void {
    this.#waiting = this.#waiting.filter(({ type }) => EVENTS[type].class !== 'audit');
  }

  /** All of them are written. */
  clear(): void {
    this.#waiting = [];
    this.#lost = 0;
  }
}
