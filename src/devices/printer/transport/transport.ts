import type { Result } from '../../../domain/result.ts';
import type { PrinterTrouble } from '../trouble.ts';

/** A way to and from a printer. Bytes in both directions, nothing about their meaning. */
export interface Transport {
  /** Resolves when the bytes are handed over and there is room for more; `lost` once the line is broken or closed. */
  write(bytes: Uint8Array): Promise<Result<null, 'lost'>>;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, when the line breaks or is closed, and at once when it already is. */
  onLost(listener: () => void): void;
  /** Lets what was written go out, then closes. */
  close(): Promise<void>;
  /** Closes and drops what has not gone out: for a job that must not come out later. */
  abandon(): void;
}

export type ConnectFault = 'unreachable' | PrinterTrouble;

/** Opens the way anew; a printer that was switched off is reached again like this. */
export type Connect = () => Promise<Result<Transport, ConnectFault>>;
