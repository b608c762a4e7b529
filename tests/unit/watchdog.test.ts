import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SYSTEM_CLOCK } from '../../src/main/guarded-page.ts';
import { startWatchdog } from '../../src/main/watchdog.ts';
import { FakeClock } from '../harness/fake-clock.ts';

const UNIT = { NOTIFY_SOCKET: '/run/x', WATCHDOG_USEC: '90000000' };

function watchdog(env: Record<string, string>) {
  const clock = new FakeClock();
  const said: string[] = [];
  const page = { lives: true };
  const stop = startWatchdog({ env, clock, isAlive: () => page.lives, notify: (state) => said.push(state) });
  return { clock, page, said, stop };
}

test('says that it is up and beats three times within the time it has', async () => {
  const { clock, said, stop } = watchdog(UNIT);
  await clock.pass(90_000);
  expect(said).toEqual(['READY=1', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1']);
  stop();
  await clock.pass(90_000);
  expect(said.slice(4)).toEqual(['STOPPING=1']);
});

test('is silent while the page is dead, and beats again when it lives', async () => {
  const { clock, page, said } = watchdog(UNIT);
  said.length = 0;
  page.lives = false;
  await clock.pass(90_000);
  expect(said).toEqual([]);
  page.lives = true;
  await clock.pass(30_000);
  expect(said).toEqual(['WATCHDOG=1']);
});

test('says nothing where nobody listens, and does not beat where no beat is asked for', async () => {
  const alone = watchdog({});
  await alone.clock.pass(90_000);
  alone.stop();
  expect(alone.said).toEqual([]);
  const unwatched = watchdog({ NOTIFY_SOCKET: '/run/x' });
  await unwatched.clock.pass(90_000);
  expect(unwatched.said).toEqual(['READY=1']);
});

const LISTENER = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1]); print('up', flush=True)
while True:
    line = s.recv(4096).decode()
    if line.startswith(('READY', 'WATCHDOG')): print(line, flush=True)
    if line.startswith('WATCHDOG'): break
`;
const canListen = ['systemd-notify', 'python3'].every((program) => spawnSync(program, ['--version']).status === 0);

test.runIf(canListen)('a service manager really hears it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'raha-notify-'));
  const socket = join(folder, 'notify');
  const listener = spawn('python3', ['-c', LISTENER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  let heard = '';
  listener.stdout.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  await once(listener.stdout, 'data');
  const before = process.env['NOTIFY_SOCKET'];
  process.env['NOTIFY_SOCKET'] = socket;
  const stop = startWatchdog({
    env: { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '3000000' },
    clock: SYSTEM_CLOCK,
    isAlive: () => true,
  });
  await once(listener, 'exit');
  stop();
  if (before === undefined) delete process.env['NOTIFY_SOCKET'];
  else process.env['NOTIFY_SOCKET'] = before;
  rmSync(folder, { recursive: true });
  expect(heard).toContain('READY=1');
  expect(heard).toContain('WATCHDOG=1');
});
