import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { fault, ok, type Result } from '../../src/domain/result.ts';

/** Signatures of the fleet: Ed25519, or ECDSA on P-256 with SHA-256 in DER as security chips make them. */
const digestOf = (key: KeyObject): 'sha256' | null => (key.asymmetricKeyType === 'ed25519' ? null : 'sha256');

/** Signs a text; base64url. */
export const signText = (privateKey: KeyObject, text: string): string =>
  sign(digestOf(privateKey), Buffer.from(text), privateKey).toString('base64url');

/** Whether the text was signed by the holder of this key. */
export function isSignedBy(publicKey: KeyObject, text: string, signature: string): boolean {
  try {
    return verify(digestOf(publicKey), Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    // A signature that is no signature at all, e.g. broken DER.
    return false;
  }
}

/** SPKI, DER, base64url: how public keys travel. */
export const publicKeyText = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64url');

/** Reads a public key that came from outside; only the two kinds of the fleet are taken. */
export function readPublicKey(text: string): Result<KeyObject, 'not_a_key' | 'kind_of_key'> {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(text, 'base64url'), type: 'spki', format: 'der' });
  } catch {
    return fault('not_a_key');
  }
  const isP256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return key.asymmetricKeyType === 'ed25519' || isP256 ? ok(key) : fault('kind_of_key');
}
