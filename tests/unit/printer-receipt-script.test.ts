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

const PAPERS = { P0: 'reference-P0', P1: 'reference', P2: 'reference-P2', P3: 'reference-P3', P4: 'reference-P4' };

test.each(Object.entries(PAPERS))('in %s the reference receipt becomes bytes and a picture', (profile, golden) => {
  const { status, stdout } = receipt('--input', 'reference', '--profile', profile, '--out', directory, '--json');
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as {
    bytes: number;
    cpuMs: number;
    file: string;
    picture: string;
    provisioning: string | null;
  };
  expect(Object.keys(result)).toEqual(['bytes', 'cpuMs', 'file', 'picture', 'provisioning']);
  expect(readFileSync(result.file).length).toBe(result.bytes);
  expect(readFileSync(result.picture).equals(readFileSync(`tests/goldens/paper/${golden}.png`))).toBe(true);
  expect(result.provisioning === null).toBe(['P0', 'P1', 'P2'].includes(profile));
});

test('what fills the memory of the printer is written too', () => {
  const { stdout } = receipt('--input', 'reference', '--profile', 'P3', '--out', directory, '--json');
  const { provisioning } = JSON.parse(stdout) as { provisioning: string };
  // Forget all, then store.
  expect(readFileSync(provisioning).subarray(0, 12).toString('hex')).toBe('1d284c05003041434c521d28');
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
  ['a profile that is none', ['--input', 'reference', '--profile', 'P5']],
  ['a vocabulary that is missing', ['--input', 'reference', '--profile', 'P3', '--vocabulary', 'none.json']],
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
