import type { StoredPictureMemory } from './stored-pictures.ts';

/** What the interpreter waits for: the next byte, or leave to go on after a row came out. */
export type Wait = 'byte' | 'row';
export type Step<T = void> = Generator<Wait, T, number>;

/** Where clones differ from what the manuals say, or printers from one another. */
export type Quirk =
  | 'ignores_position'
  | 'ignores_alignment'
  | 'no_process_id'
  | 'no_marks'
  | 'no_identity'
  | 'no_counters'
  | 'no_stored_pictures'
  /** Prints a picture only when its command is complete. */
  | 'whole_commands';

/** What the commands act on. */
export interface Mechanism {
  readonly widthDots: number;
  readonly serialNumber: string;
  readonly stored: StoredPictureMemory;
  readonly quirks: ReadonlySet<Quirk>;
  /** Prints one row and feeds it. */
  row(row: Uint8Array): void;
  /** From the head to the knife. */
  readonly knifeDots: number;
  /** False when the knife is stuck. */
  cut(): boolean;
  /** GS a: which changes to report by itself. */
  reportChanges(mask: number): void;
  /** GS r, GS I, GS ( H: answered in order, when reached. */
  answer(bytes: Uint8Array): void;
  paperSensors(): number;
  /** GS g 2: a maintenance counter by its number; null for one this printer doesn't have. */
  counter(number: number): number | null;
}

/** Two bytes, the low one first. */
export function* word(): Step<number> {
  const low = yield 'byte';
  return low + 256 * (yield 'byte');
}

export function* bytes(count: number): Step<Uint8Array> {
  const read = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) read[at] = yield 'byte';
  return read;
}
