import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { MethodsOf } from './methods-of.ts';

/**
 * Stands in for the part of Electron's main process that src/main/electron/shell.ts uses, so that its real code runs
 * in vitest. Every method is checked against electron.d.ts: a name that Electron drops breaks the typecheck here.
 */
type Method = (...args: never[]) => unknown;

export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Everything that was asked of Electron, in order. */
export const calls: Call[] = [];
const record =
  (name: string) =>
  (...args: unknown[]): void => {
    calls.push({ name, args });
  };
export const callsOf = (name: string): readonly (readonly unknown[])[] =>
  calls.filter((call) => call.name === name).map(({ args }) => args);

export class FakeContents extends EventEmitter implements MethodsOf<Electron.WebContents> {
  windowOpenHandler: ((details: { url: string }) => unknown) | null = null;
  dead = false;
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.windowOpenHandler = handler;
  }
  setIgnoreMenuShortcuts = record('contents.setIgnoreMenuShortcuts');
  setZoomMode = record('contents.setZoomMode');
  send = record('contents.send');
  forcefullyCrashRenderer = record('contents.forcefullyCrashRenderer');
  isDestroyed = (): boolean => false;
  isCrashed = (): boolean => this.dead;
  /** Two pixels, blue and red; none while there is nothing to see. */
  isDark = false;
  capturePage = async () => ({
    isEmpty: () => this.isDark,
    getSize: () => ({ width: 2, height: 1 }),
    toBitmap: () => Buffer.from([255, 0, 0, 255, 0, 0, 255, 255]),
  });
  async setVisualZoomLevelLimits(...limits: number[]): Promise<void> {
    record('contents.setVisualZoomLevelLimits')(...limits);
  }
}

export class BrowserWindow extends EventEmitter implements MethodsOf<Omit<Electron.BrowserWindow, 'webContents'>> {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  setContentProtection = record('window.setContentProtection');
  async loadURL(url: string): Promise<void> {
    record('window.loadURL')(url);
  }
}
export const windows: BrowserWindow[] = [];

class FakeApp extends EventEmitter implements MethodsOf<Electron.App> {
  isFirst = true;
  enableSandbox = record('app.enableSandbox');
  relaunch = record('app.relaunch');
  exit = record('app.exit');
  requestSingleInstanceLock = (): boolean => this.isFirst;
  async whenReady(): Promise<void> {
    record('app.whenReady')();
  }
  quit(): void {
    this.emit('before-quit', { preventDefault: record('before-quit.preventDefault') });
  }
}
export const app = new FakeApp();

export class FakeSession extends EventEmitter implements MethodsOf<Omit<Electron.Session, 'protocol' | 'webRequest'>> {
  readonly handlers = new Map<string, Method>();
  readonly #keep =
    (name: string) =>
    (handler: Method): void => {
      this.handlers.set(name, handler);
    };
  setPermissionRequestHandler = this.#keep('permissionRequest');
  setPermissionCheckHandler = this.#keep('permissionCheck');
  setDevicePermissionHandler = this.#keep('devicePermission');
  setDisplayMediaRequestHandler = this.#keep('displayMediaRequest');
  setBluetoothPairingHandler = this.#keep('bluetoothPairing');
  setUSBProtectedClassesHandler = this.#keep('usbProtectedClasses');
  setSpellCheckerEnabled = record('session.setSpellCheckerEnabled');
  readonly protocol = {
    handle: (scheme: string, answer: Method) => {
      record('session.protocol.handle')(scheme);
      this.handlers.set('protocol', answer);
    },
  } satisfies MethodsOf<Electron.Protocol>;
  readonly webRequest = {
    onBeforeRequest: ({ urls }: Electron.WebRequestFilter, decide: Method) => {
      record('session.webRequest.onBeforeRequest')(urls);
      this.handlers.set('beforeRequest', decide);
    },
  } satisfies MethodsOf<Electron.WebRequest>;
}
export const sessions = new Map<string, FakeSession>();
export const session = {
  fromPartition: (partition: string, options: Electron.FromPartitionOptions) => {
    record('session.fromPartition')(partition, options);
    const created = new FakeSession();
    sessions.set(partition, created);
    return created;
  },
} satisfies MethodsOf<typeof Electron.session>;

class FakeIpcMain extends EventEmitter implements MethodsOf<Electron.IpcMain> {}
export const ipcMain = new FakeIpcMain();
export const Menu = { setApplicationMenu: record('Menu.setApplicationMenu') } satisfies MethodsOf<typeof Electron.Menu>;
export const powerSaveBlocker = { start: record('powerSaveBlocker.start') } satisfies MethodsOf<Electron.PowerSaveBlocker>;
export const protocol = {
  registerSchemesAsPrivileged: record('protocol.registerSchemesAsPrivileged'),
} satisfies MethodsOf<Electron.Protocol>;

/** A device process that does nothing but remember. */
export class FakeUtilityProcess extends EventEmitter implements MethodsOf<Electron.UtilityProcess> {
  postMessage = record('utilityProcess.postMessage');
  kill = record('utilityProcess.kill');
}
export const utilityProcesses: FakeUtilityProcess[] = [];
export const utilityProcess = {
  fork: (...args: unknown[]) => {
    record('utilityProcess.fork')(...args);
    const created = new FakeUtilityProcess();
    utilityProcesses.push(created);
    return created;
  },
} satisfies MethodsOf<typeof Electron.utilityProcess>;

/** Forgets everything, as if the program had just been started. */
export function reset(): void {
  calls.length = 0;
  windows.length = 0;
  sessions.clear();
  utilityProcesses.length = 0;
  app.removeAllListeners();
  app.isFirst = true;
  ipcMain.removeAllListeners();
}
