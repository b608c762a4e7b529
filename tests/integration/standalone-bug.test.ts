import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../harness/journals.ts';

/** Runs a program of the checkout, with a directory of its own for what it puts down for a while. */
function run(program: string, args: readonly string[], temporary: string): ChildProcess {
  const env = { ...process.env, TMPDIR: temporary, CHROME_PATH: '/none' };
  const child = spawn(process.execPath, [program, ...args], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function endOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly said: string }> {
  const said = child.stderr === null ? '' : text(child.stderr);
  await once(child, 'exit');
  return { code: child.exitCode, said: await said };
}

/** Whether a process is there and no corpse that nobody has buried yet. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${String(pid)}/stat`) || !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test.skipIf(process.platform === 'win32').each(['throw', 'reject'])(
  'after a bug (%s) nothing of a visitor is told, no Chromium stays, and the program ends',
  async (how) => {
    const directory = temporaryDirectory();
    const chromium = join(directory, 'chromium');
    const pidFile = join(directory, 'pid');
    writeFileSync(chromium, `#!/bin/sh\necho $$ > ${pidFile}.new && mv ${pidFile}.new ${pidFile}\nexec sleep 600\n`, { mode: 0o755 });
    const host = run('tests/harness/failing-host.ts', [chromium], directory);
    await vi.waitUntil(() => existsSync(pidFile), { timeout: 15_000 });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    onTestFinished(() => {
      if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    });
    host.stdin?.write(how);
    const { code, said } = await endOf(host);
    expect(code).toBe(7);
    expect(said).toMatch(/^raha: bug: (SyntaxError|Error) at [^\n]*\n$/);
    expect(said).not.toContain('1000000008');
    await vi.waitUntil(() => !isRunning(pid));
    expect(readdirSync(directory).filter((name) => name.startsWith('raha-page-'))).toEqual([]);
  },
);

test('the standalone program says no more about a bug either, and asks to be started anew', async () => {
  const directory = temporaryDirectory();
  // Run where it wasn't built, it finds no page to serve, which Node would tell with the whole path.
  const { code, said } = await endOf(run('src/main/standalone/main.ts', ['--config', 'config/example.json'], directory));
  expect(code).toBe(1);
  expect(said).toMatch(/^raha: bug: Error at [^\n]*\n$/);
});
