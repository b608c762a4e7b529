import type { ReadFault } from '../../domain/faults.ts';
import { parseCivilNumber, type CivilIdentity } from '../../domain/identity.ts';
import { fault, type Result } from '../../domain/result.ts';

/**
 * Tracks of a magnetic stripe as text, each with its sentinels (ISO/IEC 7811-2 and 7811-6): `%…?` for track 1, `;…?`
 * for track 2, `+…?`, `#…?` or `;…?` for track 3. A reader that couldn't decode a track sends `E` for its content.
 */
const TRACK = /[%;+#][^?\r\n]{0,107}\?/g;
/** The account number comes first: on track 1 after an optional letter for the format and before `^`, else before `=`. */
const ACCOUNT_NUMBER = /^[%;+#][A-Z]?([0-9]+)(?=[\^=?])/;
const UNDECODED = /^[%;+#]E\?$/;

/** Whether the lines of a frame are nothing but tracks. */
export const isStripe = (lines: readonly string[]): boolean =>
  lines.length > 0 && lines.every((line) => line.replace(TRACK, '') === '');

/** The civil number that stands as account number on a stripe. Tracks that disagree are a fault, never a guess. */
export function civilNumberOnStripe(lines: readonly string[]): Result<CivilIdentity, ReadFault> {
  const tracks = lines.flatMap((line) => line.match(TRACK) ?? []).filter((track) => !UNDECODED.test(track));
  if (tracks.length === 0) return fault('unreadable');
  const accounts = tracks.map((track) => ACCOUNT_NUMBER.exec(track)?.[1]);
  const [number, other] = new Set(accounts.filter((account) => account !== undefined));
  if (number === undefined) return fault('unsupported_document');
  if (other !== undefined) return fault('ambiguous');
  const identity = parseCivilNumber(number);
  if (identity.ok) return identity;
  return fault(identity.fault === 'checksum' ? 'checksum' : 'unsupported_document');
}
