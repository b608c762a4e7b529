import type { DeviceProcess } from '../../devices/supervisor.ts';
import type { View } from '../../bridge/view.ts';
import type { PageName } from '../page-guard.ts';
import type { ScreenPicture } from '../staff/power.ts';

/** The kiosk's window, as much of it as the rest of the program needs to know. */
export interface KioskWindow {
  load(page: PageName): void;
  /** Sends a View to the kiosk page; any other page, or a dead one, doesn't get it. */
  sendView(view: View): void;
  /** Ends the page's process. */
  kill(): void;
  /** What the window shows; null where there is nothing to see. */
  capture(): Promise<ScreenPicture | null>;
}

/** What the window tells. Messages have come from the kiosk page itself when they arrive here. */
export interface WindowEvents {
  /** An Intent as JSON text of bounded length, otherwise unchecked. */
  readonly onIntent: (json: string) => void;
  readonly onViewRequested: () => void;
  readonly onGone: (reason: string) => void;
  readonly onUnresponsive: () => void;
  readonly onFailedToLoad: () => void;
}

/** Electron, as much of it as the rest of the program needs to know. */
export interface Shell {
  /** Opens the window, still empty. */
  openWindow(events: WindowEvents): KioskWindow;
  /** Starts the device process. A fork of Node is impossible here: the fuse RunAsNode is off. */
  readonly startDevices: (deviceHost: string) => DeviceProcess;
  /** Puts the out-of-service page up, in a new window when there is none yet. */
  showFailure(): void;
  /** Closes the program in order. */
  quit(): void;
  /** Closes the program in order and starts it anew. */
  relaunch(): void;
  /** Runs before the program ends, whoever asked for it; the end waits for it, but not for long. */
  onQuit(close: () => Promise<void>): void;
}
