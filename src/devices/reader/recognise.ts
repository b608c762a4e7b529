import type { IdentityFault, ReadFault } from '../../domain/faults.ts';
import { maskNumber, parseCivilNumber, type IdentityKind } from '../../domain/identity.ts';
import { HOME_STATE, civilNumberOf, expiredOn, wordsOf, type Zone } from '../../domain/mrz.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { checkStateNumber, isBorderNumber, type GccState, type VisitorKind } from '../../domain/visitor-number.ts';
import { civilNumberOnStripe, isStripe } from './stripe.ts';
import { parseZone, zoneLines, type ZoneSource } from './zone.ts';

export type ReadSource = ZoneSource | 'bar_code' | 'magnetic_stripe';

/** What one frame of a reader says about the person whose card it was. */
export interface Recognised<Kind extends IdentityKind | VisitorKind> {
  readonly kind: Kind;
  /** ASCII digits of the number; whoever takes them overwrites them. */
  readonly digits: Uint8Array;
  /** `•••••••672` inside a bidi isolate. */
  readonly masked: string;
  readonly via: ReadSource;
  /** The printed date has passed: a warning. Only a machine-readable zone tells a date. */
  readonly expired: boolean;
}

export type RecognisedIdentity = Recognised<IdentityKind>;
export type RecognisedNumber = Recognised<IdentityKind | VisitorKind>;

/** Which numbers count beside the civil numbers of citizens and residents. */
export interface AcceptedNumbers {
  readonly borderNumbers: boolean;
  readonly gccStates: readonly GccState[];
}

/** A TD1 with separators has 96 characters; nothing a card holds for us comes near this. */
export const MAX_PAYLOAD_CHARACTERS = 512;

/** Printable ASCII, line ends, Arabic-Indic and Persian digits. Any other character means a broken or hostile frame. */
const ALLOWED = /^[ -~\r\n\u0660-\u0669\u06f0-\u06f9]*$/;

/**
 * Makes out the civil number in the text of one reader frame: a machine-readable zone (lines ended by CR, LF or CRLF,
 * or all in one; `_` for the filler), a bar code that holds the plain number, or the tracks of a magnetic stripe.
 * @param today the instant that decides whether the card has expired
 */
export function recognise(payload: string, today: Date): Result<RecognisedIdentity, ReadFault> {
  const lines = linesOf(payload);
  return lines.ok ? recogniseCivilNumber(lines.value, today) : lines;
}

/** As `recognise`, with the numbers of visitors where the configuration takes them. A civil number comes first. */
export function recogniseNumber(
  payload: string,
  today: Date,
  accepted: AcceptedNumbers,
): Result<RecognisedNumber, ReadFault> {
  const lines = linesOf(payload);
  if (!lines.ok) return lines;
  const civil = recogniseCivilNumber(lines.value, today);
  if (civil.ok || civil.fault !== 'unsupported_document') return civil;
  return recogniseVisitor(lines.value, today, accepted);
}

/**
 * As `recogniseNumber`, for the documents of a configuration. Cards of the other Gulf states are refused: by which number
 * Saudi systems know their holders isn't public, so the gateway's contract has no claim for them.
 */
export function recogniseIdentity(
  payload: string,
  today: Date,
  documents: readonly IdentityKind[],
): Result<RecognisedIdentity, ReadFault> {
  const accepted = { borderNumbers: documents.includes('border_number'), gccStates: [] };
  const read = recogniseNumber(payload, today, accepted);
  if (!read.ok) return read;
  const kind = documents.find((each) => each === read.value.kind);
  if (kind !== undefined) return ok({ ...read.value, kind });
  read.value.digits.fill(0);
  return fault('unsupported_document');
}

function linesOf(payload: string): Result<readonly string[], ReadFault> {
  if (payload.length > MAX_PAYLOAD_CHARACTERS) return fault('unreadable');
  const text = withoutFraming(payload);
  if (!ALLOWED.test(text)) return fault('unreadable');
  return ok(text.split(/[\r\n]+/).filter((line) => line !== ''));
}

/** Text readers wrap a document in SOH/STX … ETX/EOT (01 to 04); inside the text these stay and make it unreadable. */
function withoutFraming(payload: string): string {
  const isFraming = (index: number): boolean => {
    const code = payload.charCodeAt(index);
    return code >= 0x01 && code <= 0x04;
  };
  let start = 0;
  let end = payload.length;
  while (start < end && isFraming(start)) start += 1;
  while (end > start && isFraming(end - 1)) end -= 1;
  return payload.slice(start, end);
}

function recogniseCivilNumber(lines: readonly string[], today: Date): Result<RecognisedIdentity, ReadFault> {
  if (isStripe(lines)) return recogniseStripe(lines);
  const zone = zoneLines(lines);
  if (zone !== null) return recogniseZone(zone, today);
  const [line, ...others] = lines;
  if (line === undefined || isPieceOfZone(line)) return fault('unreadable');
  if (others.length > 0) return fault(holdTwoNumbers(lines) ? 'ambiguous' : 'unreadable');
  return recogniseBarCode(line);
}

/** Fillers stand in zones only: a line with one is a zone cut short, not a bar code with foreign content. */
const isPieceOfZone = (line: string): boolean => /[<_]/.test(line) && /^[A-Z0-9<_]+$/.test(line);

/** Two cards before a scanner that sends both in one go. */
function holdTwoNumbers(lines: readonly string[]): boolean {
  const identities = lines.map(parseCivilNumber);
  const numbers = new Set(identities.map((identity) => (identity.ok ? identity.value.number : null)));
  return numbers.size > 1 && !numbers.has(null);
}

function recogniseZone(lines: readonly string[], today: Date): Result<RecognisedIdentity, ReadFault> {
  const zone = parseZone(lines);
  if (!zone.ok) return zone;
  const identity = civilNumberOf(zone.value);
  if (!identity.ok) return identity;
  return ok(recognised(identity.value, zone.value.source, expiredOn(zone.value, today)));
}

function recogniseStripe(tracks: readonly string[]): Result<RecognisedIdentity, ReadFault> {
  const identity = civilNumberOnStripe(tracks);
  return identity.ok ? ok(recognised(identity.value, 'magnetic_stripe', false)) : identity;
}

function recogniseBarCode(line: string): Result<RecognisedIdentity, ReadFault> {
  const identity = parseCivilNumber(line);
  if (!identity.ok) return fault(readFaultOf(identity.fault));
  return ok(recognised(identity.value, 'bar_code', false));
}

/** A code that reads well but holds something else (a link, a border number, a product) is the wrong document. */
function readFaultOf(identityFault: IdentityFault): ReadFault {
  switch (identityFault) {
    case 'empty':
      return 'unreadable';
    case 'checksum':
      return 'checksum';
    case 'not_digits':
    case 'length':
    case 'class':
      return 'unsupported_document';
  }
}

/** The lines hold a document that reads well but has no civil number. */
function recogniseVisitor(
  lines: readonly string[],
  today: Date,
  accepted: AcceptedNumbers,
): Result<RecognisedNumber, ReadFault> {
  const zone = zoneLines(lines);
  if (zone === null) {
    const [line = ''] = lines;
    return oneOf(lines.length === 1 ? visitorsOnBarCode(line, accepted) : [], 'bar_code', false);
  }
  const parsed = parseZone(zone);
  if (!parsed.ok) return parsed;
  const { source } = parsed.value;
  return oneOf(visitorsInZone(parsed.value, accepted), source, expiredOn(parsed.value, today));
}

interface Visitor {
  readonly kind: VisitorKind;
  readonly number: string;
}

/** A zone's check digits vouch for every word in it, so here a number without a checksum of its own is good enough. */
function visitorsInZone(zone: Zone, { borderNumbers, gccStates }: AcceptedNumbers): Visitor[] {
  const words = [...new Set(wordsOf(zone))];
  if (zone.issuingState === HOME_STATE) return borderNumbers ? words.filter(isBorderNumber).map(borderVisitor) : [];
  const state = gccStates.find((accepted) => accepted === zone.issuingState);
  if (state === undefined) return [];
  const isOwn = (word: string): boolean => ['valid', 'unverifiable'].includes(checkStateNumber(state, word));
  return words.filter(isOwn).map(stateVisitor);
}

/** A bar code has no check digits: only numbers with a checksum of their own, and border numbers, which have none. */
function visitorsOnBarCode(line: string, { borderNumbers, gccStates }: AcceptedNumbers): Visitor[] {
  if (borderNumbers && isBorderNumber(line)) return [borderVisitor(line)];
  const isOfState = gccStates.some((state) => checkStateNumber(state, line) === 'valid');
  return isOfState ? [stateVisitor(line)] : [];
}

const borderVisitor = (number: string): Visitor => ({ kind: 'border_number', number });
const stateVisitor = (number: string): Visitor => ({ kind: 'gcc_number', number });

function oneOf(visitors: readonly Visitor[], via: ReadSource, expired: boolean): Result<RecognisedNumber, ReadFault> {
  const [found, other] = visitors;
  if (found === undefined) return fault('unsupported_document');
  return other === undefined ? ok(recognised(found, via, expired)) : fault('ambiguous');
}

function recognised<Kind extends IdentityKind | VisitorKind>(
  identity: { readonly kind: Kind; readonly number: string },
  via: ReadSource,
  expired: boolean,
): Recognised<Kind> {
  return {
    kind: identity.kind,
    digits: new TextEncoder().encode(identity.number),
    masked: maskNumber(identity.number),
    via,
    expired,
  };
}
