import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * How dear one try is. scrypt, because Electron's crypto library has no argon2; N = 2^15, r = 8, p = 3 is OWASP's
 * setting for 32 MB of memory (Password Storage Cheat Sheet).
 */
export interface PinCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}
export const PIN_COST: PinCost = { n: 2 ** 15, r: 8, p: 3 };

const HASH_BYTES = 32;
const SALT_BYTES = 16;
const base64 = (bytes: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes, `expected ${String(bytes)} bytes in base64`);

export const pinHashSchema = z.strictObject({
  n: z.int().min(2 ** 10).max(2 ** 20).refine((n) => Number.isInteger(Math.log2(n)), 'expected a power of two'),
  r: z.int().min(1).max(32),
  p: z.int().min(1).max(16),
  salt: base64(SALT_BYTES),
  hash: base64(HASH_BYTES),
});
export type PinHash = z.infer<typeof pinHashSchema>;

/** Six to twelve digits: with the second factor and the pauses that is out of reach by trying. */
export const PIN_PATTERN = /^[0-9]{6,12}$/;

/** Hashes a PIN under a salt of its own. */
export async function hashPin(pin: string, cost: PinCost = PIN_COST): Promise<PinHash> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derived(pin, salt, cost);
  return { ...cost, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

/** Takes as long for a wrong PIN as for the right one. */
export async function isPin(pin: string, known: PinHash): Promise<boolean> {
  const hash = await derived(pin, Buffer.from(known.salt, 'base64'), known);
  return timingSafeEqual(hash, Buffer.from(known.hash, 'base64'));
}

function derived(pin: string, salt: Buffer, { n, p, r }: PinCost): Promise<Buffer> {
  // scrypt needs 128 · N · r bytes; Node refuses more than 32 MB unless told otherwise.
  const maxmem = 256 * n * r;
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, HASH_BYTES, { N: n, r, p, maxmem }, (error, hash) => (error === null ? resolve(hash) : reject(error)));
  });
}
