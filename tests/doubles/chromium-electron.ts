import { fork, type Serializable } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type Frame,
  type Page,
  type Request,
  type Route,
} from '@playwright/test';
import type * as Electron from 'electron';
import { findChromium, QUIET_FLAGS, rootFlags } from '../../src/main/standalone/chromium.ts';
import type { MethodsOf } from './methods-of.ts';

/**
 * Stands in for Electron's main process with a real Chromium behind it, so that the production bundles run unchanged:
 * pages, headers, policy, IPC, navigation and the end of a renderer are real. Window flags, sandbox, context isolation,
 * fuses, keys before the page and Electron's own detection of a hang are not: only Electron itself shows those.
 *
 * Chromium knows no scheme `raha:`, so `raha://kiosk/` is `http://kiosk.localhost/` on the wire.
 */
const toWire = (url: string): string => url.replace(/^raha:\/\/([^/]+)/, 'http://$1.localhost');
const fromWire = (url: string): string => url.replace(/^http:\/\/([^/]+)\.localhost(?=\/)/, 'raha://$1');

/** What happened that a test wants to know. */
export const happened: string[] = [];
const note = (line: string): void => void happened.push(line);

type Decide = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;
type Answer = (request: { method: string; url: string }) => Response | Promise<Response>;

class DoubleSession extends EventEmitter implements MethodsOf<Omit<Electron.Session, 'protocol' | 'webRequest'>> {
  answer: Answer | null = null;
  refuses: ((url: string) => boolean) | null = null;
  readonly protocol = {
    handle: (_scheme: string, answer: Answer) => void (this.answer = answer),
  } satisfies MethodsOf<Electron.Protocol>;
  readonly webRequest = {
    onBeforeRequest: ({ urls }: { urls: string[] }, decide: Decide) => {
      const prefixes = urls.map((pattern) => pattern.slice(0, pattern.indexOf('*')));
      this.refuses = (url) => {
        let cancelled = false;
        if (prefixes.some((prefix) => url.startsWith(prefix))) decide({ url }, ({ cancel = false }) => (cancelled = cancel));
        return cancelled;
      };
    },
  } satisfies MethodsOf<Electron.WebRequest>;
  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setUSBProtectedClassesHandler(): void {}
  setSpellCheckerEnabled(): void {}
}

class DoubleContents extends EventEmitter implements MethodsOf<Electron.WebContents> {
  readonly #session: DoubleSession;
  readonly #preload: string;
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  #crashed = false;
  /** Address of a load that the main process itself has asked for; Electron announces those to nobody. */
  #ownLoad: string | null = null;
  #mayOpen: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });

  constructor(session: DoubleSession, preload: string) {
    super();
    this.#session = session;
    this.#preload = preload;
  }

  /** The page as Playwright drives it. */
  get page(): Page {
    if (this.#page === null) throw new Error('no page yet');
    return this.#page;
  }

  async load(url: string): Promise<void> {
    if (this.#page === null || this.#crashed) await this.#openPage();
    this.#ownLoad = toWire(url);
    try {
      await this.page.goto(this.#ownLoad);
      this.emit('did-finish-load');
    } catch {
      if (!this.#crashed) this.emit('did-fail-load', {}, -2, 'ERR_FAILED', url, true);
    }
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.#mayOpen = handler;
  }
  setIgnoreMenuShortcuts(): void {}
  setZoomMode(): void {}
  async setVisualZoomLevelLimits(): Promise<void> {}
  isDestroyed = (): boolean => false;
  isCrashed = (): boolean => this.#crashed;

  send(channel: string, ...args: unknown[]): void {
    const deliver = ([name, values]: [string, unknown[]]): void =>
      (globalThis as unknown as { rahaDeliver(name: string, values: unknown[]): void }).rahaDeliver(name, values);
    // A page that isn't there yet, is gone or is just being replaced hears nothing, as in Electron.
    this.#page?.evaluate(deliver, [channel, args] as [string, unknown[]]).catch(() => undefined);
  }

  /** Kills the processes of our own Chromium that draw pages: a hung one hears nothing else. */
  forcefullyCrashRenderer(): void {
    note('renderer killed');
    void rendererProcesses().then((ids) => ids.forEach((id) => process.kill(id, 'SIGKILL')));
  }

  async #openPage(): Promise<void> {
    const dead = this.#page;
    this.#context ??= await this.#openContext();
    this.#page = await this.#context.newPage();
    this.#crashed = false;
    this.#page.on('console', (message) => {
      if (message.type() === 'error') note(`page error: ${message.text()}`);
    });
    this.#page.on('pageerror', ({ message }) => note(`page error: ${message}`));
    this.#page.on('crash', () => {
      this.#crashed = true;
      note('renderer gone');
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    await dead?.close();
  }

  async #openContext(): Promise<BrowserContext> {
    const context = await (await browser()).newContext({ viewport: { width: 1080, height: 1920 }, locale: 'ar-SA' });
    await context.route('**/*', async (route) => this.#serve(route));
    await context.exposeBinding('rahaSend', ({ frame }, channel: string, args: unknown[]) => {
      ipcMain.emit(channel, { sender: this, senderFrame: senderOf(frame) }, ...args);
    });
    await context.addInitScript(preloadInPage(readFileSync(this.#preload, 'utf8')));
    context.on('page', (opened) => {
      if (opened === this.#page || this.#page === null || this.#crashed) return;
      if (this.#mayOpen({ url: fromWire(opened.url()) }).action === 'deny') {
        note('window refused');
        void opened.close();
      }
    });
    return context;
  }

  async #serve(route: Route): Promise<void> {
    const request = route.request();
    const url = fromWire(request.url());
    if (this.#isNavigationRefused(request, url)) {
      note(`navigation refused: ${url}`);
      return route.abort('aborted');
    }
    if (this.#session.refuses?.(url) === true) {
      note(`request refused: ${url}`);
      return route.abort('blockedbyclient');
    }
    if (!url.startsWith('raha:') || this.#session.answer === null) return route.abort('namenotresolved');
    const response = await this.#session.answer({ method: request.method(), url });
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  #isNavigationRefused(request: Request, url: string): boolean {
    if (!request.isNavigationRequest()) return false;
    if (request.url() === this.#ownLoad) {
      this.#ownLoad = null;
      return false;
    }
    let isRefused = false;
    const isMainFrame = request.frame() === this.#page?.mainFrame();
    const event = { url, isMainFrame, preventDefault: () => void (isRefused = true) };
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event);
    return isRefused;
  }
}

const senderOf = (frame: Frame): { parent: unknown; url: string } => ({
  parent: frame.parentFrame(),
  url: fromWire(frame.url()),
});

/** The preload script as a sandboxed one runs: CommonJS that may require nothing but these parts of Electron. */
function preloadInPage(source: string): string {
  return `(() => {
    const listeners = new Map();
    const of = (channel) => listeners.get(channel) ?? listeners.set(channel, new Set()).get(channel);
    globalThis.rahaDeliver = (channel, values) => of(channel).forEach((listener) => listener({}, ...values));
    const electron = {
      contextBridge: {
        exposeInMainWorld: (key, api) => Object.defineProperty(globalThis, key, { value: Object.freeze(api) }),
      },
      ipcRenderer: {
        send: (channel, ...args) => void globalThis.rahaSend(channel, structuredClone(args)),
        on: (channel, listener) => void of(channel).add(listener),
        off: (channel, listener) => void of(channel).delete(listener),
      },
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('a sandboxed preload script may not require ' + name);
      return electron;
    };
    (function (require, exports, module) { ${source}\n })(require, {}, {});
  })()`;
}

let launched: Promise<Browser> | null = null;
async function browser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium found (CHROME_PATH names one)');
  return (launched ??= chromium.launch({ executablePath, args: [...QUIET_FLAGS, ...rootFlags(), '--disable-gpu'] }));
}

async function rendererProcesses(): Promise<readonly number[]> {
  const devtools = await (await browser()).newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

export const windows: BrowserWindow[] = [];
export class BrowserWindow extends EventEmitter implements MethodsOf<Omit<Electron.BrowserWindow, 'webContents'>> {
  readonly webContents: DoubleContents;
  constructor({ webPreferences }: Electron.BrowserWindowConstructorOptions) {
    super();
    const { preload = '', session: own } = webPreferences ?? {};
    this.webContents = new DoubleContents(own as unknown as DoubleSession, preload);
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  setContentProtection(): void {}
  async loadURL(url: string): Promise<void> {
    note(`load ${url}`);
    await this.webContents.load(url);
  }
}

class DoubleApp extends EventEmitter implements MethodsOf<Electron.App> {
  #exit: (code: number) => void = () => undefined;
  readonly exited = new Promise<number>((resolve) => (this.#exit = resolve));
  enableSandbox(): void {}
  requestSingleInstanceLock = (): boolean => true;
  async whenReady(): Promise<void> {}
  quit(): void {
    this.emit('before-quit', { preventDefault: () => undefined });
  }
  relaunch(): void {
    note('relaunch');
  }
  exit(code: number): void {
    this.#exit(code);
  }
}
export const app = new DoubleApp();
class DoubleIpcMain extends EventEmitter implements MethodsOf<Electron.IpcMain> {}
export const ipcMain = new DoubleIpcMain();
export const Menu = { setApplicationMenu: () => undefined } satisfies MethodsOf<typeof Electron.Menu>;
export const powerSaveBlocker = { start: () => 1 } satisfies MethodsOf<Electron.PowerSaveBlocker>;
/** A forked Node stands in for the utility process: the same messages, the same end. */
export const utilityProcess = {
  fork: (entry: string) => {
    const child = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    note(`devices ${String(child.pid)}`);
    return Object.assign(child, {
      postMessage: (message: Serializable) => void (child.connected && child.send(message, () => undefined)),
    });
  },
} satisfies MethodsOf<typeof Electron.utilityProcess>;
export const protocol = { registerSchemesAsPrivileged: () => undefined } satisfies MethodsOf<Electron.Protocol>;
export const session = {
  fromPartition: () => new DoubleSession(),
} satisfies MethodsOf<typeof Electron.session>;

/** Ends the Chromium that was started. */
export async function closeBrowser(): Promise<void> {
  await (await launched)?.close();
}
