import { fault, ok, type Result } from '../../../domain/result.ts';
import { bidiLevels, shapeLine, type ShapedLine, type Typeface } from './shape.ts';
import { cleanText } from './text.ts';

/** A stretch of the paragraph's text; `end` lies outside. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The width each character adds, from the paragraph shaped in one piece. */
function advancesOf({ glyphs, own }: ShapedLine, length: number): Float64Array {
  const advances = new Float64Array(length);
  for (const { cluster, advance } of [...glyphs, ...own]) advances[cluster] = (advances[cluster] ?? 0) + advance;
  return advances;
}

/** Fills lines from the front, breaking at spaces, and inside a word only when it is wider than a line. */
function breakLines(text: string, advances: Float64Array, maxWidthDots: number): Stretch[] {
  const lines: Stretch[] = [];
  let start = 0;
  let lastSpace = -1;
  let width = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === ' ') lastSpace = at;
    width += advances[at] ?? 0;
    if (width <= maxWidthDots || text[at] === ' ' || at === start) continue;
    const end = lastSpace > start ? lastSpace : at;
    lines.push({ start, end });
    start = lastSpace > start ? lastSpace + 1 : at;
    lastSpace = -1;
    width = 0;
    for (let counted = start; counted <= at; counted += 1) width += advances[counted] ?? 0;
  }
  if (start < text.length) lines.push({ start, end: text.length });
  return lines;
}

/**
 * A paragraph as lines that fit. Isolates are honoured: a number or date inside Arabic keeps its order.
 * @returns no line for an empty text; `unprintable_text` for a character without a glyph, never a box in its place.
 */
export function setParagraph(
  text: string,
  typeface: Typeface,
  maxWidthDots: number,
): Result<readonly ShapedLine[], 'unprintable_text'> {
  const cleaned = cleanText(text);
  if (!cleaned.ok) return cleaned;
  const paragraph = cleaned.value;
  if (paragraph === '') return ok([]);
  const levels = bidiLevels(paragraph, typeface.direction);
  const whole = shapeLine(paragraph, levels, 0, paragraph.length, typeface);
  if (whole === null) return fault('unprintable_text');
  if (whole.widthDots <= maxWidthDots) return ok([whole]);
  const lines: ShapedLine[] = [];
  for (const { start, end } of breakLines(paragraph, advancesOf(whole, paragraph.length), maxWidthDots)) {
    const line = shapeLine(paragraph, levels, start, end, typeface);
    if (line === null) return fault('unprintable_text');
    lines.push(line);
  }
  return ok(lines);
}
