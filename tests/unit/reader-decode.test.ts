import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };

const directory = mkdtempSync(join(tmpdir(), 'raha-decode-'));
afterAll(() => rmSync(directory, { recursive: true }));

function decode(driver: string, lines: readonly string[], ...args: string[]) {
  const file = join(directory, 'reports.hex');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const command = ['scripts/reader-decode.ts', '--driver', driver, '--hex', file, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  return { status, stdout, stderr: stderr.trim().split('\n') };
}

const CITIZEN = { kind: 'national_id', masked: '\u2066•••••••672\u2069' };

test('gives one JSON object with masks and codes, in the order they came', () => {
  const { hidpos } = vectors;
  const lines = ['# a remark', hidpos.code128_citizen, '', ...hidpos.mrz_two_reports, hidpos.len_overflow, hidpos.code128_citizen];
  const { status, stdout } = decode('hid-pos-barcode', lines, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    reads: [{ ...CITIZEN, via: 'bar_code' }, { ...CITIZEN, via: 'mrz_td1' }, { ...CITIZEN, via: 'bar_code' }],
    faults: [{ code: 'unreadable' }],
  });
});

test('takes a descriptor, the times of a recording, and tells trouble as well', () => {
  const magtek = decode('msr-hid', [vectors.magtek.ok], '--descriptor', vectors.descriptors.magtek337, '--json');
  expect(JSON.parse(magtek.stdout)).toEqual({ reads: [{ ...CITIZEN, via: 'magnetic_stripe' }], faults: [] });
  const flood = decode('virtual', Array.from({ length: 30 }, () => '+1 31'), '--json');
  expect((JSON.parse(flood.stdout) as { faults: unknown[] }).faults.at(-1)).toEqual({ code: 'untrusted_input' });
  const late = decode('hid-pos-barcode', vectors.hidpos.mrz_two_reports.map((hex) => `+2500 ${hex}`), '--json');
  expect(JSON.parse(late.stdout)).toEqual({ reads: [], faults: [{ code: 'unreadable' }, { code: 'unreadable' }] });
});

test('human text never holds more than the mask', () => {
  const { stdout } = decode('wedge-hidraw', [...vectors.wedge, ...vectors.wedge.map((hex) => hex.replace('1f', '20'))]);
  expect(stdout).toMatch(/^read {3}national_id .*•••••••672.* by bar_code$/m);
  expect(stdout).toMatch(/^fault {2}checksum$/m);
  expect(stdout.replaceAll(/[^0-9]/g, '')).toBe('672');
});

test.each<[string, string, string[], string]>([
  ['an unknown driver', 'hid', ['00'], '--driver must be one of hid-pos-barcode, mrz-text, mrz-text-elyctis, msr-hid, wedge-hidraw, wedge-page, virtual'],
  ['something that is no hex', 'virtual', ['00', '1012345672x'], 'line 2: not hex'],
  ['half a byte', 'virtual', ['123'], 'line 1: not hex'],
])('%s is bad input, said in one line without its content', (_name, driver, lines, message) => {
  const { status, stderr } = decode(driver, lines);
  expect(status).toBe(2);
  expect(stderr).toHaveLength(1);
  expect(stderr[0]).toContain(message);
  expect(stderr[0]).not.toContain('1012345672');
});

test('options that are missing or unknown are bad input', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, ['scripts/reader-decode.ts', ...args]).status;
  expect(run('--driver', 'virtual')).toBe(2);
  expect(run('--driver', 'virtual', '--hex', join(directory, 'none'))).toBe(2);
  expect(run('--nonsense')).toBe(2);
});
