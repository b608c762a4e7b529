import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../src/main/standalone/chromium.ts';

/**
 * Makes sure that there is a Chromium for the tests: the one that is there, else Debian's (as root), else it says what
 * to install.
 * @returns its path, or null after one line that says what to do
 */
export function ensureChromium(): string | null {
  const found = findChromium();
  if (found !== null) return found;
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    console.log('installing Debian’s chromium for the tests …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', 'chromium']]) {
      const { status, stderr } = spawnSync('apt-get', args, { encoding: 'utf8', env });
      if (status !== 0) console.error(stderr);
    }
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  console.error('no Chromium: install Chromium or Chrome, or set CHROME_PATH to one');
  return null;
}

if (import.meta.main && ensureChromium() === null) process.exit(2);
