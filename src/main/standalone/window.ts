import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GuardedWindow } from '../guarded-page.ts';
import type { PageName } from '../page-guard.ts';
import { QUIET_FLAGS, rootFlags } from './chromium.ts';

/** One window over the whole screen, without a way out by finger or key, and with nothing that outlives it. */
const KIOSK_FLAGS = [
  '--kiosk',
  '--incognito',
  '--noerrdialogs',
  '--hide-crash-restore-bubble',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-save-password-bubble',
  '--autoplay-policy=no-user-gesture-required',
  '--disk-cache-size=1',
  // The window is the kiosk: what covers it for a moment must not stop its frames, which prove that it lives.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];

export interface WindowOptions {
  readonly executable: string;
  readonly addresses: Readonly<Record<PageName, string>>;
  /** Chromium ended without being replaced. */
  readonly onGone: () => void;
  /** For tests, which need a window that draws nowhere and can be driven. */
  readonly moreFlags?: readonly string[];
}

export interface ChromiumWindow extends GuardedWindow {
  /** Folder of the profile that is in use; null while no Chromium runs. */
  profile(): string | null;
  close(): void;
}

/** Chromium as a window. Another page means another process: a hung one can't be told anything. */
export function chromiumWindow({ addresses, executable, moreFlags = [], onGone }: WindowOptions): ChromiumWindow {
  let life: { readonly child: ChildProcess; readonly profile: string } | null = null;
  /** What to open once the present process has ended; null when its end is no wish of ours. */
  let next: PageName | null = null;
  let closed = false;

  function open(page: PageName): void {
    const profile = mkdtempSync(join(tmpdir(), 'raha-page-'));
    // The address may hold the bridge's token, and a command line can be read by every user of the machine.
    const start = join(profile, 'start.html');
    writeFileSync(start, `<!doctype html><meta http-equiv="refresh" content="0;url=${addresses[page]}">`, { mode: 0o600 });
    const flags = [...QUIET_FLAGS, ...KIOSK_FLAGS, ...rootFlags(), ...moreFlags, `--user-data-dir=${profile}`];
    // A process group of its own, so that all of Chromium's processes can be ended together.
    const child = spawn(executable, [...flags, pathToFileURL(start).href], { stdio: 'ignore', detached: true });
    const opened = { child, profile };
    life = opened;
    const end = (): void => {
      if (life === opened) ended(profile);
    };
    child.once('error', end);
    child.once('exit', end);
  }

  function ended(profile: string): void {
    life = null;
    remove(profile);
    const page = next;
    next = null;
    if (closed) return;
    if (page === null) onGone();
    else open(page);
  }

  const kill = (): void => {
    if (life !== null) endGroup(life.child);
  };

  return {
    load: (page) => {
      if (life === null) return open(page);
      next = page;
      return kill();
    },
    kill,
    profile: () => life?.profile ?? null,
    close: () => {
      closed = true;
      kill();
      // Now: the program may end before it hears that Chromium has.
      if (life !== null) remove(life.profile);
    },
  };
}

/** Chromium may still be writing into it. */
const remove = (profile: string): void => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/** A hung process hears no SIGTERM, and there is nothing in a window that would have to be put away. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    // On Windows there are no groups; Chromium's other processes end with the first one.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself just now.
  }
}
