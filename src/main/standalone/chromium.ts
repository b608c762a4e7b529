import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

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

const VERSION_LIMIT_MS = 2_000;

/** Which Chromium that is, such as `Chromium 156.0.8078.79`; only its name where it doesn't say. */
export function chromiumVersion(executable: string | null): string {
  if (executable === null) return 'no Chromium';
  try {
    const said = execFileSync(executable, ['--version'], { encoding: 'utf8', timeout: VERSION_LIMIT_MS, stdio: ['ignore', 'pipe', 'ignore'] });
    return /^[\w ]{1,30} [\d.]{1,20}/.exec(said)?.[0] ?? 'Chromium';
  } catch {
    return 'Chromium';
  }
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

/** Chromium refuses its sandbox to root. A kiosk runs as a normal user; demos and tests may run as root. */
export const rootFlags = (): readonly string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

/** Whether there is a screen to open a window on. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  return (env['WAYLAND_DISPLAY'] ?? '') !== '' || (env['DISPLAY'] ?? '') !== '';
}
