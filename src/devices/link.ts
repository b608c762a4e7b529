import type { PrintFault, ReadFault } from '../domain/faults.ts';
import type { IdentityKind } from '../domain/identity.ts';
import type { PrintOutcome, ReceiptDocument } from '../domain/receipt.ts';
import type { PrinterTrouble } from './printer/trouble.ts';
import type { ReaderTrouble } from './reader/trouble.ts';

/**
 * The device link: plain messages between the kiosk process and whatever holds the hardware. Only data that survives
 * structured cloning, so that the devices can live in a process of their own.
 */
export type DeviceCommand =
  /** From now on one card may be read, for this arming only. */
  | { readonly type: 'reader.arm'; readonly armingId: string }
  | { readonly type: 'reader.disarm' }
  | { readonly type: 'printer.print'; readonly jobId: string; readonly document: ReceiptDocument }
  /** Nobody waits for this receipt any more: nothing of it is printed once more. What is on its way comes out. */
  | { readonly type: 'printer.cancel'; readonly jobId: string };

export type DeviceEvent =
  | { readonly type: 'reader.state'; readonly state: 'ready' | 'unavailable' }
  /** What keeps a device from working, for the technician; null when it works again. */
  | { readonly type: 'device.trouble'; readonly device: 'reader'; readonly trouble: ReaderTrouble | null }
  | { readonly type: 'device.trouble'; readonly device: 'printer'; readonly trouble: PrinterTrouble | null }
  | {
      readonly type: 'reader.read';
      readonly armingId: string;
      readonly kind: IdentityKind;
      /** ASCII digits of the civil number; the receiver overwrites them when the visit ends. */
      readonly digits: Uint8Array;
      readonly masked: string;
      readonly via: ReadVia;
      /** The printed date has passed: a warning, never a refusal. */
      readonly expired: boolean;
      /** From the last report of the device to the recognised number. */
      readonly recognitionMs: number;
    }
  | { readonly type: 'reader.fault'; readonly armingId: string; readonly code: ReadFault }
  | {
      readonly type: 'printer.state';
      readonly state: PrinterState;
      /** RFC 3339 time of the change. */
      readonly since: string;
    }
  | {
      readonly type: 'printer.outcome';
      readonly jobId: string;
      readonly outcome: PrintOutcome;
      readonly reason: PrintFault | null;
      readonly bytes: number;
    };

export type ReadVia = 'mrz_td1' | 'mrz_td2' | 'mrz_td3' | 'bar_code' | 'magnetic_stripe';

export type PrinterState =
  | 'ready'
  | 'paper_low'
  | 'paper_out'
  | 'cover_open'
  | 'cutter'
  | 'overheated'
  | 'offline'
  | 'unknown';

export interface DeviceLink {
  send(command: DeviceCommand): void;
  /** The current states are repeated to each new subscriber. Returns the unsubscribe function. */
  subscribe(listener: (event: DeviceEvent) => void): () => void;
  close(): Promise<void>;
}
