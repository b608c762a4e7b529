import { COUNTERS } from '../../printer/encoder/commands.ts';

/** Maintenance counters of a printer (GS g 2), by number; a power cut leaves them. */
export class Counters {
  readonly #counts = new Map<number, number>(Object.values(COUNTERS).map((number) => [number, 0]));

  /** Null for a counter this printer doesn't have. */
  of(number: number): number | null {
    return this.#counts.get(number) ?? null;
  }

  addRow(row: Uint8Array): void {
    this.#add(COUNTERS.linesFed);
    if (row.some((bits) => bits !== 0)) this.#add(COUNTERS.headPulses);
  }

  addCut(): void {
    this.#add(COUNTERS.cuts);
  }

  #add(number: number): void {
    this.#counts.set(number, (this.#counts.get(number) ?? 0) + 1);
  }
}
