import { findChromium } from '../src/main/standalone/chromium.ts';
import { installPackages, mayInstall } from './debian.ts';

/**
 * Makes sure that there is a Chromium for the tests: the one that is there, else Debian's (as root), else it says what
 * to install.
 * @returns its path, or null after one line that says what to do
 */
export function ensureChromium(): string | null {
  const found = findChromium();
  if (found !== null) return found;
  if (mayInstall()) {
    console.log('installing Debian’s chromium for the tests …');
    installPackages(['chromium']);
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  console.error('no Chromium: install Chromium or Chrome, or set CHROME_PATH to one');
  return null;
}

if (import.meta.main && ensureChromium() === null) process.exit(2);
