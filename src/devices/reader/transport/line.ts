import type { Result } from '../../../domain/result.ts';
import type { DriverName } from '../driver/drivers.ts';
import type { ReportLayout } from '../driver/report-descriptor.ts';
import type { ReaderTrouble } from '../trouble.ts';

/** An open reader: reports or chunks of bytes, nothing about their meaning. */
export interface ReaderLine {
  /** How the device lays out its reports; null where it can't be known. */
  readonly descriptor: ReportLayout | null;
  /** Called for all that comes in from the moment of opening on. The listener takes the buffer over. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, when the device is unplugged or fails; at once when it already is. */
  onLost(listener: () => void): void;
  /** Rejects never: what can't be written any more shows as a loss. */
  write(bytes: Uint8Array): Promise<void>;
  /** May be called again. */
  close(): Promise<void>;
}

export type OpenFault =
  /** This user may not open it; right after plugging in, udev may still be about to allow it. */
  | 'denied'
  /** It went away between finding and opening. */
  | 'gone'
  | 'failed';

export interface FoundReader {
  readonly driver: DriverName;
  /** Maker, product and serial number as the device gives them, for the technician. */
  readonly name: string;
  open(): Promise<Result<ReaderLine, OpenFault>>;
}

/** Looks for the one device that the configuration means. */
export type FindReader = () => Promise<Result<FoundReader, ReaderTrouble>>;

/** By the texts of node-hid and serialport, which have no codes. */
export function openFaultOf(error: unknown): OpenFault {
  const text = error instanceof Error ? error.message : String(error);
  if (/permission denied|access(?: is)? denied/i.test(text)) return 'denied';
  return /no such (?:file|device)|file not found|cannot find/i.test(text) ? 'gone' : 'failed';
}

/** What an opening that failed means for the technician. */
export function troubleOf(openFault: OpenFault): ReaderTrouble {
  switch (openFault) {
    case 'denied':
      return 'no_permission';
    case 'gone':
      return 'no_reader';
    case 'failed':
      return 'open_failed';
  }
}

/** The listeners of a line. What comes in before anybody listens is overwritten. */
export class LineListeners {
  #onData: ((bytes: Uint8Array) => void) | null = null;
  readonly #onLost: (() => void)[] = [];
  #isLost = false;

  receive(bytes: Uint8Array): void {
    if (this.#onData === null) bytes.fill(0);
    else this.#onData(bytes);
  }

  lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    for (const listener of this.#onLost.splice(0)) listener();
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#onData = listener;
  }

  onLost(listener: () => void): void {
    if (this.#isLost) listener();
    else this.#onLost.push(listener);
  }
}
