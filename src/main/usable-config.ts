import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { MAX_PEM_BYTES, readBoundedFile } from '../config-file/bounded-file.ts';
import { fault, type Result } from '../domain/result.ts';
import { readConfig, type KioskConfig } from './config.ts';
import { readClientSecret } from './gateway/client-secret.ts';
import { readAccounts } from './staff/accounts.ts';

/**
 * Reads the configuration that a kiosk is to run with: beyond its own text, this machine has to hold the certificates, the
 * secret and the accounts it names, and the program its languages. The fault is one line that names the key.
 * @param assets holds `locales/`
 */
export function readUsableConfig(file: string, assets: string): Result<KioskConfig, string> {
  const config = readConfig(file);
  if (!config.ok) return config;
  const [lacking] = machineFaults(config.value, assets);
  return lacking === undefined ? config : fault(`configuration ${file}: ${lacking}`);
}

/**
 * All that machine and program lack for a configuration, one line each. Not among it: `fleet.enrolmentCodeFile`, which may go
 * once the hub has taken the code and be brought later, and `printer.provisioningFile`, which filling the printer writes;
 * until then it prints without its memory.
 */
export function machineFaults({ fleet, gateway, languages, staff }: KioskConfig, assets: string): readonly string[] {
  return [
    languageFault(languages, assets),
    secretFault(gateway.clientSecretFile),
    certificateFault('gateway.mutualTls', gateway.mutualTls),
    certificateFault('fleet.mutualTls', fleet?.mutualTls ?? null),
    staff === null ? null : accountsFault(staff.accountsFile),
  ].filter((lacking) => lacking !== null);
}

function secretFault(file: string): string | null {
  const secret = readClientSecret(file);
  return secret.ok ? null : `gateway.clientSecretFile: ${file} ${secret.fault}`;
}

function accountsFault(file: string): string | null {
  const accounts = readAccounts(file);
  return accounts.ok ? null : `staff.accountsFile: ${accounts.fault}`;
}

function languageFault(languages: readonly string[], assets: string): string | null {
  const unknown = languages.find((code) => !existsSync(join(assets, 'locales', code, 'meta.json')));
  return unknown === undefined ? null : `languages: expected languages with a folder in assets/locales; "${unknown}" has none`;
}

function certificateFault(key: string, files: KioskConfig['gateway']['mutualTls']): string | null {
  if (files === null) return null;
  const pems = new Map<string, Buffer>();
  for (const [name, file] of Object.entries(files)) {
    const pem = readBoundedFile(file, MAX_PEM_BYTES);
    if (!pem.ok) return `${key}.${name}: ${file} ${pem.fault}`;
    pems.set(name, pem.value);
  }
  return fitTogether(pems) ? null : `${key}: expected PEM files, and the key that belongs to the certificate`;
}

function fitTogether(pems: ReadonlyMap<string, Buffer>): boolean {
  try {
    createSecureContext({ ca: pems.get('certificateAuthorityFile'), cert: pems.get('certificateFile'), key: pems.get('keyFile') });
    return true;
  } catch {
    // OpenSSL's words say no more, and could quote the key.
    return false;
  }
}
