import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { readinessCode, readinessText, readReadinessCode, type ReadinessCode, type ReadinessCodeFault, type ReadinessFacts } from '../../../domain/readiness.ts';
import { fault, ok, type Result } from '../../../domain/result.ts';
import type { ReadinessKey } from './key.ts';

export type ProofFault =
  | ReadinessCodeFault
  /** In itself it is sound, but another key made it than the one expected. */
  | 'wrong_key';

/** The text of the signed code. */
export function signReadiness(facts: ReadinessFacts, key: ReadinessKey): string {
  const text = readinessText(facts, key.publicKey);
  return readinessCode(text, key.sign(text));
}

export type ProvenReport = Pick<ReadinessCode, 'facts' | 'publicKey'>;

/**
 * Proves that a code is as it was signed.
 * @param expectedKey the kiosk's public key as the office knows it; null: any key, which proves only that nothing was
 *   changed since somebody signed it
 */
export function proveReadiness(text: string, expectedKey: string | null): Result<ProvenReport, ProofFault> {
  const code = readReadinessCode(text);
  if (!code.ok) return code;
  const { facts, publicKey, signature, signed } = code.value;
  const key = publicKeyOf(publicKey);
  if (key === null || !isCanonical(signature)) return fault('edited');
  if (!verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url'))) return fault('edited');
  return expectedKey === null || expectedKey === publicKey ? ok({ facts, publicKey }) : fault('wrong_key');
}

/** Base64 has letters whose last bits count for nothing; only one way of writing is ours. */
const isCanonical = (text: string): boolean => Buffer.from(text, 'base64url').toString('base64url') === text;

export function publicKeyOf(raw: string): KeyObject | null {
  if (!isCanonical(raw)) return null;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  } catch {
    return null;
  }
}
