import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseConfig, readConfig } from '../../src/main/config.ts';
import { readUsableConfig } from '../../src/main/usable-config.ts';
import { TEST_CARD } from '../../scripts/demo-staff.ts';
import { CONFIG } from '../harness/fakes.ts';

const directory = mkdtempSync(join(tmpdir(), 'raha-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Json = Record<string, unknown>;
const faultOf = (change: (config: Json) => void): string => {
  const config = structuredClone(CONFIG) as unknown as Json;
  change(config);
  const parsed = parseConfig(JSON.stringify(config));
  return parsed.ok ? 'accepted' : parsed.fault;
};
const inside = (config: Json, key: string): Json => config[key] as Json;

test('a whole configuration is accepted, and its paths become absolute', () => {
  const file = join(directory, 'kiosk.json');
  const gateway = {
    ...CONFIG.gateway,
    clientSecretFile: 'secrets/client',
    mutualTls: { certificateAuthorityFile: 'ca.pem', certificateFile: '/etc/raha/kiosk.pem', keyFile: 'kiosk.key' },
  };
  writeFileSync(file, JSON.stringify({ ...CONFIG, gateway }));
  const read = readConfig(file);
  expect(read.ok && read.value.gateway).toMatchObject({
    clientSecretFile: join(directory, 'secrets/client'),
    mutualTls: { certificateAuthorityFile: join(directory, 'ca.pem'), certificateFile: '/etc/raha/kiosk.pem' },
  });
});

test.each([
  ['kioskId', (config: Json) => void (config['kioskId'] = 'kiosk 7'), 'kioskId: expected a kiosk id such as "MK-007"'],
  ['an unknown key', (config: Json) => void (config['tpyo'] = 1), 'tpyo: unknown key'],
  ['a nested key', (config: Json) => void (inside(config, 'display')['pixelsPerMm'] = '4'), 'display.pixelsPerMm: '],
  [
    'plain http',
    (config: Json) => void (inside(config, 'gateway')['baseUrl'] = 'http://gateway.example/v1'),
    'gateway.baseUrl: expected https (http is for loopback only)',
  ],
  ['no URL', (config: Json) => void (inside(config, 'gateway')['baseUrl'] = 'gateway'), 'gateway.baseUrl: expected an https URL'],
  [
    'a password in an address',
    (config: Json) => void (inside(config, 'gateway')['baseUrl'] = 'https://kiosk:secret@gateway.example/v1'),
    'gateway.baseUrl: expected an address without a user or a password',
  ],
  ['a missing key', (config: Json) => void delete config['emirate'], 'emirate: '],
  ['an odd reader id', (config: Json) => void (config['reader'] = { driver: 'auto', vendorId: '0x0c2e', productId: null, serialNumber: null }), 'reader.vendorId: expected four hex digits'],
  ['any keyboard as a reader', (config: Json) => void (config['reader'] = { driver: 'wedge-hidraw', vendorId: null, productId: null, serialNumber: null }), 'reader.vendorId: '],
  ['kinds of numbers left out', (config: Json) => void delete config['identityDocuments'], 'identityDocuments: '],
  ['no kind of number', (config: Json) => void (config['identityDocuments'] = []), 'identityDocuments: '],
  ['a kind twice', (config: Json) => void (config['identityDocuments'] = ['iqama', 'iqama']), 'identityDocuments: expected each kind once'],
  ['a kind that the gateway has no claim for', (config: Json) => void (config['identityDocuments'] = ['gcc_number']), 'identityDocuments.0: '],
  ['a port that no network has', (config: Json) => void (inside(config, 'printer')['address'] = 'tcp://10.0.0.7:91000'), 'printer.address: expected "virtual"'],
  ['a serial speed that no printer has', (config: Json) => void (inside(config, 'printer')['address'] = 'serial:///dev/ttyS0?baud=12'), 'printer.address: expected "virtual"'],
  ['a printer nobody says whether to believe', (config: Json) => void delete inside(config, 'printer')['believesProcessId'], 'printer.believesProcessId: missing'],
  ['a language twice', (config: Json) => void (config['languages'] = ['ar', 'ar']), 'languages: expected each language once'],
  ['a gateway with a question', (config: Json) => void (inside(config, 'gateway')['baseUrl'] = 'https://gateway.example/v1?a=1'), 'gateway.baseUrl: expected an address without ? or #'],
  ['a number out of range', (config: Json) => void (config['yearsBack'] = -1), 'yearsBack: expected number to be >=0'],
  ['an odd printer', (config: Json) => void (inside(config, 'printer')['address'] = 'lpt1'), 'printer.address: expected "virtual"'],
  [
    'virtual devices in production',
    (config: Json) => void (config['mode'] = 'production'),
    'reader.driver: "virtual" is refused when mode is "production"',
  ],
  [
    'a virtual printer in production',
    (config: Json) => {
      config['mode'] = 'production';
      inside(config, 'reader')['driver'] = 'none';
    },
    'printer.address: "virtual" is refused when mode is "production"',
  ],
])('%s is refused with one line that names the key', (_name, change, sentence) => {
  const fault = faultOf(change);
  expect(fault).toContain(sentence);
  expect(fault).not.toContain('\n');
});

test('a reader is named by its USB ids', () => {
  const reader = { driver: 'hid-pos-barcode', vendorId: '0c2e', productId: null, serialNumber: 'LAB0001' };
  const parsed = parseConfig(JSON.stringify({ ...CONFIG, reader }));
  expect(parsed.ok && parsed.value.reader).toEqual({ ...reader, vendorId: 0x0c2e });
});

test('no file, no JSON, too much of it', () => {
  expect(readConfig(join(directory, 'none.json'))).toEqual({
    ok: false,
    fault: expect.stringContaining("can't be read (ENOENT)"),
  });
  expect(parseConfig('{')).toEqual({ ok: false, fault: 'expected JSON' });
  expect(parseConfig(' '.repeat(200_000))).toEqual({ ok: false, fault: 'expected at most 100000 characters' });
});

test('the example that the manual points to is a whole configuration', () => {
  expect(readConfig('config/example.json')).toMatchObject({ ok: true });
});

/** A configuration whose files are all there, with changes. */
function configured(name: string, change: object = {}): string {
  writeFileSync(join(directory, 'client-secret'), 'not a secret\n');
  writeFileSync(join(directory, 'accounts.json'), '{"accounts":[]}', { mode: 0o600 });
  const config = {
    ...CONFIG,
    gateway: { ...CONFIG.gateway, clientSecretFile: 'client-secret' },
    staff: { accountsFile: 'accounts.json', testCard: TEST_CARD },
    ...change,
  };
  const file = join(directory, name);
  writeFileSync(file, JSON.stringify(config));
  return file;
}
const use = (change: object = {}): string => {
  const read = readUsableConfig(configured('used.json', change), 'assets');
  return read.ok ? 'usable' : read.fault;
};
const withSecret = (clientSecretFile: string) => ({ gateway: { ...CONFIG.gateway, clientSecretFile } });
const withAccounts = (accountsFile: string) => ({ staff: { accountsFile, testCard: TEST_CARD } });

test('what a configuration needs of its machine and of the program is looked for before the kiosk starts', () => {
  const key = (name: string): string => {
    const file = join(directory, `${name}.key`);
    const args = ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-subj', '/CN=kiosk', '-keyout', file, '-out', join(directory, `${name}.pem`)];
    execFileSync('openssl', args, { stdio: 'ignore' });
    return file;
  };
  const keyFile = key('own');
  const mutualTls = { certificateAuthorityFile: 'own.pem', certificateFile: 'own.pem', keyFile };
  const gateway = (files: object) => use({ gateway: { ...CONFIG.gateway, clientSecretFile: 'client-secret', mutualTls: { ...mutualTls, ...files } } });
  expect(use()).toBe('usable');
  expect(use({ languages: ['ar', 'tlh'] })).toContain('languages: expected languages with a folder in assets/locales; "tlh" has none');
  expect(gateway({})).toBe('usable');
  expect(gateway({ keyFile: 'none.key' })).toContain(`gateway.mutualTls.keyFile: ${join(directory, 'none.key')} can't be read (ENOENT)`);
  expect(gateway({ keyFile: key('other') })).toContain('gateway.mutualTls: expected PEM files, and the key that belongs to the certificate');
});

test('a client secret that is not there, empty or endless is refused with one line that names the key', () => {
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text);
    return name;
  };
  const told = (name: string) => `gateway.clientSecretFile: ${join(directory, name)}`;
  expect(use(withSecret('none'))).toContain(`${told('none')} can't be read (ENOENT)`);
  expect(use(withSecret('.'))).toContain("can't be read (EISDIR)");
  expect(use(withSecret(file('empty', ' \n')))).toContain(`${told('empty')} is empty`);
  expect(use(withSecret(file('large', 'x'.repeat(5000))))).toContain(`${told('large')} is larger than 4 kB`);
  expect(use(withSecret('/dev/zero'))).toContain('/dev/zero is larger than 4 kB');
});

test('staff accounts that are not there or not understood are refused; a kiosk without a staff room needs none', () => {
  const file = (name: string, text: string, mode = 0o600): string => {
    writeFileSync(join(directory, name), text, { mode });
    return name;
  };
  const told = (name: string) => `staff.accountsFile: ${join(directory, name)}: `;
  expect(use(withAccounts('none.json'))).toContain(`${told('none.json')}can't be read (ENOENT)`);
  expect(use(withAccounts(file('open.json', '{"accounts":[]}', 0o644)))).toContain(`${told('open.json')}others than its owner`);
  expect(use(withAccounts(file('torn.json', '{"accounts":')))).toContain(`${told('torn.json')}expected JSON`);
  expect(use(withAccounts(file('odd.json', '{"accounts":[{}]}')))).toContain(`${told('odd.json')}accounts.0.id: `);
  expect(use({ staff: null })).toBe('usable');
});

test('files that are rightly gone or not there yet keep no kiosk from starting', () => {
  const fleet = { hubUrl: 'https://hub.example', enrolmentCodeFile: 'used-up', mutualTls: null, configVersion: null };
  expect(use({ fleet, printer: { ...CONFIG.printer, profile: 'P3', provisioningFile: 'not-filled-yet.json' } })).toBe('usable');
});

test('the doctor names everything that a configuration lacks, examines the rest all the same, and ends with 2', () => {
  const examine = (file: string) => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/doctor.ts', '--config', file, '--json'], { encoding: 'utf8' });
    const { findings } = JSON.parse(stdout) as { findings: { what: string; state: string; detail: string }[] };
    return { status, of: (what: string) => findings.filter((finding) => finding.what === what) };
  };
  const wrong = examine(configured('wrong.json', { ...withSecret('none'), ...withAccounts('none.json') }));
  expect(wrong.status).toBe(2);
  expect(wrong.of('configuration')).toEqual([
    { what: 'configuration', state: 'lacking', detail: expect.stringContaining('gateway.clientSecretFile: ') },
    { what: 'configuration', state: 'lacking', detail: expect.stringContaining('staff.accountsFile: ') },
  ]);
  expect(wrong.of('printer')).toMatchObject([{ detail: 'virtual' }]);
  expect(wrong.of('card reader')).toMatchObject([{ detail: 'virtual' }]);
  expect(examine(configured('right.json')).of('configuration')).toMatchObject([{ state: 'ok' }]);
});
