import { crc32, deflateSync } from 'node:zlib';

/** Colours of one picture, three bytes per pixel, rows from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const TRUECOLOUR = 2;
const BYTES_PER_PIXEL = 3;

/** A PNG of eight bits per colour (ISO/IEC 15948), each row as the difference to the one above: screens repeat themselves. */
export function encodePng({ height, rgb, width }: Raster): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, TRUECOLOUR, 0, 0, 0], 8);
  const rowBytes = width * BYTES_PER_PIXEL;
  const rows = Buffer.alloc(height * (rowBytes + 1));
  for (let row = 0; row < height; row += 1) {
    const at = row * (rowBytes + 1);
    rows[at] = FILTER_UP;
    for (let index = 0; index < rowBytes; index += 1) {
      const here = rgb[row * rowBytes + index] ?? 0;
      const above = row === 0 ? 0 : (rgb[(row - 1) * rowBytes + index] ?? 0);
      rows[at + 1 + index] = (here - above) & 0xff;
    }
  }
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

const FILTER_UP = 2;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
