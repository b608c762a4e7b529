import type { PrintFault, ReadFault } from '../domain/faults.ts';
import type { IdentityKind } from '../domain/identity.ts';
import type { PrintOutcome, ReceiptDocument } from '../domain/receipt.ts';
import type { ProvisioningRecord } from './printer/provision.ts';
import type { PrinterState } from './printer/status/status.ts';
import type { FillFault, PrinterReport, TestPage } from './printer/technician.ts';
import type { PrinterTrouble } from './printer/trouble.ts';
import type { ReaderKey } from './reader/transport/page.ts';
import type { ReaderTrouble } from './reader/trouble.ts';

/**
 * The device link: plain messages between the kiosk process and whatever holds the hardware. Only data that survives
 * structured cloning, so that the devices can live in a process of their own.
 */
export type DeviceCommand =
  /** From now on one card may be read, for this arming only. */
  | { readonly type: 'reader.arm'; readonly armingId: string }
  | { readonly type: 'reader.disarm' }
  /** A key of a reader that types into the page. */
  | ({ readonly type: 'reader.key' } & ReaderKey)
  | { readonly type: 'printer.print'; readonly jobId: string; readonly document: ReceiptDocument }
  /** Nobody waits for this receipt any more: nothing of it is printed once more. What is on its way comes out. */
  | { readonly type: 'printer.cancel'; readonly jobId: string }
  /** For a technician: a page that holds nothing of a visitor. Ends with a `printer.test_outcome`. */
  | { readonly type: 'printer.test'; readonly jobId: string; readonly kind: TestPage }
  /** For a technician: fills the printer's memory. A printer stands some ten fillings a day. */
  | {
      readonly type: 'printer.test';
      readonly jobId: string;
      readonly kind: 'provision';
      readonly vocabulary: readonly ReceiptDocument[];
    }
  /** Answered by a `printer.report`, within seconds. */
  | { readonly type: 'printer.report' };

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
  /** Whether the document that was read still lies on the reader. Only a reader that can tell says it lies. */
  | { readonly type: 'reader.document'; readonly lies: boolean }
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
      /** How much paper it took; left out where none moved, or nobody can say. */
      readonly paperMm?: number;
    }
  | PrinterTestOutcome
  /** How many pictures are in the printer's memory, while it is filled. */
  | { readonly type: 'printer.test_progress'; readonly jobId: string; readonly done: number; readonly total: number }
  /** Null while nobody holds the printer: its process is being started again. */
  | { readonly type: 'printer.report'; readonly report: PrinterReport | null };

/** How a technician's test ended; exactly one for each `printer.test`. */
export type PrinterTestOutcome =
  | {
      readonly type: 'printer.test_outcome';
      readonly jobId: string;
      readonly kind: TestPage;
      readonly outcome: PrintOutcome;
      readonly reason: PrintFault | null;
      readonly bytes: number;
    }
  | {
      readonly type: 'printer.test_outcome';
      readonly jobId: string;
      readonly kind: 'provision';
      /** `unknown`: broken off in the middle. Receipts are then sent whole until it is filled. */
      readonly outcome: 'filled' | 'not_filled' | 'unknown';
      readonly reason: FillFault | null;
      /** To be kept in the file `printer.provisioningFile` names. */
      readonly record: ProvisioningRecord | null;
    };

export type ReadVia = 'mrz_td1' | 'mrz_td2' | 'mrz_td3' | 'bar_code' | 'magnetic_stripe';

export type { PrinterState } from './printer/status/status.ts';

export interface DeviceLink {
  send(command: DeviceCommand): void;
  /** The current states are repeated to each new subscriber. Returns the unsubscribe function. */
  subscribe(listener: (event: DeviceEvent) => void): () => void;
  close(): Promise<void>;
}
