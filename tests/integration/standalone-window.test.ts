import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { chromiumWindow } from '../../src/main/standalone/window.ts';
import { showPage } from '../../src/main/standalone/show.ts';
import { GUARD_POLICY } from '../../src/main/page-guard.ts';
import { temporaryDirectory } from '../harness/journals.ts';

/** Instead of Chromium: puts down where it was told to keep its things, and stays. */
function standIn(): { readonly executable: string; readonly temporary: () => string | null } {
  const directory = temporaryDirectory();
  const executable = join(directory, 'chromium');
  const told = join(directory, 'told');
  writeFileSync(executable, `#!/bin/sh\nprintf %s "$TMPDIR" > ${told}.new && mv ${told}.new ${told}\nexec sleep 600\n`, { mode: 0o755 });
  return { executable, temporary: () => (existsSync(told) ? readFileSync(told, 'utf8') : null) };
}

/** A path that is no directory: nothing can be put below it, not even by root. */
function unusable(): string {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  return file;
}

/** A directory on a disk with less room than a profile takes; null where this machine lets nobody mount one. */
function fullDisk(): string | null {
  const directory = mkdtempSync(join(tmpdir(), 'raha-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', directory]));
  return directory;
}

const ADDRESSES = { kiosk: 'http://127.0.0.1/', outOfService: 'http://127.0.0.1/' };

function window(executable: string, directories: readonly string[]) {
  const onGone = vi.fn<() => void>();
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const opened = chromiumWindow({ executable, addresses: ADDRESSES, onGone, directories });
  onTestFinished(() => {
    opened.close();
    said.mockRestore();
  });
  return { opened, onGone, said };
}

const isWindows = process.platform === 'win32';

test.skipIf(isWindows)('where the first directory takes no profile the next one does, and Chromium keeps everything there', async () => {
  const { executable, temporary } = standIn();
  const second = temporaryDirectory();
  const { onGone, opened } = window(executable, [unusable(), second]);
  opened.load('kiosk');
  await vi.waitUntil(() => temporary() !== null, { timeout: 15_000 });
  expect(dirname(opened.profile() ?? '')).toBe(second);
  expect(temporary()).toBe(opened.profile());
  expect(onGone).not.toHaveBeenCalled();
});

test.skipIf(isWindows)('a directory without room for a profile is passed over, and nothing is left in it', ({ skip }) => {
  const full = fullDisk() ?? skip('nobody may mount a small disk here');
  const second = temporaryDirectory();
  const { opened } = window(standIn().executable, [full, second]);
  opened.load('kiosk');
  expect(dirname(opened.profile() ?? '')).toBe(second);
  expect(readdirSync(full)).toEqual([]);
});

test.skipIf(isWindows)('where no directory takes a profile the page is gone, once, and one line says why', async () => {
  const { onGone, opened, said } = window(standIn().executable, [unusable()]);
  opened.load('kiosk');
  expect(onGone, 'its guard is still at work on the load').not.toHaveBeenCalled();
  await vi.waitUntil(() => onGone.mock.calls.length > 0, { timeout: 15_000 });
  expect(said.mock.calls.map(([line]) => line)).toEqual([expect.stringMatching(/^raha: no directory for Chromium's profile: [^\n]+ ENOTDIR\n$/)]);
  expect(opened.profile()).toBeNull();
});

test.skipIf(isWindows)('the page comes up by itself once there is a directory again', async () => {
  const { executable, temporary } = standIn();
  const directory = unusable();
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const shown = showPage({
    executable,
    server: { url: ADDRESSES.kiosk, outOfServiceUrl: ADDRESSES.outOfService },
    relaunch: () => undefined,
    policy: { ...GUARD_POLICY, settleMs: 1, redrawMs: 1 },
    directories: [directory],
  });
  onTestFinished(() => {
    shown.close();
    said.mockRestore();
  });
  await vi.waitUntil(() => said.mock.calls.length > GUARD_POLICY.crashBudget + 1, { timeout: 15_000 });
  rmSync(directory);
  mkdirSync(directory);
  await vi.waitUntil(() => temporary() !== null, { timeout: 15_000 });
  expect(temporary()).toBe(shown.window.profile());
});
