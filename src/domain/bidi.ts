/**
 * Bidirectional isolates (Unicode UAX #9). Every value inserted into a sentence goes through one of these:
 * without them `1••••••234` reads `234••••••1` inside Arabic text.
 */
const LEFT_TO_RIGHT_ISOLATE = '\u2066';
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** For identifiers, numbers, dates in digits, phone numbers: always left to right. */
export const isolateLtr = (text: string): string => `${LEFT_TO_RIGHT_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}`;

/** For names and other texts whose own first letter tells the direction. */
export const isolate = (text: string): string => `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}`;

const INVISIBLE_CONTROLS = /[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Takes out direction marks, isolates and zero-width characters, for comparing and for cleaning input. */
export const stripBidiControls = (text: string): string => text.replace(INVISIBLE_CONTROLS, '');
