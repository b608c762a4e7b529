/** What a printer has shown it can do. Found out each time a line is opened, for the printer may be another. */
export interface Capabilities {
  /** Answers DLE EOT. */
  readonly answersRealTime: boolean;
  /** Answers GS r in order: its progress can be followed. */
  readonly answersMarks: boolean;
  /** Answers GS ( H: says itself when a job is on paper. */
  readonly answersProcessId: boolean;
  readonly maker: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly firmware: string | null;
  /** Names of the pictures in its memory; null when it was not asked or doesn't say. */
  readonly storedNames: ReadonlySet<string> | null;
}

/** A printer that has said nothing. */
export const NO_CAPABILITIES: Capabilities = {
  answersRealTime: false,
  answersMarks: false,
  answersProcessId: false,
  maker: null,
  model: null,
  serialNumber: null,
  firmware: null,
  storedNames: null,
};

/** What a printer has done in its life; null for what it doesn't count. */
export interface PrinterCounters {
  readonly linesFed: number | null;
  readonly headPulses: number | null;
  readonly cuts: number | null;
  readonly hoursOn: number | null;
}

/** What to find out beyond the state. */
export interface Inquiry {
  /** Off for unknown printers: one that doesn't know GS ( H could print it. */
  readonly processId: boolean;
  readonly storedNames: boolean;
}
