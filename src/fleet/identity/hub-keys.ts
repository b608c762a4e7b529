import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the hub proves itself with. Several hubs on one database share one folder of keys. */
export interface HubKeys {
  /** Ed25519: signs remote jobs; its public half is pinned at every kiosk, so losing it means to enrol all anew. */
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
  /** Makes tokens and challenges. Losing it costs every kiosk one new token. */
  readonly secret: Buffer;
}

const SIGNING_FILE = 'job-signing-key.pem';
const SECRET_FILE = 'token-secret';
const SECRET_BYTES = 32;

/** Reads the keys, or makes them where the folder has none yet. Only the hub's account can read them. */
export function openHubKeys(folder: string): HubKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pem = readOrMake(join(folder, SIGNING_FILE), () =>
    Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
  );
  const secret = readOrMake(join(folder, SECRET_FILE), () => randomBytes(SECRET_BYTES));
  if (secret.length < SECRET_BYTES) throw new Error(`${join(folder, SECRET_FILE)} is too short to be a secret`);
  const signing = createPrivateKey(pem);
  return { signing, verifying: createPublicKey(signing), secret };
}

function readOrMake(file: string, make: () => Buffer): Buffer {
  if (existsSync(file)) return readFileSync(file);
  const made = make();
  writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
  return made;
}
