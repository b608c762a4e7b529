/**
 * Bidirectional isolates (Unicode UAX #9). Every value inserted into a sentence goes through one of these:
 * without them `1••••••234` reads `234••••••1` inside Arabic text.
 */
const LEFT_TO_RIGHT_ISOLATE = '\u2066';
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** For identifiers, numbers, dates in digits, phone numbers: always left to right. */
export const isolateLtr = (text: string): string => LEFT_TO_RIGHT_ISOLATE + balanced(text) + POP_DIRECTIONAL_ISOLATE;

/** For names and other texts whose own first letter tells the direction. */
export const isolate = (text: string): string => FIRST_STRONG_ISOLATE + balanced(text) + POP_DIRECTIONAL_ISOLATE;

/** Digits, masks, phone numbers: whatever holds no letter is always read from left to right. */
const hasLetters = (text: string): boolean => /\p{L}/u.test(text);

/** For every value put into a sentence, so that no number or name turns the words around it. */
export const isolateValue = (value: string): string => (hasLetters(value) ? isolate(value) : isolateLtr(value));

/** U+2066 to U+2068: left-to-right, right-to-left and first-strong isolate. */
const OPENS_ISOLATE = /[\u2066-\u2068]/;

/**
 * Closes isolates that the text leaves open and drops the ends of isolates it never opened: a text of the source
 * system must not reach out of the isolate that is put around it.
 */
function balanced(text: string): string {
  let open = 0;
  let result = '';
  for (const character of text) {
    if (OPENS_ISOLATE.test(character)) open += 1;
    if (character === POP_DIRECTIONAL_ISOLATE) {
      if (open === 0) continue;
      open -= 1;
    }
    result += character;
  }
  return result + POP_DIRECTIONAL_ISOLATE.repeat(open);
}

const INVISIBLE_CONTROLS = /[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Takes out direction marks, isolates and zero-width characters, for comparing and for cleaning typed input. */
export const stripBidiControls = (text: string): string => text.replace(INVISIBLE_CONTROLS, '');

const DIRECTION_MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/** Takes out direction marks and isolates only: the zero-width joiners belong to the spelling of Persian and Urdu. */
export const stripDirectionMarks = (text: string): string => text.replace(DIRECTION_MARKS, '');

/** Reading order to order on paper: rule L2 of UAX #9, on runs of one level each. */
export function visualOrder<Run extends { readonly level: number }>(runs: readonly Run[]): Run[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    let start = 0;
    while (start < ordered.length) {
      let end = start;
      while (end < ordered.length && (ordered[end]?.level ?? 0) >= level) end += 1;
      if (end > start) ordered.splice(start, end - start, ...ordered.slice(start, end).toReversed());
      start = Math.max(end, start + 1);
    }
  }
  return ordered;
}
