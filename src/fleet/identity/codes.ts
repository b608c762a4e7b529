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

/** What the database keeps of a code. The code is random enough that a plain hash gives nothing away. */
export const hashOfCode = (code: string): string => createHash('sha256').update(code).digest('hex');
