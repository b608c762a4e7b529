import type { GatewayFaultCode, IdentityFault, NumberFault, PrintFault, ReadFault } from '../domain/faults.ts';
import type { IdentityKind } from '../domain/identity.ts';
import type { PrintOutcome } from '../domain/receipt.ts';
import type { LocalizedText, Transaction } from '../domain/transaction.ts';
import type { StaffView } from './staff.ts';

/**
 * What the page draws. The kiosk process decides, the page only draws: a View holds exactly the values to show and
 * no wording (that is in assets/locales). A full identity number is never in it, only its mask.
 */
export interface View {
  /** Grows with every screen; an Intent names the step it was tapped on, so a second fast tap comes too late. */
  readonly step: number;
  /** Changes with every visitor: whatever the page remembers of an earlier one is dropped. */
  readonly visit: string;
  readonly frame: Frame;
  readonly screen: Screen;
  /** The question "are you still there?" (A7), drawn over the screen; null when nobody has to answer. */
  readonly stillThere: { readonly secondsLeft: number } | null;
  /** The staff room, drawn instead of the screen; null while nobody is at its door. */
  readonly staff: StaffView | null;
}

/** What surrounds every screen. */
export interface Frame {
  readonly language: string;
  readonly languages: readonly LanguageOption[];
  readonly access: AccessOptions;
  readonly emirate: LocalizedText;
  readonly site: LocalizedText;
  readonly kioskId: string;
  readonly display: DisplayGeometry;
  /** RFC 3339 time of the kiosk's clock when this View was made; the page's clock runs on from it. */
  readonly now: string;
  readonly numerals: 'latn' | 'arab';
  /** The card reader types into the page: such keys are the reader's, never a visitor's. */
  readonly readerTypes: boolean;
  /** A card that was read lies on the reader still; never true where the reader can't tell. */
  readonly cardLies: boolean;
  /** True while virtual devices or demo data are in use; the page then says so. */
  readonly demo: boolean;
}

export interface LanguageOption {
  readonly code: string;
  /** In its own script: العربية, English. */
  readonly name: string;
  readonly direction: 'rtl' | 'ltr';
}

/** Chosen by the visitor (A4), forgotten with the visit. */
export interface AccessOptions {
  readonly largeText: boolean;
  readonly highContrast: boolean;
  readonly lowReach: boolean;
  readonly moreTime: boolean;
}
export const DEFAULT_ACCESS: AccessOptions = {
  largeText: false,
  highContrast: false,
  lowReach: false,
  moreTime: false,
};

/** Sizes of the screen as it hangs on the wall; everything a finger touches is laid out in millimetres. */
export interface DisplayGeometry {
  readonly pixelsPerMm: number;
  /** Height of the screen's lower edge above the floor. */
  readonly lowerEdgeMm: number;
}

export type Screen =
  | { readonly id: 'attract' }
  | { readonly id: 'language' }
  | { readonly id: 'home'; readonly inquiry: ServiceState }
  | { readonly id: 'access' }
  | { readonly id: 'privacy' }
  | {
      readonly id: 'identity';
      readonly method: 'card' | 'keypad';
      /** Whose numbers count here. */
      readonly documents: readonly IdentityKind[];
      /** Whether the number may be typed where no card is read. */
      readonly mayType: boolean;
      readonly reader: 'waiting' | 'unavailable';
      /** Why the last card gave nothing; null before the first try. */
      readonly cardFault: ReadFault | null;
      readonly triesLeft: number;
      readonly fieldFault: IdentityFault | null;
    }
  | {
      readonly id: 'transaction';
      readonly identity: MaskedIdentity;
      /** Newest first; the first is chosen at the start. */
      readonly years: readonly number[];
      /** What was sent before, so that a visitor who comes back to correct it doesn't type it again. */
      readonly entered: { readonly number: string; readonly hijriYear: number } | null;
      readonly fieldFault: { readonly field: 'number' | 'hijriYear'; readonly code: NumberFault } | null;
    }
  | { readonly id: 'searching'; readonly slow: boolean; readonly canLeave: boolean }
  | { readonly id: 'not_found'; readonly tries: number; readonly offerHelp: boolean; readonly pauseSeconds: number }
  | {
      readonly id: 'status';
      readonly identity: MaskedIdentity;
      readonly transaction: Transaction;
      /** RFC 3339: when the source system was read. */
      readonly asOf: string;
      readonly stale: boolean;
      readonly printer: PrinterReadiness;
    }
  | { readonly id: 'referrals'; readonly transaction: Transaction }
  | {
      readonly id: 'receipt';
      readonly phase: 'printing' | PrintOutcome;
      readonly reason: PrintFault | null;
      readonly receiptNumber: string | null;
      /** What the visitor leaves with when there is no paper. */
      readonly qr: QrPicture | null;
    }
  | { readonly id: 'rating' }
  | {
      readonly id: 'fault';
      readonly fault: GatewayFaultCode;
      /** Counts down while waiting is asked for; 0 otherwise. */
      readonly waitSeconds: number;
      readonly canRetry: boolean;
    }
  | { readonly id: 'help'; readonly phone: string }
  | { readonly id: 'goodbye' }
  | { readonly id: 'out_of_service'; readonly reason: OutOfServiceReason; readonly nearest: LocalizedText | null };

export type ScreenId = Screen['id'];
export type ScreenOf<Id extends ScreenId> = Extract<Screen, { id: Id }>;

export type ServiceState =
  | { readonly open: true }
  | { readonly open: false; readonly reason: 'gateway_down' | 'no_identity_input' };

export interface MaskedIdentity {
  readonly kind: IdentityKind;
  /** `•••••••672` inside a bidi isolate. */
  readonly masked: string;
}

export type PrinterReadiness = 'ready' | 'paper_low' | 'unavailable';
/** The one to tell first is first: several may hold at a time. */
export const OUT_OF_SERVICE_REASONS = [
  'maintenance',
  /** An officer took it out from afar. */
  'office',
  'configuration',
  'page_failed',
  'power',
  'heat',
  'storage',
  'disk',
  'touch',
] as const;
export type OutOfServiceReason = (typeof OUT_OF_SERVICE_REASONS)[number];

/** A QR code as an SVG path over a grid of `modules` × `modules` unit squares, quiet zone not included. */
export interface QrPicture {
  readonly modules: number;
  readonly path: string;
}

/** The names of the screens in the flow plan of the emirate offices; used in journals and by `npm run journey`. */
export const SCREEN_CODES: Readonly<Record<ScreenId | 'still_there' | 'staff', string>> = {
  attract: 'A1',
  language: 'A2',
  home: 'A3',
  access: 'A4',
  privacy: 'A5',
  identity: 'A6',
  still_there: 'A7',
  help: 'A8',
  out_of_service: 'A9',
  transaction: 'B1',
  searching: 'B2',
  not_found: 'B2e',
  fault: 'B2f',
  status: 'B3',
  referrals: 'B4',
  receipt: 'B5',
  rating: 'F1',
  goodbye: 'F2',
  staff: 'L1',
};
