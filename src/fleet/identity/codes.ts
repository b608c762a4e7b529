import { createHash, randomInt } from 'node:crypto';

/** Without letters and digits that look alike. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** A one-time code to be read out or typed: 80 bits in four groups. */
export function newCode(): string {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** An enrolment code is read out on the phone while somebody stands at the kiosk. */
export const CODE_LIFETIME_MS = 24 * 3_600_000;

/** What the database keeps of a code. The code is random enough that a plain hash gives nothing away. */
export const hashOfCode = (code: string): string => createHash('sha256').update(code).digest('hex');
