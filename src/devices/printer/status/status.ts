import type { PrintFault } from '../../../domain/faults.ts';

export type PrinterState =
  | 'ready'
  | 'paper_low'
  | 'paper_out'
  | 'cover_open'
  | 'cutter'
  | 'overheated'
  | 'offline'
  | 'unknown';

/** What a printer says about itself, from either way of asking. */
export interface PrinterStatus {
  readonly offline: boolean;
  /** Somebody holds the feed button. */
  readonly feeding: boolean;
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
    feeding: has(first, 0x40) || has(second, 0x02),
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
    feeding: has(cause, 0x08),
    coverOpen: has(cause, 0x04),
    paperEnd: has(cause, 0x20) || has(sensor, 0x60),
    paperNearEnd: has(sensor, 0x0c),
    cutterError: has(error, 0x08),
    autoRecoverable: has(error, 0x40),
    unrecoverable: has(error, 0x24),
  };
}

/** Why a printer is in its state, finer than the state: for technicians and the fleet, never for visitors. */
export type PrinterReason =
  | 'all_well'
  | 'near_end_sensor'
  | 'end_sensor'
  | 'cover'
  | 'cutter'
  /** Head too hot, or the cover was opened while printing. */
  | 'recovers_by_itself'
  | 'needs_service'
  | 'feed_button'
  | 'offline_without_cause'
  | 'unreachable'
  /** What the line needs on this computer couldn't be loaded. */
  | 'no_native_module'
  | 'line_lost'
  | 'not_asked_yet'
  | 'no_answer';

export interface PrinterCondition {
  readonly state: PrinterState;
  readonly reason: PrinterReason;
  /** When it became so. */
  readonly since: Date;
}

type Verdict = Pick<PrinterCondition, 'reason' | 'state'>;

/** The one word for a status, and why: what a person has to do first comes first. */
export function verdictOf(status: PrinterStatus): Verdict {
  if (status.coverOpen) return { state: 'cover_open', reason: 'cover' };
  if (status.paperEnd) return { state: 'paper_out', reason: 'end_sensor' };
  if (status.cutterError) return { state: 'cutter', reason: 'cutter' };
  if (status.unrecoverable) return { state: 'offline', reason: 'needs_service' };
  if (status.autoRecoverable) return { state: 'overheated', reason: 'recovers_by_itself' };
  if (status.offline) return { state: 'offline', reason: status.feeding ? 'feed_button' : 'offline_without_cause' };
  return status.paperNearEnd ? { state: 'paper_low', reason: 'near_end_sensor' } : { state: 'ready', reason: 'all_well' };
}

/** The state alone. */
export const stateOf = (status: PrinterStatus): PrinterState => verdictOf(status).state;

/** Why a printer in this state can't print, or null when it can, or might. */
export function faultOf(state: PrinterState): PrintFault | null {
  return state === 'ready' || state === 'paper_low' || state === 'unknown' ? null : state;
}
