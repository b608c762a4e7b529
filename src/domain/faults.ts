/**
 * The closed unions of everything that may go wrong for a visitor outside our own code. Each code has a text under
 * `faults.<area>.<code>` in assets/locales. What is wrong with the machine, and who acts, is in health.ts.
 */

/** What the emirate's gateway, or the way to it, can answer instead of a transaction. */
export type GatewayFault =
  | { readonly code: 'not_found' }
  | { readonly code: 'restricted' }
  | { readonly code: 'locked' }
  | { readonly code: 'rate_limited'; readonly retryAfterSeconds: number }
  | { readonly code: 'invalid_input'; readonly field: 'number' | 'hijriYear' | 'identity' }
  | { readonly code: 'session_expired' }
  /** The gateway refuses this kiosk: wrong client secret, revoked certificate. */
  | { readonly code: 'unauthorized' }
  /** No connection could be made, or it was cut. */
  | { readonly code: 'unreachable' }
  | { readonly code: 'timeout' }
  /** The gateway, or the system behind it, says that it can't serve now. */
  | { readonly code: 'unavailable'; readonly retryAfterSeconds?: number }
  /** The answer breaks the contract. */
  | { readonly code: 'bad_answer' };
export type GatewayFaultCode = GatewayFault['code'];

/** Why typed digits are no identity number. */
export type IdentityFault = 'empty' | 'not_digits' | 'length' | 'class' | 'checksum';

/** Why what was typed is no transaction number or year. */
export type NumberFault = 'empty' | 'not_digits' | 'length' | 'year_range';

/** Why a presented card gave no identity. */
export type ReadFault =
  /** No machine-readable zone and no number could be made out. */
  | 'unreadable'
  /** A check digit or the number's own checksum is wrong. */
  | 'checksum'
  /** A document that is read well but carries no Saudi civil number. */
  | 'unsupported_document'
  /** Two different numbers on one document: never guess. */
  | 'ambiguous';

/** Why no receipt came out, or why nobody can say. */
export type PrintFault =
  | 'paper_out'
  | 'cover_open'
  | 'cutter'
  | 'overheated'
  | 'offline'
  | 'no_answer'
  | 'unprintable_text'
  | 'busy';
