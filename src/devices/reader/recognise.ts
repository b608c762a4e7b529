import type { IdentityFault, ReadFault } from '../../domain/faults.ts';
import { maskCivilNumber, parseCivilNumber, type CivilIdentity, type IdentityKind } from '../../domain/identity.ts';
import { civilNumberOf, expiredOn, parseTd1 } from '../../domain/mrz.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { ReadVia } from '../link.ts';

/** What one frame of a reader says about the person whose card it was. */
export interface RecognisedIdentity {
  readonly kind: IdentityKind;
  /** ASCII digits of the civil number; whoever takes them overwrites them. */
  readonly digits: Uint8Array;
  /** `•••••••672` inside a bidi isolate. */
  readonly masked: string;
  readonly via: ReadVia;
  /** The printed date has passed: a warning. A bar code has no date and is never expired. */
  readonly expired: boolean;
}

/** A TD1 with separators has 96 characters; nothing a card holds for us comes near this. */
export const MAX_PAYLOAD_CHARACTERS = 512;

/** Printable ASCII, line ends, Arabic-Indic and Persian digits. Any other character means a broken or hostile frame. */
const ALLOWED = /^[ -~\r\n\u0660-\u0669\u06f0-\u06f9]*$/;
const MRZ_LINE = /^[A-Z0-9<]+$/;
const TD1_LINE_CHARACTERS = 30;
/** ICAO Doc 9303-6 and 9303-4: visas and passports. Read well, but no card with a civil number. */
const BOOKLET_LINE_CHARACTERS = [36, 44];

/**
 * Makes out the civil number in the text of one reader frame: a TD1 zone (lines ended by CR, LF or CRLF, or 90
 * characters without line ends; `_` for the filler) or a bar code that holds the plain number.
 * @param today the instant that decides whether the card has expired
 */
export function recognise(payload: string, today: Date): Result<RecognisedIdentity, ReadFault> {
  if (payload.length > MAX_PAYLOAD_CHARACTERS) return fault('unreadable');
  const text = withoutFraming(payload);
  if (!ALLOWED.test(text)) return fault('unreadable');

  const lines = text.split(/[\r\n]+/).filter((line) => line !== '');
  const zone = machineReadableZone(lines);
  if (zone !== null) return recogniseZone(zone, today);
  const [line, ...others] = lines;
  if (line === undefined || others.length > 0 || isPieceOfZone(line)) return fault('unreadable');
  return recogniseBarCode(line);
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

/** The lines of a zone of any format, or null where the text is something else. */
function machineReadableZone(lines: readonly string[]): readonly string[] | null {
  const zone = lines.map((line) => line.replaceAll('_', '<'));
  const text = zone.join('');
  if (!MRZ_LINE.test(text)) return null;
  if (zone.length === 1 && text.length === 3 * TD1_LINE_CHARACTERS) return text.match(/.{30}/g);
  if (zone.length === 3) return zone;
  const isBooklet = BOOKLET_LINE_CHARACTERS.some((length) => text.length === 2 * length);
  return isBooklet && zone.length <= 2 ? zone : null;
}

/** Fillers stand in zones only: a line with one is a zone cut short, not a bar code with foreign content. */
const isPieceOfZone = (line: string): boolean => /[<_]/.test(line) && /^[A-Z0-9<_]+$/.test(line);

function recogniseZone(zone: readonly string[], today: Date): Result<RecognisedIdentity, ReadFault> {
  if (zone.length < 3) return fault('unsupported_document');
  const td1 = parseTd1(zone);
  if (!td1.ok) return fault(td1.fault === 'checksum' ? 'checksum' : 'unreadable');
  const identity = civilNumberOf(td1.value);
  if (!identity.ok) return identity;
  return ok(recognised(identity.value, 'mrz_td1', expiredOn(td1.value, today)));
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

function recognised(identity: CivilIdentity, via: ReadVia, expired: boolean): RecognisedIdentity {
  return {
    kind: identity.kind,
    digits: new TextEncoder().encode(identity.number),
    masked: maskCivilNumber(identity.number),
    via,
    expired,
  };
}
