import { guardPage, type HostClock } from '../guarded-page.ts';
import type { Kiosk } from '../kiosk.ts';
import type { KioskWindow, Shell } from './shell-port.ts';

export interface ConnectedWindow {
  /** Loads the page anew; what it shows stays. */
  reload(): void;
  readonly capture: KioskWindow['capture'];
  close(): void;
}

/** Joins the kiosk process to a window: Views out, Intents in, and a guard that keeps a living page in it. */
export function connectWindow(kiosk: Kiosk, shell: Shell, clock: HostClock): ConnectedWindow {
  const guarded = guardPage(
    { load: (page) => window.load(page), kill: () => window.kill() },
    { clock, relaunch: () => shell.relaunch() },
  );
  const { guard } = guarded;
  const window: KioskWindow = shell.openWindow({
    onIntent: (json) => kiosk.receive(json),
    onViewRequested: () => window.sendView(kiosk.view()),
    onGone: (reason) => guard.gone(reason),
    onUnresponsive: () => guard.unresponsive(),
    onFailedToLoad: () => guard.failedToLoad(),
  });
  const unsubscribe = kiosk.subscribe((view) => window.sendView(view));
  guarded.follow(kiosk);
  guard.start();
  return {
    reload: () => guard.reload(),
    capture: () => window.capture(),
    close: () => {
      guarded.close();
      unsubscribe();
    },
  };
}
