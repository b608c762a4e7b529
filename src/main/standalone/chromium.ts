import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The Chromium to show the page in: `CHROME_PATH`, else the usual places. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const wanted = env['CHROME_PATH'];
  if (wanted !== undefined && wanted !== '') return existsSync(wanted) ? wanted : null;
  return CANDIDATES.find((candidate) => existsSync(candidate)) ?? null;
}

/** Chromium talks to nobody but the kiosk: no updates, no sync, no telemetry. */
export const QUIET_FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--disable-breakpad',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,InterestFeedContentSuggestions',
];

/** One window over the whole screen, without a way out by finger or key, and with nothing that outlives it. */
const KIOSK_FLAGS = [
  '--kiosk',
  '--incognito',
  '--noerrdialogs',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-save-password-bubble',
  '--autoplay-policy=no-user-gesture-required',
  '--disk-cache-size=1',
];

/** Chromium refuses its sandbox to root. A kiosk runs as a normal user; demos and tests may run as root. */
export const rootFlags = (): readonly string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

const RESTART_DELAY_MS = 1_000;

export interface KioskWindow {
  close(): void;
}

/** Opens Chromium in kiosk mode and opens it again whenever it goes away. The profile lives in a temporary folder. */
export function openKioskWindow(executable: string, url: string, onRestart: () => void): KioskWindow {
  const profile = mkdtempSync(join(tmpdir(), 'raha-page-'));
  // The URL holds the bridge's token, and a command line can be read by every user of the machine.
  const start = join(profile, 'start.html');
  writeFileSync(start, `<!doctype html><meta http-equiv="refresh" content="0;url=${url}">`, { mode: 0o600 });
  let child: ChildProcess | null = null;
  let closed = false;

  const open = (): void => {
    if (closed) return;
    const flags = [...QUIET_FLAGS, ...KIOSK_FLAGS, ...rootFlags(), `--user-data-dir=${profile}`];
    child = spawn(executable, [...flags, `file://${start}`], { stdio: 'ignore' });
    child.once('error', again);
    child.once('exit', again);
  };
  const again = (): void => {
    if (closed) return;
    onRestart();
    setTimeout(open, RESTART_DELAY_MS);
  };
  open();

  return {
    close: () => {
      closed = true;
      child?.kill('SIGTERM');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Whether there is a screen to open a window on. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return (env['WAYLAND_DISPLAY'] ?? '') !== '' || (env['DISPLAY'] ?? '') !== '';
}
