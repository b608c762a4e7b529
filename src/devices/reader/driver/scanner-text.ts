/** What a bar-code reader says about a code by its AIM identifier (ISO/IEC 15424): `]`, a letter, a modifier. */
export type Symbology =
  /** A kind of code, or machine-readable text, that may stand on an identity card. */
  | 'document'
  /** What Honeywell imagers put before answers to commands and to set-up bar codes; nobody presented a card. */
  | 'command_answer'
  | 'foreign';

/** Code 128, Code 39, Interleaved 2 of 5, PDF417, QR, Data Matrix, Aztec, OCR. */
const DOCUMENT_LETTERS = 'CAILQdzo';
const COMMAND_ANSWERS = [']Z6', ']X0'];
export const AIM_CHARACTERS = 3;

/** @param identifier the three characters as the reader sent them */
export function symbologyOf(identifier: string): Symbology {
  if (COMMAND_ANSWERS.includes(identifier)) return 'command_answer';
  const isDocument = /^\][A-Za-z][0-9A-Za-z]$/.test(identifier) && DOCUMENT_LETTERS.includes(identifier.charAt(1));
  return isDocument ? 'document' : 'foreign';
}

const SYN = 0x16;
const ENQ = 0x05;
const ACK = 0x06;
const NAK = 0x15;

/**
 * Whether the bytes belong to setting the scanner up: menu commands begin with SYN, their answers end with ACK, NAK or
 * ENQ. Nobody presented a card, so it is no fault either.
 */
export function isSetUpTraffic(bytes: Uint8Array): boolean {
  const last = bytes.at(-1);
  return bytes[0] === SYN || last === ACK || last === NAK || last === ENQ;
}
