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
import { STAFF_TESTS, type TestResult } from '../../src/bridge/staff.ts';
import { layOut } from '../../src/devices/printer/layout/layout.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { encodePng } from '../../src/devices/virtual/printer/png.ts';
import { isolateLtr } from '../../src/domain/bidi.ts';
import { isReady, MAX_READINESS_CODE, READINESS_TESTS, type ReadinessFacts, type ReadinessResult, type ReadinessResults, type ReadinessTest, type TestMade } from '../../src/domain/readiness.ts';
import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import { testsOn, wordsOf } from '../../src/main/staff/readiness/content.ts';
import { openReadinessKey, rawPublicKey, type ReadinessKey } from '../../src/main/staff/readiness/key.ts';
import { proveReadiness, signReadiness } from '../../src/main/staff/readiness/proof.ts';
import { readinessSlip } from '../../src/main/staff/readiness/slip.ts';
import { catalog, CONFIG } from '../harness/fakes.ts';
import { typesetter } from './printer-documents.ts';

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
const isCounted = (result: ReadinessResult): boolean => result !== 'not_done' && result !== 'not_possible';
/** The same person at the same time for all that count. */
const allMade = (results: ReadinessResults, made: TestMade): ReadinessFacts['made'] =>
  Object.fromEntries(READINESS_TESTS.map((id) => [id, isCounted(results[id]) ? made : null])) as ReadinessFacts['made'];

const RESULTS: ReadinessResults = { ...all('passed'), calibration: 'not_possible', provisioning: 'not_possible', printer: 'failed', touch: 'not_done' };
const FACTS: ReadinessFacts = {
  kioskId: 'MK-007',
  at: '2026-11-22T05:12:00Z',
  account: '1001',
  results: RESULTS,
  made: { ...allMade(RESULTS, { time: '08:03', account: '1001' }), paper: { time: '00:59', account: '201' } },
  versions: { raha: '0.1.0', node: '24.21.0', host: 'Electron 45.4.1, Chromium 140.0.7339.207', printer: 'EPSON TM-T88VII 1.02 ESC/POS' },
  audit: { records: 4711, head: 'q83vASNFZ4mrze8BI0VniQ' },
};
/** Nothing in it could be longer: fourteen tests by others than the one who made the report. */
const LONGEST: ReadinessFacts = {
  ...FACTS,
  kioskId: 'MKK-007',
  results: all('passed'),
  made: allMade(all('passed'), { time: '08:03', account: '2001' }),
  versions: { raha: 'x'.repeat(80), node: 'x'.repeat(80), host: 'x'.repeat(80), printer: 'x'.repeat(80) },
  audit: { ...FACTS.audit, records: 9_999_999_999 },
};
const sign = (facts = FACTS): string => signReadiness(facts, key);

test('the letters of a code stand for the tests of the staff room', () => {
  expect([...READINESS_TESTS]).toEqual([...STAFF_TESTS]);
});

test('each test that counts on the day carries its own account and its time in Riyadh', () => {
  const last = (at: string, account: string): TestResult => ({ verdict: 'passed', at, account, by: 'سامي الفني', finding: null });
  const { made, results } = testsOn(new Date('2026-11-22T05:12:00Z'), [
    { test: 'display', possible: true, last: last('2026-11-22T05:03:59.999Z', '1001') },
    // Half past midnight of the same day in Riyadh.
    { test: 'paper', possible: true, last: last('2026-11-21T21:30:00.000Z', '2001') },
    { test: 'clock', possible: true, last: last('2026-11-21T20:59:00.000Z', '2001') },
    { test: 'calibration', possible: false, last: last('2026-11-22T05:00:00.000Z', '1001') },
    { test: 'disk', possible: true, last: null },
  ]);
  expect(results).toMatchObject({ display: 'passed', paper: 'passed', clock: 'not_done', calibration: 'not_possible', disk: 'not_done' });
  expect(made).toMatchObject({ display: { time: '08:03', account: '1001' }, paper: { time: '00:30', account: '2001' }, clock: null, calibration: null, disk: null });
});

test('a signed code is proven and says what was found', () => {
  const proven = proveReadiness(`  ${sign()}\n`, key.publicKey);
  expect(proven).toEqual({
    ok: true,
    value: {
      publicKey: key.publicKey,
      facts: { ...FACTS, versions: { ...FACTS.versions, host: 'Electron_45.4.1_Chromium_140.0.7339.207', printer: 'EPSON_TM-T88VII_1.02_ESC_POS' } },
    },
  });
  expect(isReady(FACTS.results)).toBe(false);
  expect(isReady({ ...all('passed'), calibration: 'not_possible' })).toBe(true);
});

test('any facts survive the way there and back', () => {
  const result = fc.constantFrom<ReadinessResult[]>('passed', 'failed', 'skipped', 'not_done', 'not_possible');
  const version = (most: number) => fc.stringMatching(new RegExp(`^[\\w.+-]{1,${String(most)}}$`));
  const tested = fc.tuple(result, fc.stringMatching(/^([01][0-9]|2[0-3]):[0-5][0-9]$/), fc.stringMatching(/^[0-9]{3,4}$/));
  const tests = fc.array(tested, { minLength: READINESS_TESTS.length, maxLength: READINESS_TESTS.length }).map((each) => ({
    results: Object.fromEntries(READINESS_TESTS.map((id, index) => [id, each[index]![0]])) as ReadinessResults,
    made: Object.fromEntries(
      READINESS_TESTS.map((id, index) => {
        const [found, time, account] = each[index]!;
        return [id, isCounted(found) ? { time, account } : null];
      }),
    ) as ReadinessFacts['made'],
  }));
  const others = fc.record({
    kioskId: fc.stringMatching(/^[A-Z]{2,3}-[0-9]{3}$/),
    at: fc.date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => `${date.toISOString().slice(0, -5)}Z`),
    account: fc.stringMatching(/^[0-9]{3,4}$/),
    versions: fc.record({ raha: version(16), node: version(16), host: version(44), printer: version(40) }),
    audit: fc.record({ records: fc.nat(), head: fc.stringMatching(/^[\w-]{22}$/) }),
  });
  fc.assert(
    fc.property(others, tests, (other, tested) => {
      const given: ReadinessFacts = { ...other, ...tested };
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

test('the longest code is one of ours, and is read from a picture with three pixels a module', () => {
  const longest = sign(LONGEST);
  expect(longest.length).toBe(MAX_READINESS_CODE);
  expect(proveReadiness(longest, key.publicKey)).toMatchObject({ ok: true, value: { facts: { made: LONGEST.made } } });
  const png = PNG.sync.read(picture(longest, 3));
  expect(readQr(new Uint8ClampedArray(png.data), png.width, png.height)?.data).toBe(longest);
});

/** The slip of a report that a technician made. */
function slipOf(facts: ReadinessFacts): ReceiptDocument {
  const { emirate, site } = CONFIG;
  const content = { facts, ready: isReady(facts.results), summaries: [], name: 'سامي الفني', versions: [], publicKey: key.publicKey };
  return readinessSlip({ ...content, code: sign(facts), kiosk: { emirate, site, isDemo: false } }, wordsOf(catalog.texts('ar'), 'ar'), 'ar', 'rtl');
}

test('the slip says of each test that counts when it was made and by which account', () => {
  const { items } = slipOf(FACTS);
  const subjects = wordsOf(catalog.texts('ar'), 'ar');
  const said = (id: ReadinessTest) => items.find((item) => item.kind === 'row' && item.label === subjects.test(id));
  expect(said('printer')).toMatchObject({ value: `به عطل — ${isolateLtr('08:03')}، ${isolateLtr('1001')}` });
  expect(said('paper')).toMatchObject({ value: `سليم — ${isolateLtr('00:59')}، ${isolateLtr('201')}` });
  expect(said('touch')).toMatchObject({ value: 'لم يُختبر في يوم التقرير' });
  expect(said('calibration')).toMatchObject({ value: 'غير مركّب' });
});

test.each([384, 576] as const)('the longest code is printed on %i dots with modules of half a millimetre, and read from there', (widthDots) => {
  const page = layOut(slipOf(LONGEST), typesetter, widthDots);
  if (!page.ok) throw new Error(page.fault);
  const code = page.value.bands.find((band) => band.kind === 'qr');
  expect(code?.moduleDots).toBeGreaterThanOrEqual(4);
  const paper = PNG.sync.read(encodePng(drawPage(page.value)));
  expect(readQr(new Uint8ClampedArray(paper.data), paper.width, paper.height)?.data).toBe(code?.payload);
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
  const told = verify(['-'], sign());
  expect(told).toMatchObject({ status: 0, said: expect.stringContaining(`Compare the key with the kiosk's: ${key.publicKey}`) });
  expect(told.said).toMatch(/^ {2}touch +not_done$/m);
  expect(told.said).toMatch(/^ {2}printer +failed {2}08:03 account 1001$/m);
  expect(told.said).toMatch(/^ {2}paper +passed {2}00:59 account 201$/m);
  expect(told.said).toContain('Times of tests are those of Riyadh');
  expect(verify(['-'], sign().slice(0, -1))).toEqual({ status: 1, said: 'readiness:verify: the code is torn: its end is missing' });
  expect(verify(['-', '--key', open('other.key')!.publicKey], sign())).toMatchObject({ status: 1, said: expect.stringContaining('another key') });
  writeFileSync(file, picture(sign(), 4).subarray(0, 500));
  expect(verify([file])).toEqual({ status: 2, said: 'readiness:verify: the picture is damaged' });
  expect(verify([join(directory, 'none.png')]).status).toBe(2);
});
