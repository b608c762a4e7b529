import { stripBidiControls } from './bidi.ts';

const ARABIC_INDIC_ZERO = 0x0660;
const PERSIAN_ZERO = 0x06f0;

/**
 * Turns Arabic-Indic (٠-٩) and Persian (۰-۹) digits into 0-9 and drops spaces and invisible direction marks.
 * Everything else stays, so that the caller can refuse it.
 */
export function toWesternDigits(text: string): string {
  return stripBidiControls(text)
    .replace(/[ \u00a0\u202f]/g, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - ARABIC_INDIC_ZERO))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - PERSIAN_ZERO));
}
