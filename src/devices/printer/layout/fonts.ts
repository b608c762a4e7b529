import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as HarfBuzz from 'harfbuzzjs';
import { unwrapWoff } from './woff.ts';

export const WEIGHTS = [500, 700] as const;
export type Weight = (typeof WEIGHTS)[number];

/**
 * Noto Sans Arabic: of the free Arabic fonts the one tesseract reads without an error from 24 dots at 203 dpi. Its
 * files are cut by script; a character is taken from the first that has it.
 */
const SUBSETS = ['arabic', 'latin', 'latin-ext'] as const;

/** The files `loadFonts` expects, by name, in one folder. */
export const FONT_FILES: readonly string[] = WEIGHTS.flatMap((weight) =>
  SUBSETS.map((subset) => fontFile(subset, weight)),
);

function fontFile(subset: (typeof SUBSETS)[number], weight: Weight): string {
  return `noto-sans-arabic-${subset}-${String(weight)}-normal.woff`;
}

export interface LoadedFont {
  /** Distinguishes all fonts ever loaded in this process: caches of letters go by it. */
  readonly index: number;
  readonly font: HarfBuzz.Font;
  /** Font units to one em. */
  readonly unitsPerEm: number;
}

/** Everything HarfBuzz, loaded once. */
export interface Fonts {
  readonly harfBuzz: typeof HarfBuzz;
  /** One buffer serves all shaping; it is emptied after each use, so that no text stays in it. */
  readonly buffer: HarfBuzz.Buffer;
  /** By weight, in order of preference. */
  readonly byWeight: Readonly<Record<Weight, readonly LoadedFont[]>>;
}

let loadedFonts = 0;

/**
 * Starts HarfBuzz and reads the fonts, some 30 ms.
 * @param fontDirectory holds `FONT_FILES`: `node_modules/@fontsource/noto-sans-arabic/files` in a checkout.
 */
export async function loadFonts(fontDirectory: string): Promise<Fonts> {
  // Only here: the module compiles its WebAssembly when it is imported, and a kiosk without a printer needs none.
  const harfBuzz = await import('harfbuzzjs');
  const load = async (weight: Weight): Promise<LoadedFont[]> =>
    Promise.all(
      SUBSETS.map(async (subset) => {
        const file = await readFile(join(fontDirectory, fontFile(subset, weight)));
        const face = new harfBuzz.Face(new harfBuzz.Blob(unwrapWoff(file)));
        loadedFonts += 1;
        return { index: loadedFonts, font: new harfBuzz.Font(face), unitsPerEm: face.upem };
      }),
    );
  const [medium, bold] = await Promise.all([load(500), load(700)]);
  return { harfBuzz, buffer: new harfBuzz.Buffer(), byWeight: { 500: medium, 700: bold } };
}
