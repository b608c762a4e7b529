import { Interpreter } from './interpreter.ts';
import type { Quirk, Wait } from './mechanism.ts';
import { StoredPictureMemory } from './stored-pictures.ts';

/** Reads along with what is received and answers marks and process ids at once: half of a printer that lies. */
export class Ear {
  readonly #program: Generator<Wait, never, number>;

  /** @param lacking what the printer answers neither early nor late */
  constructor(widthDots: number, lacking: readonly Quirk[], answer: (bytes: Uint8Array) => void) {
    this.#program = new Interpreter({
      widthDots,
      knifeDots: 0,
      serialNumber: '',
      stored: new StoredPictureMemory(),
      quirks: new Set<Quirk>([...lacking, 'no_identity', 'no_counters', 'no_stored_pictures']),
      row: () => undefined,
      cut: () => true,
      reportChanges: () => undefined,
      answer,
      paperSensors: () => 0,
      counter: () => null,
    }).run();
    this.#program.next();
  }

  hear(byte: number): void {
    while (this.#program.next(byte).value === 'row');
  }
}
