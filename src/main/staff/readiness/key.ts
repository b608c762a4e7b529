import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setAside, writeDurably, type KeptFileOptions } from '../../kept-file.ts';

/** The kiosk's own Ed25519 key; it signs readiness reports. */
export interface ReadinessKey {
  /** 32 bytes in base64url: what the office compares with. */
  readonly publicKey: string;
  /** 64 bytes in base64url. */
  readonly sign: (text: string) => string;
}

/**
 * The key of this kiosk, made when it is needed first. It never leaves the machine; a lost file means a new key, which
 * the office then sees as another one. A damaged file is set aside.
 * @returns null where the disk takes no file
 */
export function openReadinessKey({ file, now, onTrouble }: Pick<KeptFileOptions<never>, 'file' | 'now' | 'onTrouble'>): ReadinessKey | null {
  const known = readKey(file);
  if (known === null && existsSync(file)) {
    setAside(file, now());
    onTrouble('set_aside');
  }
  const privateKey = known ?? makeKey(file);
  if (privateKey === null) onTrouble('not_written');
  if (privateKey === null) return null;
  return {
    publicKey: rawPublicKey(createPublicKey(privateKey)),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}

export const rawPublicKey = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? '';

function readKey(file: string): KeyObject | null {
  try {
    const key = createPrivateKey(readFileSync(file));
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function makeKey(file: string): KeyObject | null {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    writeDurably(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return privateKey;
  } catch {
    return null;
  }
}
