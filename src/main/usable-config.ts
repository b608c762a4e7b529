import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { MAX_PEM_BYTES, readBoundedFile } from '../config-file/bounded-file.ts';
import { fault, type Result } from '../domain/result.ts';
import { readConfig, type KioskConfig } from './config.ts';

/**
 * Reads the configuration that a kiosk is to run with: beyond its own text, this machine has to hold the certificates it
 * names, and the program its languages. The fault is one line that names the key.
 * @param assets holds `locales/`
 */
export function readUsableConfig(file: string, assets: string): Result<KioskConfig, string> {
  const config = readConfig(file);
  if (!config.ok) return config;
  const { fleet, gateway, languages } = config.value;
  const lacking =
    languageFault(languages, assets) ??
    certificateFault('gateway.mutualTls', gateway.mutualTls) ??
    certificateFault('fleet.mutualTls', fleet?.mutualTls ?? null);
  return lacking === null ? config : fault(`configuration ${file}: ${lacking}`);
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
