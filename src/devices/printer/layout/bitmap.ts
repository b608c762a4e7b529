/** A 1-bit picture: rows of bytes, the leftmost dot in the highest bit, 1 = black. */
export interface Bitmap {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly strideBytes: number;
  readonly data: Uint8Array;
}

/** A box inside a bitmap; right and bottom lie outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A white bitmap. */
export function createBitmap(widthDots: number, heightDots: number): Bitmap {
  const strideBytes = (widthDots + 7) >> 3;
  return { widthDots, heightDots, strideBytes, data: new Uint8Array(strideBytes * heightDots) };
}

/** Whether a dot is black; everything outside is white. */
export function isBlack({ widthDots, heightDots, strideBytes, data }: Bitmap, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= widthDots || y >= heightDots) return false;
  return ((data[y * strideBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}

/** Blackens a rectangle; what lies outside is clipped. */
export function blacken(bitmap: Bitmap, { left, top, right, bottom }: Box): void {
  const { widthDots, heightDots, strideBytes, data } = bitmap;
  const [fromX, toX] = [Math.max(0, left), Math.min(widthDots, right)];
  for (let y = Math.max(0, top); y < Math.min(heightDots, bottom); y += 1) {
    for (let x = fromX; x < toX; x += 1) {
      const at = y * strideBytes + (x >> 3);
      data[at] = (data[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
}

/** Adds the black dots of `source` to `target` at (left, top), whole numbers that may be negative; clips. */
export function stamp(target: Bitmap, source: Bitmap, left: number, top: number): void {
  const { data, strideBytes } = target;
  const shift = left & 7;
  const firstByte = left >> 3;
  const lastByte = strideBytes - 1;
  const lastMask = 0xff & (0xff << (strideBytes * 8 - target.widthDots));
  const endRow = Math.min(source.heightDots, target.heightDots - top);
  for (let y = Math.max(0, -top); y < endRow; y += 1) {
    const from = y * source.strideBytes;
    const to = (y + top) * strideBytes;
    // What hangs over from the byte before.
    let carry = 0;
    for (let column = 0; column <= source.strideBytes; column += 1) {
      const bits = column < source.strideBytes ? (source.data[from + column] ?? 0) : 0;
      const shifted = carry | (bits >> shift);
      carry = (bits << (8 - shift)) & 0xff;
      const byte = firstByte + column;
      if (shifted === 0 || byte < 0 || byte > lastByte) continue;
      data[to + byte] = (data[to + byte] ?? 0) | (byte === lastByte ? shifted & lastMask : shifted);
    }
  }
}

/** The smallest box around the black dots, or null for a white bitmap. */
export function inkBox({ heightDots, strideBytes, data }: Bitmap): Box | null {
  const columns = new Uint8Array(strideBytes);
  let top = -1;
  let bottom = 0;
  for (let y = 0; y < heightDots; y += 1) {
    let rowHasInk = false;
    for (let column = 0; column < strideBytes; column += 1) {
      const bits = data[y * strideBytes + column] ?? 0;
      if (bits === 0) continue;
      rowHasInk = true;
      columns[column] = (columns[column] ?? 0) | bits;
    }
    if (!rowHasInk) continue;
    if (top < 0) top = y;
    bottom = y + 1;
  }
  if (top < 0) return null;
  const first = columns.findIndex((bits) => bits !== 0);
  const last = columns.findLastIndex((bits) => bits !== 0);
  const left = first * 8 + (Math.clz32(columns[first] ?? 0) - 24);
  const lastBits = columns[last] ?? 0;
  const right = last * 8 + 8 - (31 - Math.clz32(lastBits & -lastBits));
  return { left, top, right, bottom };
}

/** A copy of a box. */
export function cropped(source: Bitmap, { left, top, right, bottom }: Box): Bitmap {
  const copy = createBitmap(right - left, bottom - top);
  stamp(copy, source, -left, -top);
  return copy;
}

/** Every dot `times` wide and high. */
export function enlarged(source: Bitmap, times: 1 | 2): Bitmap {
  if (times === 1) return source;
  const copy = createBitmap(source.widthDots * 2, source.heightDots * 2);
  for (let y = 0; y < source.heightDots; y += 1) {
    for (let x = 0; x < source.widthDots; x += 1) {
      if (!isBlack(source, x, y)) continue;
      blacken(copy, { left: x * 2, top: y * 2, right: x * 2 + 2, bottom: y * 2 + 2 });
    }
  }
  return copy;
}

/** How many dots differ; a part that only one of them has counts as white in the other. */
export function differentDots(a: Bitmap, b: Bitmap): number {
  let count = 0;
  for (let y = 0; y < Math.max(a.heightDots, b.heightDots); y += 1) {
    for (let x = 0; x < Math.max(a.widthDots, b.widthDots); x += 1) {
      if (isBlack(a, x, y) !== isBlack(b, x, y)) count += 1;
    }
  }
  return count;
}
