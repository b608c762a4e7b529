import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Weight = 400 | 700;
type Script = 'arabic' | 'latin';

const WEIGHTS = [400, 700] as const;
const SCRIPTS = ['arabic', 'latin'] as const;

/** The files of IBM Plex Sans Arabic a PDF is set in, by name, in one folder. Cut by script, as the page's are. */
export const PDF_FONT_FILES: readonly string[] = WEIGHTS.flatMap((weight) => SCRIPTS.map((script) => fontFile(script, weight)));

function fontFile(script: Script, weight: Weight): string {
  return `ibm-plex-sans-arabic-${script}-${String(weight)}-normal.woff`;
}

/** The name under which a font is registered in a document. */
export const fontName = (script: Script, weight: Weight): string => `${script}-${String(weight)}`;

/** Reads them. Throws when the installation lacks one. */
export function readFonts(directory: string): ReadonlyMap<string, Buffer> {
  return new Map(
    WEIGHTS.flatMap((weight) =>
      SCRIPTS.map((script) => [fontName(script, weight), readFileSync(join(directory, fontFile(script, weight)))] as const),
    ),
  );
}

/** The block of Arabic and its supplements, with the punctuation and digits that other scripts share with it. */
const ARABIC = /[\u0600-\u06ff\u0750-\u077f]/;
/** Take the font of what stands before them. */
const FOLLOWING = /[ \u00a0\u200c\u200d\p{M}]/u;

/** Which of the two fonts has a character. */
export function scriptOf(character: string, before: Script | null): Script {
  if (before !== null && FOLLOWING.test(character)) return before;
  return ARABIC.test(character) ? 'arabic' : 'latin';
}
export type { Script };
