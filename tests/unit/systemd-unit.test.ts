import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CHECKOUT_ROOT } from '../../scripts/checkout.ts';
import { GUARD_POLICY } from '../../src/main/page-guard.ts';

const UNIT = readFileSync(join(CHECKOUT_ROOT, 'packaging/systemd/raha-kiosk.service'), 'utf8');
const valueOf = (key: string): string | undefined => new RegExp(`^${key}=(.*)$`, 'm').exec(UNIT)?.[1];

test('the unit starts the kiosk anew whatever ended it, and gives the guard of the page time to mend', () => {
  expect([valueOf('Type'), valueOf('Restart'), valueOf('StartLimitIntervalSec'), valueOf('User')]).toEqual([
    'notify',
    'always',
    '0',
    'raha',
  ]);
  expect(UNIT, 'a hall without a network gets its screen at once').not.toContain('network-online');
  const { killMs, loadMs, settleMs, silenceMs } = GUARD_POLICY;
  const mendingMs = silenceMs + killMs + settleMs + loadMs;
  expect(Number(valueOf('WatchdogSec')) * 1000).toBeGreaterThan(2 * mendingMs);
});

test('after a refused configuration the next start comes slowly, after anything else at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raha-unit-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'sleep'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const [, script = ''] = /^\/bin\/sh -c '([^']+)'$/.exec(valueOf('ExecStopPost') ?? '') ?? [];
  const restAfter = (exitStatus: string): string => {
    const env = { PATH: `${folder}:/usr/bin:/bin`, EXIT_STATUS: exitStatus };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script.replaceAll('$$', '$')], { encoding: 'utf8', env });
    expect([status, stderr], exitStatus).toEqual([0, '']);
    return stdout.trim();
  };
  const restSeconds = Number(restAfter('2'));
  expect(restSeconds).toBeGreaterThanOrEqual(10);
  expect(restSeconds, 'systemd would end a longer one').toBeLessThan(Number(valueOf('TimeoutStopSec')));
  expect(['0', '1', 'KILL', ''].map(restAfter)).toEqual(['', '', '', '']);
  expect(valueOf('RestartPreventExitStatus'), 'a file that can be read again later is enough to go on').toBeUndefined();
});

const canVerify = spawnSync('systemd-analyze', ['--version']).status === 0;

test.runIf(canVerify)('systemd understands every line of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raha-unit-'));
  const file = join(folder, 'raha-kiosk.service');
  writeFileSync(file, UNIT.replaceAll('/opt/raha', CHECKOUT_ROOT));
  const { stderr, stdout, status } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect([status, stdout + stderr]).toEqual([0, '']);
});

test('every folder that the example configuration names is made by the installation as it is written', () => {
  const example = readFileSync(join(CHECKOUT_ROOT, 'config/example.json'), 'utf8');
  const installation = readFileSync(join(CHECKOUT_ROOT, 'docs/operations.md'), 'utf8');
  const named = new Set([...example.matchAll(/"(\/etc\/[^"]+)"/g)].map(([, file = '']) => dirname(file)));
  const made = new Set([...installation.matchAll(/^install -d .*? (\/etc\/\S+)/gm)].map(([, folder]) => folder));
  expect(named.size).toBeGreaterThan(1);
  expect([...named].filter((folder) => !made.has(folder))).toEqual([]);
});
