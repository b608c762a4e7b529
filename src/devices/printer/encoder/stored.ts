import { createHash } from 'node:crypto';
import type { Band, ImageBand, Page } from '../layout/page.ts';
import { forgetStored, printStored, storePicture, type KeyCode } from './commands.ts';
import { hasLookAlike } from './look-alikes.ts';
import { frameClean, type Framed } from './place.ts';
import type { JobWriter } from './writer.ts';

/** Pictures that lie in the memory of a printer, or shall. */
export interface StoredPictures {
  /** Of all pictures and names; a printer filled with others has another. */
  readonly contentHash: string;
  readonly keys: readonly KeyCode[];
  /** Sent once: forgets what is stored and stores these. One command each; the printer may take a second for one. */
  readonly commands: readonly Uint8Array[];
  /** The name of a band's picture and where it stands; null when it isn't stored. */
  find(band: ImageBand, paperDots: number): { readonly key: KeyCode; readonly band: ImageBand } | null;
}

/** GS ( L names a picture by two characters from 32 to 126. */
const [FIRST_CHARACTER, CHARACTERS] = [32, 95] as const;
const KEYS = CHARACTERS * CHARACTERS;

const keyCode = (index: number): KeyCode => [
  FIRST_CHARACTER + Math.floor(index / CHARACTERS),
  FIRST_CHARACTER + (index % CHARACTERS),
];

const digest = ({ band, rows, widthBytes }: Framed): Buffer =>
  createHash('sha256').update(`${String(widthBytes)} ${String(band.scale)} `).update(rows).digest();

/**
 * Collects the drawn lines of pages as pictures to be stored in a printer. A line is later recognised by its dots, so
 * that a wrong picture can never be printed: a line that differs in one dot is sent as usual. Names come from the
 * content, so that a printer that knows all names most likely holds these very pictures.
 */
export function storedPictures(pages: readonly Page[]): StoredPictures {
  const pictures = new Map<string, { readonly key: KeyCode; readonly framed: Framed }>();
  const taken = new Set<number>();
  for (const page of pages) {
    for (const band of page.bands) {
      const framed = band.kind === 'image' ? frameClean(band, page.widthDots) : null;
      if (framed === null) continue;
      const hash = digest(framed);
      if (pictures.has(hash.toString('hex'))) continue;
      let index = hash.readUInt32BE(0) % KEYS;
      while (taken.has(index)) index = (index + 1) % KEYS;
      // The length in a command's head can read like a real-time command; such a picture is sent whole each time.
      if (hasLookAlike(storePicture(keyCode(index), framed.rows, framed.widthBytes))) continue;
      taken.add(index);
      pictures.set(hash.toString('hex'), { key: keyCode(index), framed });
    }
  }
  const entries = [...pictures.entries()];
  return {
    contentHash: createHash('sha256')
      .update(entries.map(([hash, { key }]) => `${hash} ${key.join(' ')}`).join('\n'))
      .digest('hex'),
    keys: entries.map(([, { key }]) => key),
    commands: [
      forgetStored(),
      ...entries.map(([, { framed, key }]) => storePicture(key, framed.rows, framed.widthBytes)),
    ],
    find: (band, paperDots) => {
      const framed = frameClean(band, paperDots);
      const picture = framed === null ? undefined : pictures.get(digest(framed).toString('hex'));
      return framed === null || picture === undefined ? null : { key: picture.key, band: framed.band };
    },
  };
}

/** P3: lines the printer has in its memory, by name. */
export const placeStored =
  (stored: StoredPictures) =>
  (band: Band, job: JobWriter): Band | null => {
    const found = band.kind === 'image' ? stored.find(band, job.paperDots) : null;
    if (found === null) return null;
    job.align(found.band.anchor);
    job.print([printStored(found.key, found.band.scale)]);
    return found.band;
  };
