import { spawn } from 'node:child_process';
import { SYSTEM_CLOCK, type HostClock } from './guarded-page.ts';
import type { Health } from './health/start.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface WatchdogOptions {
  readonly env: Environment;
  readonly clock: HostClock;
  /** Whether the page lives, or its guard is still at work on it. */
  readonly isAlive: () => boolean;
  /** Says one word to the service manager; tests listen. */
  readonly notify?: (state: string) => void;
}

/** Beats so many times within the time that systemd allows. */
const BEATS = 3;

/**
 * Tells systemd that the kiosk is up and, for as long as its main loop turns and its page lives, that it still is (sd_notify;
 * packaging/systemd/raha-kiosk.service). Without the beat systemd ends the whole kiosk and starts it anew. Does nothing where
 * nobody listens. Returns what says that the kiosk is ending on purpose.
 */
export function startWatchdog({ clock, env, isAlive, notify = systemdNotify }: WatchdogOptions): () => void {
  if ((env['NOTIFY_SOCKET'] ?? '') === '') return () => undefined;
  let cancel = (): void => undefined;
  notify('READY=1');
  const everyMs = beatEveryMs(env);
  if (everyMs !== null) {
    const beat = (): void => {
      if (isAlive()) notify('WATCHDOG=1');
      cancel = clock.after(everyMs, beat);
    };
    cancel = clock.after(everyMs, beat);
  }
  return () => {
    cancel();
    notify('STOPPING=1');
  };
}

/** The watchdog of a host: the page's guard has twice 15 s, and whatever it can't mend is systemd's. */
export function watchOver(health: Pick<Health, 'current'>, env: Environment): () => void {
  const isAlive = (): boolean => health.current().components.page.reason !== 'page.unresponsive';
  return startWatchdog({ env, clock: SYSTEM_CLOCK, isAlive });
}

/** Null where the unit has no `WatchdogSec`. */
function beatEveryMs(env: Environment): number | null {
  const allowedMicroseconds = Number(env['WATCHDOG_USEC']);
  return allowedMicroseconds > 0 ? allowedMicroseconds / 1000 / BEATS : null;
}

/** Node has no datagrams over local sockets, which is how systemd is spoken to; its own small program does it. */
function systemdNotify(state: string): void {
  // Where that is missing nothing is heard, and systemd does what the unit says about that.
  spawn('systemd-notify', [state], { stdio: 'ignore' }).on('error', () => undefined);
}
