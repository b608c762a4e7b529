import type { PrintFault } from '../../../domain/faults.ts';
import type { PrinterState } from '../../link.ts';

/** What a printer says about itself, from either way of asking. */
export interface PrinterStatus {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paperEnd: boolean;
  readonly paperNearEnd: boolean;
  readonly cutterError: boolean;
  /** Head too hot, or the cover was opened while printing. */
  readonly autoRecoverable: boolean;
  /** Only switching it off and on, or a technician, helps. */
  readonly unrecoverable: boolean;
}

const has = (byte: number, bits: number): boolean => (byte & bits) !== 0;

/** The four bytes of automatic status back (GS a). */
export function statusOfReport([first, second, third]: readonly [number, number, number, number]): PrinterStatus {
  return {
    offline: has(first, 0x08),
    coverOpen: has(first, 0x20),
    paperEnd: has(third, 0x0c),
    paperNearEnd: has(third, 0x03),
    cutterError: has(second, 0x08),
    autoRecoverable: has(second, 0x40),
    unrecoverable: has(second, 0x24),
  };
}

/** The four answers to DLE EOT 1, 2, 3 and 4. */
export function statusOfAnswers([printer, cause, error, sensor]: readonly [
  number,
  number,
  number,
  number,
]): PrinterStatus {
  return {
    offline: has(printer, 0x08),
    coverOpen: has(cause, 0x04),
    paperEnd: has(cause, 0x20) || has(sensor, 0x60),
    paperNearEnd: has(sensor, 0x0c),
    cutterError: has(error, 0x08),
    autoRecoverable: has(error, 0x40),
    unrecoverable: has(error, 0x24),
  };
}

/** The one word for a status: what a person has to do first comes first. */
export function stateOf(status: PrinterStatus): PrinterState {
  if (status.coverOpen) return 'cover_open';
  if (status.paperEnd) return 'paper_out';
  if (status.cutterError) return 'cutter';
  if (status.unrecoverable) return 'offline';
  if (status.autoRecoverable) return 'overheated';
  if (status.offline) return 'offline';
  return status.paperNearEnd ? 'paper_low' : 'ready';
}

/** Why a printer in this state can't print, or null when it can, or might. */
export function faultOf(state: PrinterState): PrintFault | null {
  return state === 'ready' || state === 'paper_low' || state === 'unknown' ? null : state;
}
