import { haveZoneShape, isZoneLine } from '../zone.ts';
import { AIM_CHARACTERS, symbologyOf } from './scanner-text.ts';

const LINE_END = /[\r\n]+/;

/** The text as characters of one byte each; the recogniser refuses all that aren't ASCII. */
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

export type Progress =
  /** The lines are all those of a machine-readable zone. */
  | 'zone'
  /** The last line is none of a zone, so it is a document of its own. */
  | 'line'
  /** A zone may go on. */
  | 'open';

/** How far a text that has just got a line end has come. */
export function progressOf(text: string): Progress {
  const lines = text.split(LINE_END).filter((line) => line !== '');
  if (haveZoneShape(lines)) return 'zone';
  const last = lines.at(-1);
  return last !== undefined && !isZoneLine(last) ? 'line' : 'open';
}

/** Where the text begins after an AIM identifier, which serial and keyboard scanners can be set to send. */
export function startAfterAim(bytes: Uint8Array): number {
  const identifier = latin1(bytes.subarray(0, AIM_CHARACTERS));
  return symbologyOf(identifier) === 'document' ? AIM_CHARACTERS : 0;
}
