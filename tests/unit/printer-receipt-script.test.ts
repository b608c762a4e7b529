import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'raha-receipt-'));
afterAll(() => rmSync(directory, { recursive: true }));

function receipt(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/receipt.ts', ...args], { encoding: 'utf8' });
  return { status, stdout, stderr: stderr.trim().split('\n') };
}

test('the reference receipt becomes bytes and a picture', () => {
  const { status, stdout } = receipt('--input', 'reference', '--profile', 'P1', '--out', directory, '--json');
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as { bytes: number; cpuMs: number; file: string; picture: string };
  expect(Object.keys(result)).toEqual(['bytes', 'cpuMs', 'file', 'picture', 'provisioning']);
  expect(readFileSync(result.file).length).toBe(result.bytes);
  expect(readFileSync(result.picture).equals(readFileSync('tests/goldens/paper/reference.png'))).toBe(true);
});

const unprintable = join(directory, 'unprintable.json');
const broken = join(directory, 'broken.json');
writeFileSync(broken, '{');
writeFileSync(
  unprintable,
  JSON.stringify({ language: 'ar', direction: 'rtl', items: [{ kind: 'number', text: '状态' }] }),
);

test.each([
  ['no input', []],
  ['a profile that is not built', ['--input', 'reference', '--profile', 'P3']],
  ['a file that is missing', ['--input', join(directory, 'none.json')]],
  ['a file that is no JSON', ['--input', broken]],
  ['a file that is no receipt', ['--input', 'package.json']],
  ['a text without glyphs', ['--input', unprintable]],
  ['an option that is none', ['--inputs', 'reference']],
])('%s ends with 2 and one line', (_what, args) => {
  const { status, stdout, stderr } = receipt(...args);
  expect([status, stdout, stderr.length]).toEqual([2, '', 1]);
  expect(stderr[0]).toMatch(/^receipt: /);
});
