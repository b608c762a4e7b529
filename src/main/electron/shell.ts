import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  powerSaveBlocker,
  protocol,
  session,
  utilityProcess,
  type IpcMainEvent,
  type Session,
  type WebContents,
} from 'electron';
import type { DeviceProcess } from '../../devices/supervisor.ts';
import { MAX_INTENT_LENGTH } from '../../bridge/limits.ts';
import { CHANNELS } from './channels.ts';
import { isKeyAllowed } from './keys.ts';
import type { PageName } from '../page-guard.ts';
import { isKioskPage, PAGES, SCHEME } from './own-pages.ts';
import { answerFrom } from './page-answer.ts';
import type { BuiltProgram } from './program-files.ts';
import type { KioskWindow, Shell, WindowEvents } from './shell-port.ts';

/*
 * The only file of the main process that imports Electron. Whatever a page could be made to try is refused here, by
 * default and without asking; what it may do is listed. Crash reports are never started: a dump holds what was on the
 * screen.
 */

/** Without the prefix `persist:` a session lives in memory: no cookie, cache or storage reaches the disk. */
const PARTITION = 'kiosk';
const QUIT_LIMIT_MS = 5000;
/** Colour of the page's ground, so that no white flash precedes it. */
const GROUND = '#fcfcfd';
/** Chromium's ERR_ABORTED: a load that another one replaced or that was refused here, so no failure. */
const ABORTED = -3;

/**
 * What must happen before Electron is ready. Returns false when the kiosk already runs: two of them would fight over
 * the card reader and the screen.
 */
export function prepareShell(): boolean {
  // Not corsEnabled, so that no other scheme's page can read ours; no fetch, no service workers, no code cache.
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  return app.requestSingleInstanceLock();
}

/** Starts Electron's part of the kiosk; call `prepareShell` first. Throws when the pages can't be read. */
export async function startShell({ ownPages, page, preload }: BuiltProgram): Promise<Shell> {
  const answer = answerFrom([page, ownPages]);
  await app.whenReady();
  Menu.setApplicationMenu(null);
  powerSaveBlocker.start('prevent-display-sleep');
  const kioskSession = session.fromPartition(PARTITION, { cache: false });
  lockSession(kioskSession);
  // `protocol.handle`, not the newer `registerSource`: that one is experimental and turns addresses into paths.
  kioskSession.protocol.handle(SCHEME, (request) => answer(request));
  const closers: (() => Promise<void>)[] = [];
  endInOrder(closers);
  let window: KioskWindow | null = null;
  return {
    startDevices,
    openWindow: (events) => (window = openWindow(preload, kioskSession, events)),
    showFailure: () => (window ?? openWindow(preload, kioskSession, DEAF)).load('outOfService'),
    quit: () => app.quit(),
    relaunch: () => {
      app.relaunch();
      app.quit();
    },
    onQuit: (close) => closers.push(close),
  };
}

/** Electron's own kind of child process, the only one that may load native modules here. */
function startDevices(deviceHost: string): DeviceProcess {
  const child = utilityProcess.fork(deviceHost, [], { serviceName: 'raha-devices', stdio: 'inherit' });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill: () => void child.kill(),
  };
}

/** Ends the program at once, before or after Electron is ready. */
export function exitNow(code: number): void {
  app.exit(code);
}

function openWindow(preload: string, kioskSession: Session, events: WindowEvents): KioskWindow {
  const window = new BrowserWindow({
    kiosk: true,
    fullscreen: true,
    frame: false,
    autoHideMenuBar: true,
    backgroundColor: GROUND,
    webPreferences: {
      preload,
      session: kioskSession,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: false,
      disableDialogs: true,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      webviewTag: false,
      zoomMode: 'disabled',
    },
  });
  // Keeps screen recorders out on Windows and macOS. Does nothing on Linux.
  window.setContentProtection(true);
  // Nobody closes the kiosk from its screen; the program ends by `app.exit`, which asks no window.
  window.on('close', (event) => event.preventDefault());
  const { webContents } = window;
  reportTroubles(webContents, events);
  receiveMessages(webContents, events);
  return windowPort(window);
}

/** For a window that only shows a failure: nothing can come of what it tells. */
const DEAF: WindowEvents = {
  onIntent: () => undefined,
  onViewRequested: () => undefined,
  onGone: () => undefined,
  onUnresponsive: () => undefined,
  onFailedToLoad: () => undefined,
};

function windowPort(window: BrowserWindow): KioskWindow {
  const contents = window.webContents;
  let shown: PageName | null = null;
  return {
    load: (page) => {
      shown = page;
      // A failed load is reported by did-fail-load as well; one that another load replaced is none.
      window.loadURL(PAGES[page]).catch(() => undefined);
    },
    sendView: (view) => {
      if (shown === 'kiosk' && !contents.isDestroyed() && !contents.isCrashed()) contents.send(CHANNELS.view, view);
    },
    kill: () => contents.forcefullyCrashRenderer(),
    capture: async () => {
      if (shown !== 'kiosk' || contents.isDestroyed() || contents.isCrashed()) return null;
      const image = await contents.capturePage();
      if (image.isEmpty()) return null;
      return { ...image.getSize(), bgra: image.toBitmap() };
    },
  };
}

function reportTroubles(contents: WebContents, events: WindowEvents): void {
  contents.on('render-process-gone', (_event, { reason }) => events.onGone(reason));
  contents.on('unresponsive', () => events.onUnresponsive());
  contents.on('preload-error', () => events.onFailedToLoad());
  contents.on('did-fail-load', (_event, errorCode, _description, _url, isMainFrame) => {
    if (isMainFrame && errorCode !== ABORTED) events.onFailedToLoad();
  });
}

function receiveMessages(contents: WebContents, events: WindowEvents): void {
  ipcMain.on(CHANNELS.requestView, (event) => {
    if (isFromKioskPage(event, contents)) events.onViewRequested();
  });
  ipcMain.on(CHANNELS.intent, (event, json: unknown) => {
    if (!isFromKioskPage(event, contents)) return;
    if (typeof json === 'string' && json.length <= MAX_INTENT_LENGTH) events.onIntent(json);
  });
}

/** Only the kiosk page's own top frame may speak. A frame that is gone already (null) could have been anything. */
function isFromKioskPage({ sender, senderFrame }: IpcMainEvent, contents: WebContents): boolean {
  return sender === contents && senderFrame !== null && senderFrame.parent === null && isKioskPage(senderFrame.url);
}

function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isKioskPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isKioskPage(event.url)) event.preventDefault();
  });
  // Our pages are never redirected.
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('before-input-event', (event, input) => {
    if (!isKeyAllowed(input)) event.preventDefault();
  });
  // Without an answer Electron picks the first Bluetooth device it sees.
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.setIgnoreMenuShortcuts(true);
  contents.on('did-finish-load', () => {
    contents.setZoomMode('disabled');
    // Fails only when the page is already gone again.
    contents.setVisualZoomLevelLimits(1, 1).catch(() => undefined);
  });
}

/** Everything the network could be asked by; our pages need none of it. */
const NETWORK_ADDRESSES = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'];

/** Certificate errors have no handler on purpose: an error then stays an error. */
function lockSession(kioskSession: Session): void {
  kioskSession.setPermissionRequestHandler((_contents, _permission, grant) => grant(false));
  kioskSession.setPermissionCheckHandler(() => false);
  kioskSession.setDevicePermissionHandler(() => false);
  kioskSession.setDisplayMediaRequestHandler((_request, grant) => grant(null));
  kioskSession.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  kioskSession.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  kioskSession.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  kioskSession.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  kioskSession.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  kioskSession.on('will-download', (event) => event.preventDefault());
  kioskSession.webRequest.onBeforeRequest({ urls: NETWORK_ADDRESSES }, (_details, answer) => answer({ cancel: true }));
  kioskSession.setSpellCheckerEnabled(false);
}

/** Lets the kiosk process put its work away before the program ends, and ends it even when that hangs. */
function endInOrder(closers: readonly (() => Promise<void>)[]): void {
  let isEnding = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => app.exit(0), QUIT_LIMIT_MS);
    void Promise.allSettled(closers.map(async (close) => close())).finally(() => app.exit(0));
  });
}
