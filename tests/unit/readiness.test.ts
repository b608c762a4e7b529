import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import createQrCode from 'qrcode-generator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { STAFF_TESTS } from '../../src/bridge/staff.ts';
import { isReady, MAX_READINESS_CODE, READINESS_TESTS, type ReadinessFacts, type ReadinessResult, type ReadinessResults, type ReadinessTest } from '../../src/domain/readiness.ts';
import { openReadinessKey, rawPublicKey, type ReadinessKey } from '../../src/main/staff/readiness/key.ts';
import { proveReadiness, signReadiness } from '../../src/main/staff/readiness/proof.ts';

let directory: string;
let key: ReadinessKey;
let troubles: string[];
const open = (name = 'readiness.key') =>
  openReadinessKey({ file: join(directory, name), now: () => new Date('2026-11-22T05:12:00Z'), onTrouble: (trouble) => troubles.push(trouble) });
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'raha-readiness-'));
  troubles = [];
  key = open()!;
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const all = (result: ReadinessResult): ReadinessResults =>
  Object.fromEntries(READINESS_TESTS.map((id) => [id, result])) as ReadinessResults;
const FACTS: ReadinessFacts = {
  kioskId: 'MK-007',
  at: '2026-11-22T05:12:00Z',
  account: '1001',
  results: { ...all('passed'), calibration: 'not_possible', provisioning: 'not_possible', printer: 'failed', touch: 'not_done' },
  versions: { raha: '0.1.0', node: '24.21.0', host: 'Electron 45.4.1, Chromium 140.0.1', printer: 'EPSON TM-T88VII 1.02 ESC/POS' },
  audit: { records: 4711, head: 'q83vASNFZ4mrze8BI0VniQ' },
};
const sign = (facts = FACTS): string => signReadiness(facts, key);

test('the letters of a code stand for the tests of the staff room', () => {
  expect([...READINESS_TESTS]).toEqual([...STAFF_TESTS]);
});

test('a signed code is proven and says what was found', () => {
  const proven = proveReadiness(`  ${sign()}\n`, key.publicKey);
  expect(proven).toEqual({
    ok: true,
    value: {
      publicKey: key.publicKey,
      facts: { ...FACTS, versions: { ...FACTS.versions, host: 'Electron_45.4.1__Chromiu', printer: 'EPSON_TM-T88VII_1.02_ESC' } },
    },
  });
  expect(isReady(FACTS.results)).toBe(false);
  expect(isReady({ ...all('passed'), calibration: 'not_possible' })).toBe(true);
});

test('any facts survive the way there and back', () => {
  const result = fc.constantFrom<ReadinessResult[]>('passed', 'failed', 'skipped', 'not_done', 'not_possible');
  const version = fc.stringMatching(/^[\w.+-]{1,24}$/);
  const facts = fc.record({
    kioskId: fc.stringMatching(/^[A-Z]{2,3}-[0-9]{3}$/),
    at: fc.date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => `${date.toISOString().slice(0, -5)}Z`),
    account: fc.stringMatching(/^[0-9]{3,4}$/),
    results: fc.record(Object.fromEntries(READINESS_TESTS.map((id) => [id, result])) as Record<ReadinessTest, fc.Arbitrary<ReadinessResult>>),
    versions: fc.record({ raha: version, node: version, host: version, printer: version }),
    audit: fc.record({ records: fc.nat(), head: fc.stringMatching(/^[\w-]{22}$/) }),
  });
  fc.assert(
    fc.property(facts, (given) => {
      const code = sign(given);
      expect(code.length).toBeLessThanOrEqual(MAX_READINESS_CODE);
      expect(proveReadiness(code, key.publicKey)).toEqual({ ok: true, value: { facts: given, publicKey: key.publicKey } });
    }),
    { numRuns: 100 },
  );
});

test('one byte changed anywhere is named, and never passes', () => {
  const code = sign();
  const named = new Set<string>();
  for (let at = 0; at < code.length; at += 1) {
    for (const other of ['A', '0', ';', '-', String.fromCharCode(code.charCodeAt(at) ^ 1)]) {
      if (other === code.charAt(at)) continue;
      const tampered = code.slice(0, at) + other + code.slice(at + 1);
      const proven = proveReadiness(tampered, null);
      expect(proven.ok, `${other} at ${String(at)}`).toBe(false);
      if (!proven.ok) named.add(proven.fault);
    }
  }
  expect([...named].sort()).toEqual(['edited', 'not_a_report', 'torn', 'unknown_version']);
});

test('torn off anywhere, it is said to be torn', () => {
  const code = sign();
  for (let length = 1; length < code.length; length += 1)
    expect(proveReadiness(code.slice(0, length), null), String(length)).toEqual({ ok: false, fault: 'torn' });
});

test('other texts, later versions and longer ones are told apart', () => {
  expect(proveReadiness('', null)).toMatchObject({ fault: 'not_a_report' });
  expect(proveReadiness('https://verify.emirate.example/r/1', null)).toMatchObject({ fault: 'not_a_report' });
  expect(proveReadiness(sign().replace('RAHA1', 'RAHA2'), null)).toMatchObject({ fault: 'unknown_version' });
  expect(proveReadiness(`${sign()};more`, null)).toMatchObject({ fault: 'edited' });
  expect(proveReadiness(`${sign()}${'A'.repeat(1_000_000)}`, null)).toMatchObject({ fault: 'edited' });
});

test('a report signed by another kiosk, or by anybody, is not taken for this one’s', () => {
  const other = open('other.key')!;
  expect(proveReadiness(signReadiness(FACTS, other), key.publicKey)).toEqual({ ok: false, fault: 'wrong_key' });
  // Somebody who puts this kiosk's key into a report of their own can't sign it.
  const forged = signReadiness(FACTS, { publicKey: key.publicKey, sign: other.sign });
  expect(proveReadiness(forged, key.publicKey)).toEqual({ ok: false, fault: 'edited' });
});

test('the key is made once, for its owner alone, and set aside when damaged', () => {
  const file = join(directory, 'readiness.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(rawPublicKey(createPublicKey(createPrivateKey(readFileSync(file))))).toBe(key.publicKey);
  expect(open()?.publicKey).toBe(key.publicKey);
  writeFileSync(file, 'damaged');
  expect(open()?.publicKey).not.toBe(key.publicKey);
  expect(troubles).toEqual(['set_aside']);
  expect(readdirSync(directory).sort()).toEqual(['readiness.key', 'readiness.key.2026-11-22T05-12-00-000Z']);
  expect(openReadinessKey({ file: join(directory, 'none', 'key'), now: () => new Date(), onTrouble: (trouble) => troubles.push(trouble) })).toBeNull();
  expect(troubles).toEqual(['set_aside', 'not_written']);
});

// The package's types describe an ES module, while Node loads its CommonJS file, whose export is the function itself.
const readQr = jsQR as unknown as typeof jsQR.default;

/** The code as a screen or a slip shows it. */
function picture(text: string, modulePixels: number): Buffer {
  const code = createQrCode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const side = (code.getModuleCount() + 8) * modulePixels;
  const png = new PNG({ width: side, height: side });
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const [row, column] = [Math.floor(y / modulePixels) - 4, Math.floor(x / modulePixels) - 4];
      const inside = row >= 0 && column >= 0 && row < code.getModuleCount() && column < code.getModuleCount();
      png.data.fill(inside && code.isDark(row, column) ? 0 : 255, (y * side + x) * 4, (y * side + x) * 4 + 3);
      png.data[(y * side + x) * 4 + 3] = 255;
    }
  return PNG.sync.write(png);
}

test('the longest code is read from a picture with three pixels a module', () => {
  const longest = sign({ ...FACTS, kioskId: 'MKK-007', versions: { raha: 'x'.repeat(24), node: 'x'.repeat(24), host: 'x'.repeat(24), printer: 'x'.repeat(24) } });
  const png = PNG.sync.read(picture(longest, 3));
  expect(readQr(new Uint8ClampedArray(png.data), png.width, png.height)?.data).toBe(longest);
});

/** Runs `npm run readiness:verify -- …args`. */
const verify = (args: readonly string[], input = '') => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/readiness-verify.ts', ...args], { input, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}`.trim() };
};

test('the command proves text and picture, names what is wrong, and ends accordingly', () => {
  const file = join(directory, 'code.png');
  writeFileSync(file, picture(sign(), 4));
  const proven = verify([file, '--key', key.publicKey, '--json']);
  expect(proven.status).toBe(0);
  expect(JSON.parse(proven.said)).toMatchObject({ proven: true, keyChecked: true, ready: false, kioskId: 'MK-007', results: { printer: 'failed' } });
  expect(verify(['-'], sign())).toMatchObject({ status: 0, said: expect.stringContaining(`Compare the key with the kiosk's: ${key.publicKey}`) });
  expect(verify(['-'], sign().slice(0, -1))).toEqual({ status: 1, said: 'readiness:verify: the code is torn: its end is missing' });
  expect(verify(['-', '--key', open('other.key')!.publicKey], sign())).toMatchObject({ status: 1, said: expect.stringContaining('another key') });
  writeFileSync(file, picture(sign(), 4).subarray(0, 500));
  expect(verify([file])).toEqual({ status: 2, said: 'readiness:verify: the picture is damaged' });
  expect(verify([join(directory, 'none.png')]).status).toBe(2);
});
