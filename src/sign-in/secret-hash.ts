import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * How dear one try is. scrypt, because Electron's crypto library has no argon2; N = 2^15, r = 8, p = 3 is OWASP's
 * setting for 32 MB of memory (Password Storage Cheat Sheet).
 */
export interface SecretCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}
export const SECRET_COST: SecretCost = { n: 2 ** 15, r: 8, p: 3 };

const HASH_BYTES = 32;
const SALT_BYTES = 16;
const base64 = (bytes: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes, `expected ${String(bytes)} bytes in base64`);

export const secretHashSchema = z.strictObject({
  n: z.int().min(2 ** 10).max(2 ** 20).refine((n) => Number.isInteger(Math.log2(n)), 'expected a power of two'),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  salt: base64(SALT_BYTES),
  hash: base64(HASH_BYTES),
});
export type SecretHash = z.infer<typeof secretHashSchema>;


/** Hashes a PIN or a password under a salt of its own. */
export async function hashSecret(secret: string, cost: SecretCost = SECRET_COST): Promise<SecretHash> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derived(secret, salt, cost);
  return { ...cost, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** Takes as long for a wrong secret as for the right one. */
export async function isSecret(secret: string, known: SecretHash): Promise<boolean> {
  const hash = await derived(secret, Buffer.from(known.salt, 'base64'), known);
  return timingSafeEqual(hash, Buffer.from(known.hash, 'base64'));
}

function derived(secret: string, salt: Buffer, { n, p, r }: SecretCost): Promise<Buffer> {
  // scrypt needs 128 · N · r bytes; Node refuses more than 32 MB unless told otherwise.
  const maxmem = 256 * n * r;
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, { N: n, r, p, maxmem }, (error, hash) => (error === null ? resolve(hash) : reject(error)));
  });
}
