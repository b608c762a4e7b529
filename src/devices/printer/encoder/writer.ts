import { feedAndCut, align, feed, MAX_FEED_DOTS } from './commands.ts';
import type { Anchor, Band } from '../layout/page.ts';

/** A way to put a band on paper: adds its commands, returns the band as it will stand; null when this way can't. */
export type Placer = (band: Band, job: JobWriter) => Band | null;

/** The commands of a job while they are put together, and what they have told the printer so far. */
export class JobWriter {
  readonly paperDots: number;
  readonly #commands: Uint8Array[] = [];
  #anchor: Anchor = 'left';
  #hasPicture = false;

  constructor(paperDots: number) {
    this.paperDots = paperDots;
  }

  get commands(): readonly Uint8Array[] {
    return this.#commands;
  }

  /** Nothing has been printed yet: what comes now makes the first ink. */
  get isStart(): boolean {
    return !this.#hasPicture;
  }

  add(...commands: readonly Uint8Array[]): void {
    this.#commands.push(...commands);
  }

  /** Adds commands that print. */
  print(commands: readonly Uint8Array[]): void {
    this.#commands.push(...commands);
    this.#hasPicture = true;
  }

  align(side: Anchor): void {
    if (side !== this.#anchor) this.#commands.push(align(side));
    this.#anchor = side;
  }

  feed(dots: number): void {
    for (let left = dots; left > 0; left -= MAX_FEED_DOTS) this.#commands.push(feed(Math.min(MAX_FEED_DOTS, left)));
  }

  /** Feeds and cuts; the last feed is part of the cut. */
  cut(dots: number): void {
    const last = Math.min(MAX_FEED_DOTS, dots);
    this.feed(dots - last);
    this.#commands.push(feedAndCut(last));
  }
}
