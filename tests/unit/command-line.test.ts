import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBoundedFile } from '../../src/config-file/bounded-file.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** Every file that a script of package.json starts, by the script. The others are tools of somebody else. */
const OURS = [
  ...new Map(
    Object.entries(scripts).flatMap(([name, command]) =>
      command.split(' && ').flatMap((part) => (part.startsWith('node ') ? [[part.split(' ').at(-1) ?? '', name] as const] : [])),
    ),
  ),
];
const PATIENCE_MS = 120_000;

/** Under a limit: a command that took no notice of its arguments would begin its work. */
const start = (file: string, ...args: string[]) =>
  spawnSync(process.execPath, [file, ...args], { encoding: 'utf8', timeout: PATIENCE_MS, stdio: ['ignore', 'pipe', 'pipe'] });

test.each(OURS)('%s (npm run %s) refuses what it does not know in one line', { timeout: PATIENCE_MS }, (file) => {
  const { status, stderr, stdout } = start(file, '--no-such-option');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^[a-z:/.-]+: Unknown option '--no-such-option' \(.* --help\)\n$/);
});

test('--help tells how a command is called and what it does', { timeout: PATIENCE_MS }, () => {
  const { status, stderr, stdout } = start('scripts/audit-verify.ts', '--help');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^npm run audit:verify -- FILE \[--head=HASH\].*\n\nProves that/);
});

const directory = mkdtempSync(join(tmpdir(), 'raha-commands-'));
afterAll(() => rmSync(directory, { recursive: true }));
const taken = join(directory, 'taken');
writeFileSync(taken, 'not what anybody expects');
const reference = 'tests/fixtures/reference-vocabulary.json';

test.each([
  ['contract/conformance/run.ts', ['--base-url', 'ftp://x', '--client-id', 'a', '--client-secret-file', taken, '--case-data', taken]],
  ['scripts/configure.ts', ['--profile', 'airport', '--out', join(directory, 'none/kiosk.json')]],
  ['scripts/configure.ts', ['--profile', 'airport', '--out', taken]],
  ['scripts/hub-move.ts', ['--from', directory, '--to-url-file', taken]],
  ['scripts/printer-calibrate.ts', ['--address', 'nonsense']],
  ['scripts/printer-calibrate.ts', ['--out', join(directory, 'none/sheet.bin')]],
  ['scripts/printer-provision.ts', ['--check', '--vocabulary', reference, '--record', taken]],
  ['scripts/printer-provision.ts', ['--address', 'nonsense', '--vocabulary', reference, '--record', taken]],
  ['scripts/receipt.ts', ['--input', 'reference', '--out', taken]],
  ['scripts/start.ts', ['--port', '65536']],
  ['src/sandbox/main.ts', ['--port', '0x10']],
  ['src/sandbox/main.ts', ['--client-secret-file', '/dev/null']],
])('%s %j ends with 2 and one line', { timeout: PATIENCE_MS }, (file, args) => {
  const { status, stderr } = start(file, ...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^[a-z:]+: .+\n$/);
});

test('of a file that never ends no more is read than of one that is too large', () => {
  expect(readBoundedFile('/dev/zero', 1_000_000)).toEqual({ ok: false, fault: 'is larger than 1 MB' });
  expect(readBoundedFile(directory, 1000)).toEqual({ ok: false, fault: "can't be read (EISDIR)" });
  expect(readBoundedFile(taken, 24)).toMatchObject({ ok: true });
  expect(readBoundedFile(taken, 23)).toMatchObject({ ok: false });
});
