import { readBoundedFile } from '../../config-file/bounded-file.ts';
import { fault, ok, type Result } from '../../domain/result.ts';

const MAX_SECRET_BYTES = 4000;

/** The secret that the emirate gave this kiosk. The fault is the end of a sentence that begins with the file's name. */
export function readClientSecret(file: string): Result<string, string> {
  const read = readBoundedFile(file, MAX_SECRET_BYTES);
  if (!read.ok) return read;
  const secret = read.value.toString('utf8').trim();
  return secret === '' ? fault('is empty') : ok(secret);
}
