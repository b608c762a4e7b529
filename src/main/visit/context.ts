import { DEFAULT_ACCESS, type AccessOptions, type MaskedIdentity, type OutOfServiceReason } from '../../bridge/view.ts';
import type { PrinterState } from '../../devices/link.ts';
import type { GatewayFault, IdentityFault, NumberFault, PrintFault, ReadFault } from '../../domain/faults.ts';
import type { PrintOutcome } from '../../domain/receipt.ts';
import type { HijriYear, TransactionNumber } from '../../domain/transaction.ts';
import type { InquiryAnswer, IssuedReceipt } from '../gateway/gateway.ts';
import { CARD_TRIES } from './timing.ts';

/** What a visit knows. Everything in `VisitData` is dropped when it ends; the full number is in the vault only. */
export interface VisitContext extends VisitData {
  /** State of the machine, not of a visitor: outlives visits. */
  readonly printer: PrinterState;
  readonly readerReady: boolean;
  /** A card that was read lies on the reader still, perhaps one of an earlier visit. */
  readonly cardLies: boolean;
  /** Why nobody is served; empty while the kiosk is in service. */
  readonly outOfService: readonly OutOfServiceReason[];
  /** Counts refused entries of the whole kiosk's life, so that a screen that asks again counts as a new step. */
  readonly refusals: number;
  /** Counts armings of the reader; a read for an earlier one doesn't count. */
  readonly arming: number;
}

export interface VisitData extends InquiryData {
  /** Random, never tied to an identity; also the journey id of the anonymous rating. */
  readonly visit: string;
  readonly language: string;
  readonly access: AccessOptions;
  /** The gateway's anonymous session; opened with the first search. */
  readonly sessionId: string | null;
  /** Searches without a match in this visit. */
  readonly misses: number;
  /** Added by "I need more time". */
  readonly extraIdleMs: number;
  /** Seconds left to answer "still there?"; null while nobody is asked. */
  readonly secondsLeft: number | null;
}

/** What one inquiry knows; dropped on the way home too, while language and access options stay. */
export interface InquiryData {
  readonly identity: MaskedIdentity | null;
  readonly cardFault: ReadFault | null;
  readonly cardTriesLeft: number;
  readonly identityFault: IdentityFault | null;
  readonly entered: { readonly number: TransactionNumber; readonly hijriYear: HijriYear } | null;
  readonly entryFault: { readonly field: 'number' | 'hijriYear'; readonly code: NumberFault } | null;
  readonly answer: InquiryAnswer | null;
  readonly gatewayFault: GatewayFault | null;
  /** Counts down while the visitor has to wait before trying again. */
  readonly waitSeconds: number;
  readonly receipt: IssuedReceipt | null;
  readonly job: PrintJob | null;
  readonly outcome: PrintOutcome | null;
  readonly printFault: PrintFault | null;
}

/** One receipt that is being issued; asking the gateway again with the same id gives the same receipt. */
export interface PrintJob {
  readonly id: string;
  readonly delivery: 'print' | 'qr';
}

export const NO_INQUIRY: InquiryData = {
  identity: null,
  cardFault: null,
  cardTriesLeft: CARD_TRIES,
  identityFault: null,
  entered: null,
  entryFault: null,
  answer: null,
  gatewayFault: null,
  waitSeconds: 0,
  receipt: null,
  job: null,
  outcome: null,
  printFault: null,
};

/** A visitor of whom nothing is known. */
export const newVisit = (visit: string, language: string): VisitData => ({
  ...NO_INQUIRY,
  visit,
  language,
  access: DEFAULT_ACCESS,
  sessionId: null,
  misses: 0,
  extraIdleMs: 0,
  secondsLeft: null,
});

const PRINTER_FAULTS: Readonly<Partial<Record<PrinterState, PrintFault>>> = {
  paper_out: 'paper_out',
  cover_open: 'cover_open',
  cutter: 'cutter',
  overheated: 'overheated',
  offline: 'offline',
};

/** Why nothing can be printed now; null while it may be tried. `unknown` may be tried: the outcome will tell. */
export const printerFault = (state: PrinterState): PrintFault | null => PRINTER_FAULTS[state] ?? null;
