import bidiModule, { type Bidi, type EmbeddingLevels } from 'bidi-js';
import { visualOrder } from '../../../domain/bidi.ts';
import type { Fonts, LoadedFont, Weight } from './fonts.ts';

/** A glyph and the point of its baseline it starts at, in dots from the left end of its line. */
export interface PlacedGlyph {
  readonly font: LoadedFont;
  readonly glyph: number;
  readonly x: number;
  /** Upwards. */
  readonly y: number;
  /** Index of the first character it stands for, in the text given to `shapeLine`. */
  readonly cluster: number;
  readonly advance: number;
}

/** A character the printer draws itself. */
export interface OwnCharacter {
  /** Left edge of its cell. */
  readonly x: number;
  readonly character: string;
  readonly cluster: number;
  readonly advance: number;
}

export interface ShapedLine {
  /** From left to right, as they stand on paper. */
  readonly glyphs: readonly PlacedGlyph[];
  readonly widthDots: number;
  /** Empty unless the typeface leaves digits to the printer. */
  readonly own: readonly OwnCharacter[];
}

export interface Typeface {
  readonly fonts: Fonts;
  readonly weight: Weight;
  readonly sizeDots: number;
  /** BCP 47; letter forms may depend on it. */
  readonly language: string;
  readonly direction: 'rtl' | 'ltr';
  /** Width of a digit when digits are left to the printer. */
  readonly ownDigitDots?: number;
}

/** A stretch of one direction and one font; `null`: the printer's. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  readonly font: LoadedFont | null;
}

// The package's types describe an ES module, while Node loads its CommonJS file, whose export is the factory itself.
const bidi = (bidiModule as unknown as () => Bidi)();

/** Direct the text and are not drawn: direction marks and isolates. */
const DIRECTING = /[\u061c\u200e\u200f\u2066-\u2069]/;
/** Take the font of their neighbour: spaces, joiners, combining marks. */
const FOLLOWING = /[ \u00a0\u200c\u200d\p{M}]/u;
/** Numbers, dates and codes: characters every printer has, in the same place of every code page. */
const OWN = /(?:[A-Z/*:.+-]*[0-9])+[A-Z/*:.+-]*/g;

/** The embedding level of each character (Unicode UAX #9). */
export const bidiLevels = (text: string, direction: 'rtl' | 'ltr'): EmbeddingLevels =>
  bidi.getEmbeddingLevels(text, direction);

/** The first font that has a character, or null. */
function fontFor(character: string, { fonts, weight }: Typeface, previous: LoadedFont | null): LoadedFont | null {
  const codePoint = character.codePointAt(0) ?? 0;
  const has = ({ font }: LoadedFont): boolean => font.nominalGlyph(codePoint) !== undefined;
  if (previous !== null && FOLLOWING.test(character) && has(previous)) return previous;
  return fonts.byWeight[weight].find(has) ?? null;
}

/** Cuts a line into runs in reading order; null when a character has no glyph. */
function runsOf(text: string, levels: Uint8Array, from: number, to: number, typeface: Typeface): Run[] | null {
  const runs: Run[] = [];
  const own = new Set<number>();
  if (typeface.ownDigitDots !== undefined) {
    for (const { 0: code, index } of text.matchAll(OWN)) for (let at = 0; at < code.length; at += 1) own.add(index + at);
  }
  let previous: LoadedFont | null = null;
  let joined = false;
  for (let at = from; at < to; at += 1) {
    const character = text.charAt(at);
    if (DIRECTING.test(character)) {
      joined = false;
      continue;
    }
    const level = levels[at] ?? 0;
    const isOwn = level % 2 === 0 && own.has(at);
    const font: LoadedFont | null = isOwn ? null : fontFor(character, typeface, previous);
    if (font === null && !isOwn) return null;
    const last = runs.at(-1);
    if (joined && last !== undefined && last.font === font && last.level === level) {
      runs[runs.length - 1] = { ...last, end: at + 1 };
    } else runs.push({ start: at, end: at + 1, level, font });
    previous = font ?? previous;
    joined = true;
  }
  return runs;
}

function shapeRun(
  text: string,
  run: Run,
  font: LoadedFont,
  x: number,
  { fonts, sizeDots, language }: Typeface,
): PlacedGlyph[] | null {
  const { buffer, harfBuzz } = fonts;
  const scale = sizeDots / font.unitsPerEm;
  buffer.reset();
  // The whole text goes in, so that letters at the seam of two runs know their neighbours.
  buffer.addText(text, run.start, run.end - run.start);
  buffer.setDirection(run.level % 2 === 1 ? harfBuzz.Direction.RTL : harfBuzz.Direction.LTR);
  buffer.setLanguage(language);
  buffer.guessSegmentProperties();
  harfBuzz.shape(font.font, buffer);
  const infos = buffer.getGlyphInfos();
  const positions = buffer.getGlyphPositions();
  buffer.reset();
  const glyphs: PlacedGlyph[] = [];
  let pen = x;
  for (const [index, { codepoint: glyph, cluster }] of infos.entries()) {
    if (glyph === 0) return null;
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
    const advance = xAdvance * scale;
    glyphs.push({ font, glyph, x: pen + xOffset * scale, y: yOffset * scale, cluster, advance });
    pen += advance;
  }
  return glyphs;
}

/**
 * Shapes one line of a paragraph: characters `from` to `to`, whose levels were found for the whole paragraph.
 * Null when a character has no glyph.
 */
export function shapeLine(
  text: string,
  { levels }: EmbeddingLevels,
  from: number,
  to: number,
  typeface: Typeface,
): ShapedLine | null {
  const runs = runsOf(text, levels, from, to, typeface);
  if (runs === null) return null;
  const line = text.slice(0, to);
  const glyphs: PlacedGlyph[] = [];
  const own: OwnCharacter[] = [];
  let widthDots = 0;
  for (const run of visualOrder(runs)) {
    if (run.font === null) {
      const advance = typeface.ownDigitDots ?? 0;
      for (let cluster = run.start; cluster < run.end; cluster += 1) {
        own.push({ x: widthDots, character: line.charAt(cluster), cluster, advance });
        widthDots += advance;
      }
      continue;
    }
    const shaped = shapeRun(line, run, run.font, widthDots, typeface);
    if (shaped === null) return null;
    for (const glyph of shaped) widthDots += glyph.advance;
    glyphs.push(...shaped);
  }
  return { glyphs, own, widthDots };
}
