/** What can be made to happen to a virtual printer. */
export const VIRTUAL_PRINTER_FAULTS = [
  'paper_end',
  'paper_near_end',
  'cover_open',
  'offline',
  'cutter',
  'overheated',
  /** Only a technician helps. */
  'unrecoverable',
  /** Prints and says nothing, like a clone without a way back. */
  'silent',
  /** Takes no bytes, prints nothing, says nothing, and goes on afterwards as if nothing had been. */
  'stalled',
  /** All lines break and none can be opened; what was received is still printed. */
  'cable_cut',
  /** All lines break and everything received and not printed is lost; stored pictures stay. */
  'power_cut',
] as const;
export type VirtualPrinterFault = (typeof VIRTUAL_PRINTER_FAULTS)[number];

/** Faults that stop the paper at once; a stuck knife stops it at the next cut. */
export const STOPPING: readonly VirtualPrinterFault[] = [
  'paper_end',
  'cover_open',
  'offline',
  'overheated',
  'unrecoverable',
  'stalled',
  'power_cut',
];
/** Faults in which a printer says nothing. */
export const MUTE: readonly VirtualPrinterFault[] = ['silent', 'stalled', 'power_cut'];
/** Faults in which a printer can't be reached. */
export const AWAY: readonly VirtualPrinterFault[] = ['cable_cut', 'power_cut'];

/** How a printer is. */
export interface Condition {
  readonly faults: ReadonlySet<VirtualPrinterFault>;
  /** The knife was used and is stuck. */
  readonly isJammed: boolean;
}

export const isAny = (faults: ReadonlySet<VirtualPrinterFault>, of: readonly VirtualPrinterFault[]): boolean =>
  of.some((fault) => faults.has(fault));

export const isStopped = ({ faults, isJammed }: Condition): boolean => isJammed || isAny(faults, STOPPING);

/** Automatic status back (GS a): four bytes. */
export function automaticStatus(condition: Condition): Uint8Array {
  const { faults, isJammed } = condition;
  const bit = (fault: VirtualPrinterFault, value: number): number => (faults.has(fault) ? value : 0);
  return Uint8Array.of(
    0x10 | (isStopped(condition) ? 0x08 : 0) | bit('cover_open', 0x20),
    (isJammed ? 0x08 : 0) | bit('overheated', 0x40) | bit('unrecoverable', 0x20),
    bit('paper_near_end', 0x03) | bit('paper_end', 0x0c),
    0,
  );
}

/** The answer to DLE EOT n. */
export function realTimeStatus(condition: Condition, n: number): number {
  const { faults, isJammed } = condition;
  const bit = (fault: VirtualPrinterFault, value: number): number => (faults.has(fault) ? value : 0);
  const isError = isJammed || faults.has('overheated') || faults.has('unrecoverable');
  switch (n) {
    case 1:
      return 0x12 | (isStopped(condition) ? 0x08 : 0);
    case 2:
      return 0x12 | bit('cover_open', 0x04) | bit('paper_end', 0x20) | (isError ? 0x40 : 0);
    case 3:
      return 0x12 | (isJammed ? 0x08 : 0) | bit('overheated', 0x40) | bit('unrecoverable', 0x20);
    case 4:
      return 0x12 | bit('paper_near_end', 0x0c) | bit('paper_end', 0x60);
    default:
      return 0x12;
  }
}
