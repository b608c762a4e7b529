import { closeSync, openSync, readSync } from 'node:fs';
import { fault, ok, type Result } from '../domain/result.ts';

/** More than any chain of certificates takes. */
export const MAX_PEM_BYTES = 1_000_000;

const CHUNK_BYTES = 65_536;

const STANDARD_INPUT = 0;

/**
 * Reads a file that somebody named, whatever it is: of a device that never ends no more is read than of a file that is too
 * large. The fault is the end of a sentence that begins with the file's name.
 * @param file 0 is the standard input
 */
export function readBoundedFile(file: string | typeof STANDARD_INPUT, maxBytes: number): Result<Buffer, string> {
  const chunks: Buffer[] = [];
  try {
    const handle = file === STANDARD_INPUT ? file : openSync(file, 'r');
    try {
      for (let length = 0; length <= maxBytes; ) {
        const chunk = Buffer.alloc(CHUNK_BYTES);
        const read = readSync(handle, chunk);
        if (read === 0) return ok(Buffer.concat(chunks));
        chunks.push(chunk.subarray(0, read));
        length += read;
      }
      return fault(`is larger than ${sizeText(maxBytes)}`);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return fault(`can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

const sizeText = (bytes: number): string => (bytes < 1_000_000 ? `${String(bytes / 1000)} kB` : `${String(bytes / 1_000_000)} MB`);
