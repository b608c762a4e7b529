import { spawn, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { GuardedWindow } from '../guarded-page.ts';
import type { PageName } from '../page-guard.ts';
import { QUIET_FLAGS, rootFlags } from './chromium.ts';
import { makeProfile, profileDirectories, removeProfile, type Profile } from './profile.ts';

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
  /** Chromium ended without being replaced, or couldn't be started. */
  readonly onGone: () => void;
  /** For tests, which need a window that draws nowhere and can be driven. */
  readonly moreFlags?: readonly string[];
  /** Where the profile may lie; for tests, which spoil them. */
  readonly directories?: readonly string[];
}

export interface ChromiumWindow extends GuardedWindow {
  /** Stops all of Chromium where it is, as if it hung; for demos. Windows has no such signal. */
  halt(): void;
  /** Folder of the profile that is in use; null while no Chromium runs. */
  profile(): string | null;
  close(): void;
}

/** Chromium as a window. Another page means another process: a hung one can't be told anything. */
export function chromiumWindow(options: WindowOptions): ChromiumWindow {
  const { addresses, directories = profileDirectories(), executable, moreFlags = [], onGone } = options;
  let life: { readonly child: ChildProcess; readonly profile: Profile } | null = null;
  /** What to open once the present process has ended; null when its end is no wish of ours. */
  let next: PageName | null = null;
  let closed = false;

  function open(page: PageName): void {
    const made = makeProfile(addresses[page], directories);
    if (!made.ok) return unopened(made.fault);
    const profile = made.value;
    const flags = [...QUIET_FLAGS, ...KIOSK_FLAGS, ...rootFlags(), ...moreFlags, `--user-data-dir=${profile.path}`];
    // A process group of its own, so that all of Chromium's processes can be ended together.
    const child = spawn(executable, [...flags, pathToFileURL(profile.start).href], {
      stdio: 'ignore',
      detached: true,
      // Chromium puts a socket among the temporary files, doesn't start without it, and leaves it there when it is killed.
      env: { ...process.env, TMPDIR: profile.path },
    });
    const opened = { child, profile };
    life = opened;
    const end = (): void => {
      if (life === opened) ended(profile);
    };
    child.once('error', end);
    child.once('exit', end);
  }

  /** No Chromium can run while no directory takes its profile; whoever asked for the page hears it once that is through. */
  function unopened(why: string): void {
    process.stderr.write(`raha: no directory for Chromium's profile: ${why}\n`);
    setImmediate(() => {
      if (!closed) onGone();
    });
  }

  function ended(profile: Profile): void {
    life = null;
    removeProfile(profile);
    const page = next;
    next = null;
    if (closed) return;
    if (page === null) onGone();
    else open(page);
  }

  const kill = (): void => {
    if (life !== null) signalGroup(life.child, 'SIGKILL');
  };

  return {
    load: (page) => {
      if (life === null) return open(page);
      next = page;
      return kill();
    },
    kill,
    halt: () => {
      if (life !== null) signalGroup(life.child, 'SIGSTOP');
    },
    profile: () => life?.profile.path ?? null,
    close: () => {
      closed = true;
      kill();
      // Now: the program may end before it hears that Chromium has.
      if (life !== null) removeProfile(life.profile);
    },
  };
}

/** It is ended by SIGKILL: a hung process hears no SIGTERM, and nothing in a window would have to be put away. */
function signalGroup({ pid }: ChildProcess, signal: 'SIGKILL' | 'SIGSTOP'): void {
  if (pid === undefined) return;
  try {
    // On Windows there are no groups; Chromium's other processes end with the first one.
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended by itself just now.
  }
}
