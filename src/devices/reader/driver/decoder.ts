import type { ReadFault } from '../../../domain/faults.ts';
import type { ReaderTrouble } from '../trouble.ts';

/** What a driver makes of the reports of its device. */
export type Decoded =
  | {
      readonly type: 'frame';
      /** The text of one presentation. The receiver takes the buffer over and overwrites it. */
      readonly bytes: Uint8Array;
      /** Monotonic time at which the last report of the frame came in. */
      readonly lastReportAtMs: number;
    }
  | { readonly type: 'fault'; readonly code: ReadFault; readonly lastReportAtMs: number }
  | { readonly type: 'trouble'; readonly code: ReaderTrouble };

/**
 * The pure half of a driver: reports in, frames out. It knows no device and no clock, is bounded in what it keeps and
 * never throws, whatever comes in.
 */
export interface ReportDecoder {
  /** Takes the report over and overwrites it. Times are monotonic and never go back. */
  feed(report: Uint8Array, atMs: number): readonly Decoded[];
  /** When `expire` should be called, if nothing comes in until then; null while nothing is begun. */
  readonly deadlineMs: number | null;
  /** Ends what waited too long. */
  expire(atMs: number): readonly Decoded[];
  /** Overwrites what is begun: after an unplug the rest would belong to another card. */
  reset(): void;
  /** What the device wants to hear before each document; null for a device that reads by itself. */
  readonly prompt: Uint8Array | null;
}

export const NOTHING: readonly Decoded[] = [];

export const unreadable = (lastReportAtMs: number): readonly Decoded[] => [
  { type: 'fault', code: 'unreadable', lastReportAtMs },
];

export const frame = (bytes: Uint8Array, lastReportAtMs: number): readonly Decoded[] => [
  { type: 'frame', bytes, lastReportAtMs },
];

export const trouble = (code: ReaderTrouble): readonly Decoded[] => [{ type: 'trouble', code }];
