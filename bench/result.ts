/** One line of the table. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'kB' | 'x' | 'bytes';
  /** What it may be at most; null where there is no goal. */
  readonly goal: number | null;
  /** How it was measured, and on how many. */
  readonly note: string;
}
