import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readHubConfig } from '../../src/fleet/config.ts';

const directory = mkdtempSync(join(tmpdir(), 'raha-hub-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

type Json = Record<string, unknown>;
const EXAMPLE = JSON.parse(readFileSync('config/hub.example.json', 'utf8')) as Json;
const NAMED = { store: { kind: 'sqlite' }, mail: null, sms: null, oidc: null };

function read(change: Json): string {
  const file = join(directory, 'hub.json');
  writeFileSync(file, JSON.stringify({ ...EXAMPLE, ...NAMED, ...change }));
  const config = readHubConfig(file);
  return config.ok ? 'usable' : config.fault;
}

const MAIL = EXAMPLE['mail'] as Json;

test('the example that the manual points to holds but for the files it names', () => {
  expect(read({})).toBe('usable');
  expect(readHubConfig('config/hub.example.json')).toMatchObject({ ok: false, fault: expect.stringContaining('store.urlFile: /etc/raha-hub/postgres-url') });
});

test.each<[Json, string]>([
  [{ port: '8800' }, 'port: expected number, received string'],
  [{ dataFolder: undefined }, 'dataFolder: missing'],
  [{ pageUrl: 'https://hub.example/page' }, 'pageUrl: expected an address that ends with its host or port'],
  [{ pageUrl: 'https://hub.example/' }, 'pageUrl: expected an address that ends with its host or port'],
  [{ colour: 'red' }, 'colour: unknown key'],
  [{ mail: { ...MAIL, passwordFile: null } }, 'mail.passwordFile: expected one where mail.user is named'],
  [{ mail: { ...MAIL, passwordFile: 'none' } }, `mail.passwordFile: ${join(directory, 'none')} can't be read (ENOENT)`],
  [{ tls: { keyFile: '/dev/zero', certificateFile: 'none', kioskAuthorityFile: null } }, 'tls.keyFile: /dev/zero is larger than 1 MB'],
])('%j is refused with one line that names the key', (change, sentence) => {
  const fault = read(change);
  expect(fault).toContain(sentence);
  expect(fault).not.toContain('\n');
});
