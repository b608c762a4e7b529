import { guardPage, SYSTEM_CLOCK } from '../guarded-page.ts';
import type { Kiosk } from '../kiosk.ts';
import type { GuardPolicy } from '../page-guard.ts';
import type { PageServer } from './server.ts';
import { chromiumWindow, type ChromiumWindow } from './window.ts';

export interface ShowOptions {
  readonly executable: string;
  readonly server: Pick<PageServer, 'url' | 'outOfServiceUrl'>;
  /** Ends the program so that it is started anew. */
  readonly relaunch: () => void;
  /** Shorter times, a window that draws nowhere and directories that take nothing, for tests. */
  readonly policy?: GuardPolicy;
  readonly moreFlags?: readonly string[];
  readonly directories?: readonly string[];
}

/** A page in Chromium over the whole screen, kept alive. */
export interface ShownPage {
  readonly window: ChromiumWindow;
  /** Told by the page server. */
  connection(connected: boolean): void;
  follow(kiosk: Kiosk): void;
  /** Loads the page anew; what it shows stays. */
  reload(): void;
  close(): void;
}

/** Opens Chromium on the page and keeps a living page in it. */
export function showPage({ executable, policy, relaunch, server, ...ofWindow }: ShowOptions): ShownPage {
  const window = chromiumWindow({
    executable,
    addresses: { kiosk: server.url, outOfService: server.outOfServiceUrl },
    ...ofWindow,
    onGone: () => guarded.guard.gone('crashed'),
  });
  const guarded = guardPage(window, { clock: SYSTEM_CLOCK, relaunch, ...(policy !== undefined && { policy }) });
  guarded.guard.start();
  return {
    window,
    connection: (connected) => (connected ? guarded.guard.connected() : guarded.guard.disconnected()),
    follow: (kiosk) => guarded.follow(kiosk),
    reload: () => guarded.guard.reload(),
    close: () => {
      guarded.close();
      window.close();
    },
  };
}
