import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { publicKeyText, readPublicKey } from '../../../contract/fleet/keys.ts';
import { enrolmentCode } from '../../../contract/fleet/messages.ts';
import { KeptFile, setAside, writeDurably, type KeptFileOptions } from '../kept-file.ts';

const KEY_FILE = 'key.pem';
const HUB_FILE = 'hub.json';

/** What enrolment left behind. */
const enrolmentSchema = z.strictObject({
  hubUrl: z.string().max(2048),
  /** Whose jobs this kiosk believes; null until the hub took it in. */
  hubKey: z.string().max(400).nullable(),
  /** A code counts once: the same one is never tried again. */
  usedCode: z.string().max(40).nullable(),
});
type Enrolment = z.infer<typeof enrolmentSchema>;

export interface IdentityOptions extends Pick<KeptFileOptions<Enrolment>, 'now' | 'onTrouble'> {
  /** A folder of its own, made where it is missing. */
  readonly directory: string;
  readonly hubUrl: string;
  /** Holds the one-time code; null where the kiosk was enrolled before. */
  readonly codeFile: string | null;
}

/** Who the kiosk is to the hub: a key of its own, and the hub's key that it was enrolled with. */
export class FleetIdentity {
  readonly key: KeyObject;
  readonly #codeFile: string | null;
  readonly #kept: KeptFile<Enrolment>;

  /** Throws where no key can be kept: a kiosk whose key is lost at each start could never be believed. */
  constructor({ codeFile, directory, hubUrl, now, onTrouble }: IdentityOptions) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.key = openKey(join(directory, KEY_FILE), now);
    this.#codeFile = codeFile;
    const empty: Enrolment = { hubUrl, hubKey: null, usedCode: null };
    this.#kept = new KeptFile({ file: join(directory, HUB_FILE), schema: enrolmentSchema, empty, now, onTrouble });
    // What another hub gave counts for nothing at this one.
    if (this.#kept.value.hubUrl !== hubUrl) this.#kept.keep(empty);
  }

  /** For enrolment: SPKI, DER, base64url. */
  get publicKey(): string {
    return publicKeyText(createPublicKey(this.key));
  }

  /** The key that signs the hub's jobs; null until the kiosk is enrolled at this hub. */
  get hubKey(): KeyObject | null {
    const { hubKey } = this.#kept.value;
    const key = hubKey === null ? null : readPublicKey(hubKey);
    return key?.ok === true ? key.value : null;
  }

  /** A one-time code that wasn't tried yet; null where there is none. The file is looked into each time: it may be new. */
  newCode(): string | null {
    if (this.#codeFile === null) return null;
    let text: string;
    try {
      text = readFileSync(this.#codeFile, 'utf8').trim();
    } catch {
      return null;
    }
    return enrolmentCode.safeParse(text).success && text !== this.#kept.value.usedCode ? text : null;
  }

  /** The hub doesn't take this code. */
  refused(code: string): void {
    this.#kept.keep({ ...this.#kept.value, usedCode: code });
  }

  enrolled(code: string, hubKey: string): void {
    this.#kept.keep({ ...this.#kept.value, hubKey, usedCode: code });
  }
}

function openKey(file: string, now: () => Date): KeyObject {
  try {
    return createPrivateKey(readFileSync(file));
  } catch {
    if (existsSync(file)) setAside(file, now());
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  writeDurably(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return privateKey;
}
