import { crc32, deflateSync } from 'node:zlib';
import type { Bitmap } from '../../printer/layout/bitmap.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 203 dots an inch. */
const DOTS_PER_METRE = 7992;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}

/** A bitmap as a 1-bit greyscale PNG. */
export function encodePng({ widthDots, heightDots, strideBytes, data }: Bitmap): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthDots, 0);
  header.writeUInt32BE(heightDots, 4);
  header[8] = 1;
  const density = Buffer.alloc(9);
  density.writeUInt32BE(DOTS_PER_METRE, 0);
  density.writeUInt32BE(DOTS_PER_METRE, 4);
  density[8] = 1;
  const rows = Buffer.alloc((strideBytes + 1) * heightDots);
  for (let y = 0; y < heightDots; y += 1) {
    // Black is 0 in a PNG and 1 on paper.
    for (let column = 0; column < strideBytes; column += 1) {
      rows[y * (strideBytes + 1) + 1 + column] = ~(data[y * strideBytes + column] ?? 0) & 0xff;
    }
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
