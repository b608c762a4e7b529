import { execFile } from 'node:child_process';
import type { PowerAction } from '../../bridge/staff.ts';
import type { EventData } from '../../domain/events.ts';

/** What a host can do to itself and to the computer, each in its own way. */
export interface HostMeans {
  /** What shows the page, with its version: `Electron 45.4.1, Chromium 140.0.0.0`. */
  readonly name: () => string;
  readonly reloadPage: () => void;
  /** Ends the program; whoever watches over it starts it again. */
  readonly restartApp: () => void;
  /** False where the computer doesn't allow it. */
  readonly shutDown: () => Promise<boolean>;
  /** What can be done from afar; left out where the host has no way to. */
  readonly remote?: RemoteMeans;
}

/** What a host can do for an officer who isn't there. */
export interface RemoteMeans {
  /** Restarts the computer; false where that isn't allowed. */
  readonly restartComputer: () => Promise<boolean>;
  /** Checks the configuration anew as it lies on the disk, before the program is restarted with it; null where it is sound. */
  readonly configurationFault: () => string | null;
  /** What the window shows; null where this host can't see it. */
  readonly capture: (() => Promise<ScreenPicture | null>) | null;
}

/** Four bytes per pixel, blue first; rows from the top. */
export interface ScreenPicture {
  readonly width: number;
  readonly height: number;
  readonly bgra: Uint8Array;
}

/** A kiosk process that runs by itself, as in tests: there is nothing to restart. */
export const NO_HOST: HostMeans = {
  name: () => `Node ${process.versions.node}`,
  reloadPage: () => undefined,
  restartApp: () => undefined,
  shutDown: async () => false,
};

type Commands = Readonly<Record<string, readonly [command: string, ...args: string[]]>>;
const POWER_OFF: Commands = {
  linux: ['systemctl', 'poweroff'],
  win32: ['shutdown', '/s', '/t', '0'],
};
const RESTART: Commands = {
  linux: ['systemctl', 'reboot'],
  win32: ['shutdown', '/r', '/t', '0'],
};
const COMMAND_LIMIT_MS = 10_000;

/** Switches the computer off in order; false where the kiosk's user isn't allowed to (docs/staff.md has the rule). */
export const powerOff = (): Promise<boolean> => run(POWER_OFF);

/** Restarts the computer in order; false where the kiosk's user isn't allowed to. */
export const restartComputer = (): Promise<boolean> => run(RESTART);

function run(commands: Commands): Promise<boolean> {
  const [command, ...args] = commands[process.platform] ?? [];
  if (command === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile(command, args, { timeout: COMMAND_LIMIT_MS }, (error) => resolve(error === null));
  });
}

/** Does a confirmed action; false where it couldn't be done. */
export async function perform(action: PowerAction, host: HostMeans): Promise<boolean> {
  switch (action) {
    case 'reload_page':
      host.reloadPage();
      return true;
    case 'restart_app':
      host.restartApp();
      return true;
    case 'shut_down':
      return host.shutDown();
  }
}

export const EVENT_POWER: Readonly<Record<PowerAction, EventData<'staff.restart_asked'>['what']>> = {
  reload_page: 'page',
  restart_app: 'kiosk',
  shut_down: 'shutdown',
};
