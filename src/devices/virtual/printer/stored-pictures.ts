import { createBitmap, type Bitmap } from '../../printer/layout/bitmap.ts';

/** More than any real printer's; noise must not fill the memory. */
const MAX_PICTURES = 1000;
const MAX_BYTES = 400_000;

/** The pictures in a printer's non-volatile memory: those of GS ( L by name, those of FS q by number. */
export class StoredPictureMemory {
  readonly #named = new Map<string, Bitmap>();
  #numbered: Bitmap[] = [];
  #bytes = 0;

  get keys(): readonly string[] {
    return [...this.#named.keys()];
  }

  get bytes(): number {
    return this.#bytes;
  }

  named(key: string): Bitmap | null {
    return this.#named.get(key) ?? null;
  }

  numbered(number: number): Bitmap | null {
    return this.#numbered[number - 1] ?? null;
  }

  /** A full memory keeps what it has. */
  store(key: string, picture: Bitmap): void {
    if (this.#named.size >= MAX_PICTURES || this.#bytes + picture.data.length > MAX_BYTES) return;
    this.forget(key);
    this.#named.set(key, picture);
    this.#bytes += picture.data.length;
  }

  forget(key: string): void {
    this.#bytes -= this.#named.get(key)?.data.length ?? 0;
    this.#named.delete(key);
  }

  forgetAll(): void {
    this.#named.clear();
    this.#bytes = 0;
  }

  /** FS q replaces all numbered pictures at once. */
  replaceNumbered(pictures: Bitmap[]): void {
    this.#numbered = pictures;
  }
}

/** A picture sent column by column, eight dots a byte from the top, as FS q and GS ( L function 68 do. */
export function fromColumns(data: Uint8Array, widthDots: number, bytesPerColumn: number): Bitmap {
  const picture = createBitmap(widthDots, bytesPerColumn * 8);
  for (let x = 0; x < widthDots; x += 1) {
    for (let y = 0; y < picture.heightDots; y += 1) {
      if (((data[x * bytesPerColumn + (y >> 3)] ?? 0) & (0x80 >> (y & 7))) === 0) continue;
      const at = y * picture.strideBytes + (x >> 3);
      picture.data[at] = (picture.data[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return picture;
}
