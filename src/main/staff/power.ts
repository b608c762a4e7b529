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
}

/** A kiosk process that runs by itself, as in tests: there is nothing to restart. */
export const NO_HOST: HostMeans = {
  name: () => `Node ${process.versions.node}`,
  reloadPage: () => undefined,
  restartApp: () => undefined,
  shutDown: async () => false,
};

const POWER_OFF: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  linux: ['systemctl', 'poweroff'],
  win32: ['shutdown', '/s', '/t', '0'],
};
const POWER_OFF_LIMIT_MS = 10_000;

/** Switches the computer off in order; false where the kiosk's user isn't allowed to (docs/staff.md has the rule). */
export function powerOff(): Promise<boolean> {
  const [command, ...args] = POWER_OFF[process.platform] ?? [];
  if (command === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile(command, args, { timeout: POWER_OFF_LIMIT_MS }, (error) => resolve(error === null));
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
