import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readArguments } from '../../src/main/electron/arguments.ts';
import { describeBug } from '../../src/main/bug.ts';

test('takes the configuration from the command line, else from the environment', () => {
  const environment = { RAHA_CONFIG: '/etc/raha.json' };
  expect(readArguments(['--config=/a.json'], environment)).toMatchObject({ ok: true, value: { configFile: '/a.json' } });
  expect(readArguments(['.'], environment)).toMatchObject({ ok: true, value: { configFile: '/etc/raha.json' } });
  expect(readArguments([], {})).toEqual({ ok: false, fault: 'expected --config=FILE, or the file in RAHA_CONFIG' });
});

test('names the switches that would open the kiosk up', () => {
  const read = readArguments(
    ['--config=/a.json', '--no-sandbox', '--remote-debugging-port=9222', '--ozone-platform=wayland', '--inspect'],
    {},
  );
  expect(read).toMatchObject({
    value: { foreignSwitches: ['--no-sandbox', '--remote-debugging-port', '--inspect'] },
  });
});

test('describes a bug by its place, never by its message', () => {
  let bug: unknown;
  try {
    JSON.parse('{"identity": 1000000008');
  } catch (error) {
    bug = error;
  }
  const line = describeBug(bug);
  expect((bug as Error).message).toMatch(/JSON/);
  expect(line).toMatch(/^bug: SyntaxError at JSON\.parse/);
  expect(line).not.toContain('1000000008');
  expect(line).not.toContain('\n');
  expect(describeBug('1000000008')).toBe('bug: a thrown string');
});

test('a message of many lines stays out of the description too', () => {
  const error = new Error('first\n    at 1000000008\nthird');
  expect(describeBug(error)).not.toContain('1000000008');
});

test('only the shell and the preload script know Electron', () => {
  const knowing = globSync('src/**/*.{ts,tsx}').filter((file) => /from ['"]electron/.test(readFileSync(file, 'utf8')));
  expect(knowing.sort()).toEqual(['src/main/electron/preload.ts', 'src/main/electron/shell.ts']);
});
