import { inflateSync } from 'node:zlib';

const WOFF_SIGNATURE = 0x77_4f_46_46;
const WOFF_HEADER_BYTES = 44;
const WOFF_ENTRY_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_ENTRY_BYTES = 16;

/** Unwraps a WOFF 1.0 file (https://www.w3.org/TR/WOFF/) into the font HarfBuzz reads. Throws on anything else. */
export function unwrapWoff(woff: Buffer): Uint8Array {
  if (woff.readUInt32BE(0) !== WOFF_SIGNATURE) throw new Error('not a WOFF 1.0 font');
  const tableCount = woff.readUInt16BE(12);
  const directory = Buffer.alloc(SFNT_HEADER_BYTES + SFNT_ENTRY_BYTES * tableCount);
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(tableCount, 4);
  const parts: Uint8Array[] = [directory];
  let offset = directory.length;
  for (let index = 0; index < tableCount; index += 1) {
    const entry = WOFF_HEADER_BYTES + WOFF_ENTRY_BYTES * index;
    const [packedAt, packedBytes, bytes] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field)) as [
      number,
      number,
      number,
    ];
    const packed = woff.subarray(packedAt, packedAt + packedBytes);
    const table = packedBytes < bytes ? inflateSync(packed) : packed;
    const target = SFNT_HEADER_BYTES + SFNT_ENTRY_BYTES * index;
    woff.copy(directory, target, entry, entry + 4);
    directory.writeUInt32BE(woff.readUInt32BE(entry + 16), target + 4);
    directory.writeUInt32BE(offset, target + 8);
    directory.writeUInt32BE(bytes, target + 12);
    const padding = (4 - (bytes % 4)) % 4;
    parts.push(table, Buffer.alloc(padding));
    offset += bytes + padding;
  }
  return Buffer.concat(parts);
}
