import { ok } from '../../../domain/result.ts';
import { LineListeners, type FindReader, type ReaderLine } from './line.ts';

/** One key of a keyboard-class reader as the page saw it. */
export interface ReaderKey {
  /** `KeyboardEvent.code`, such as `Digit1`. */
  readonly code: string;
  readonly shift: boolean;
}

/**
 * The line of a reader that types into the page: always there, because a keyboard that is unplugged and one that
 * nobody uses look the same from the page.
 */
export class PageLine implements ReaderLine {
  readonly descriptor = null;
  readonly #listeners = new LineListeners();

  press({ code, shift }: ReaderKey): void {
    this.#listeners.receive(new TextEncoder().encode(shift ? `Shift+${code}` : code));
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listeners.onData(listener);
  }

  onLost(listener: () => void): void {
    this.#listeners.onLost(listener);
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Finds the reader behind the page. */
export const findPageReader =
  (line: PageLine): FindReader =>
  () =>
    Promise.resolve(ok({ driver: 'wedge-page', name: 'keys of the page', open: () => Promise.resolve(ok(line)) }));
