import { fault, ok, type Result } from '../../../domain/result.ts';

/** Longer than any real status sentence; a text beyond it is not ours, and half an official text is worse than none. */
export const MAX_TEXT_UNITS = 1000;

/**
 * Invisible characters without a place on paper: controls, direction overrides and embeddings (they can turn digits
 * around), soft hyphens, zero-width spaces, variation selectors. Isolates, direction marks and joiners stay.
 */
const DROPPED = /[[\p{Cc}\p{Default_Ignorable_Code_Point}]--[\u061c\u200c-\u200f\u2066-\u2069]]/gv;
/** No-break spaces stay: they hold a value together. */
const WHITE_SPACE = /[\t\n\v\f\r\u0020\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+/g;
const SURROGATE = /[\ud800-\udfff]/;

/**
 * One paragraph as it may be drawn: composed letters, single spaces, no hidden orders. Refused are texts that are
 * too long or hold characters beyond the basic plane (emoji, lone surrogates): no receipt font has them.
 */
export function cleanText(text: string): Result<string, 'unprintable_text'> {
  if (text.length > MAX_TEXT_UNITS || SURROGATE.test(text)) return fault('unprintable_text');
  return ok(text.normalize('NFC').replace(WHITE_SPACE, ' ').replace(DROPPED, '').trim());
}
