import bidiModule, { type Bidi } from 'bidi-js';
import { visualOrder } from '../domain/bidi.ts';
import { scriptOf, type Script } from './fonts.ts';

// The package's types describe an ES module, while Node loads its CommonJS file, whose export is the factory itself.
const bidi = (bidiModule as unknown as () => Bidi)();

/** A stretch of one direction and one font, its letters in the order the shaper wants them. */
export interface Run {
  readonly text: string;
  readonly level: number;
  readonly script: Script;
}

/** A paragraph with the embedding level of each of its characters (Unicode UAX #9). */
export interface Paragraph {
  readonly text: string;
  readonly levels: Uint8Array;
}

/** Direct the text and are not drawn: direction marks and isolates. */
const DIRECTING = /[\u061c\u200e\u200f\u2066-\u2069]/;
const WHITE_SPACE = /\s+/g;
const ARABIC_LETTER = /\p{Script=Arabic}/u;
const ARABIC_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/;

export function paragraphOf(text: string, direction: 'rtl' | 'ltr'): Paragraph {
  const cleaned = text.normalize('NFC').replace(WHITE_SPACE, ' ').trim();
  return { text: cleaned, levels: bidi.getEmbeddingLevels(cleaned, direction).levels };
}

/** The runs of the characters `start` to `end` (which lies outside), from left to right as they stand on paper. */
export function runsOf({ levels, text }: Paragraph, start: number, end: number): readonly Run[] {
  const runs: Run[] = [];
  for (let at = start; at < end; at += 1) {
    const character = text.charAt(at);
    if (DIRECTING.test(character)) continue;
    const level = levels[at] ?? 0;
    const last = runs.at(-1);
    const script = scriptOf(character, last?.script ?? null);
    const drawn = level % 2 === 1 ? (bidi.getMirroredCharacter(character) ?? character) : character;
    if (last !== undefined && last.level === level && last.script === script)
      runs[runs.length - 1] = { ...last, text: last.text + drawn };
    else runs.push({ text: drawn, level, script });
  }
  return visualOrder(runs.map(asShaped));
}

/**
 * The shaper turns a run around when it looks Arabic, whatever its level says: so what has no script, such as a comma
 * and a space, is turned here, and Arabic digits, which run from left to right, are turned against it.
 */
function asShaped(run: Run): Run {
  const isRightToLeft = run.level % 2 === 1;
  const isTurnedByShaper = ARABIC_LETTER.test(run.text) || (run.script === 'arabic' && ARABIC_DIGIT.test(run.text));
  return isRightToLeft === isTurnedByShaper ? run : { ...run, text: run.text.split('').toReversed().join('') };
}
