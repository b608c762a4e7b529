import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { MAX_INTENT_LENGTH } from '../../src/bridge/limits.ts';
import type { Kiosk } from '../../src/main/kiosk.ts';
import type { BuiltProgram } from '../../src/main/electron/program-files.ts';

vi.mock('electron', async () => import('../doubles/electron.ts'));

const electron = await import('../doubles/electron.ts');
const { connectWindow } = await import('../../src/main/electron/host.ts');
const { prepareShell, startShell } = await import('../../src/main/electron/shell.ts');

const KIOSK_PAGE = 'raha://kiosk/index.html';

/** A built program with one page file and one file beside it that no page may have. */
function program(): BuiltProgram {
  const root = mkdtempSync(join(tmpdir(), 'raha-electron-'));
  writeFileSync(join(root, 'secret.json'), '{}');
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>page</title>');
  return { kiosk: { assets: root, receiptFonts: root, pdfFonts: root, faultScripts: root, deviceHost: '/out/electron/devices/index.mjs' }, preload: '/preload.cjs', page: root, ownPages: root };
}

/** A kiosk that remembers what it was told; its View is told apart by its step. */
function fakeKiosk() {
  let step = 1;
  let screen: object = { id: 'attract' };
  let listener: (view: object) => void = () => undefined;
  let observer: (event: object) => void = () => undefined;
  const view = (): object => ({ step, screen });
  const received: unknown[] = [];
  const kiosk = {
    view,
    subscribe: (added: (view: object) => void) => {
      listener = added;
      return () => (listener = () => undefined);
    },
    receive: (raw: unknown) => void received.push(raw),
    takeOutOfService: (reason: string) => (screen = { id: 'out_of_service', reason }),
    returnToService: () => (screen = { id: 'attract' }),
    report: () => undefined,
    observe: (added: (event: object) => void) => {
      observer = added;
      return () => (observer = () => undefined);
    },
  } as unknown as Kiosk;
  return {
    kiosk,
    received,
    beat: () => observer({ type: 'beat' }),
    show: (nextStep: number) => {
      step = nextStep;
      listener(view());
    },
  };
}

/** Starts the whole host, with time that stands still until the test moves it. */
async function start() {
  const timers: { atMs: number; run: () => void }[] = [];
  let nowMs = 0;
  prepareShell();
  const shell = await startShell(program());
  const fake = fakeKiosk();
  const host = connectWindow(fake.kiosk, shell, {
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  });
  const window = electron.windows[0]!;
  const pass = (durationMs: number): void => {
    const endMs = nowMs + durationMs;
    for (;;) {
      const due = timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      timers.splice(timers.indexOf(due), 1);
      nowMs = due.atMs;
      due.run();
    }
    nowMs = endMs;
  };
  /** A message as Electron delivers it, by default from the kiosk page's top frame. */
  const say = (channel: string, message: unknown, frame: unknown = { parent: null, url: KIOSK_PAGE }): void => {
    electron.ipcMain.emit(channel, { sender: window.webContents, senderFrame: frame }, message);
  };
  return { ...fake, host, pass, say, shell, window, contents: window.webContents };
}

const spy = () => vi.fn<(...args: unknown[]) => void>();

/** Tells whether an event that may be refused was refused. */
function isRefused(target: NodeJS.EventEmitter, name: string, details: object, ...rest: unknown[]): boolean {
  const preventDefault = spy();
  target.emit(name, { ...details, preventDefault }, ...rest);
  return preventDefault.mock.calls.length > 0;
}

const kioskSession = () => electron.sessions.get('kiosk')!;
const handler = (name: string) => kioskSession().handlers.get(name) as (...args: unknown[]) => unknown;
const loaded = (): unknown[] => electron.callsOf('window.loadURL').map(([url]) => url);
const sent = (): unknown[] =>
  electron.callsOf('contents.send').map(([channel, view]) => [channel, (view as { step: number }).step]);

beforeEach(() => electron.reset());

test('opens one sandboxed window over the whole screen, without tools', async () => {
  const { window } = await start();
  expect(window.options).toMatchObject({
    kiosk: true,
    fullscreen: true,
    frame: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: false,
      disableDialogs: true,
      navigateOnDragDrop: false,
      spellcheck: false,
      webviewTag: false,
      zoomMode: 'disabled',
      preload: '/preload.cjs',
    },
  });
  expect(electron.callsOf('app.enableSandbox')).toHaveLength(1);
  expect(electron.callsOf('Menu.setApplicationMenu')).toEqual([[null]]);
  expect(electron.callsOf('contents.setIgnoreMenuShortcuts')).toEqual([[true]]);
  expect(electron.callsOf('powerSaveBlocker.start')).toEqual([['prevent-display-sleep']]);
  expect(electron.callsOf('window.setContentProtection')).toEqual([[true]]);
  expect(loaded()).toEqual([KIOSK_PAGE]);
});

test('registers its scheme before Electron is ready, with the two privileges it needs', async () => {
  await start();
  expect(electron.callsOf('protocol.registerSchemesAsPrivileged')).toEqual([
    [[{ scheme: 'raha', privileges: { standard: true, secure: true } }]],
  ]);
  const names = electron.calls.map(({ name }) => name);
  expect(names.indexOf('protocol.registerSchemesAsPrivileged')).toBeLessThan(names.indexOf('app.whenReady'));
});

test('keeps the session in memory: no prefix "persist:", no cache', async () => {
  const { window } = await start();
  expect(electron.callsOf('session.fromPartition')).toEqual([['kiosk', { cache: false }]]);
  expect(window.options.webPreferences?.session).toBe(kioskSession());
  expect(electron.callsOf('session.setSpellCheckerEnabled')).toEqual([[false]]);
});

test('a second kiosk on the same machine is turned away', () => {
  electron.app.isFirst = false;
  expect(prepareShell()).toBe(false);
});

const FOREIGN = [
  'https://example.org/',
  'http://kiosk/index.html',
  'data:text/html,<p>x',
  'file:///etc/passwd',
  'about:blank',
  'blob:raha://kiosk/0',
  'javascript:void 0',
  'raha://other/index.html',
  'raha://kiosk:80/index.html',
  'raha://user@kiosk/index.html',
  'rahax://kiosk/index.html',
  'raha://kiosk/out-of-service.html',
  'raha:kiosk/index.html',
  'not an address',
];

test.each(FOREIGN)('navigation and frames to %s are refused', async (url) => {
  const { contents } = await start();
  expect(isRefused(contents, 'will-navigate', { url })).toBe(true);
  expect(isRefused(contents, 'will-frame-navigate', { url, isMainFrame: true })).toBe(true);
  expect(isRefused(contents, 'will-frame-navigate', { url, isMainFrame: false })).toBe(true);
});

test('the kiosk page may be loaded again, but in no inner frame', async () => {
  const { contents } = await start();
  expect(isRefused(contents, 'will-navigate', { url: KIOSK_PAGE })).toBe(false);
  expect(isRefused(contents, 'will-frame-navigate', { url: `${KIOSK_PAGE}#x`, isMainFrame: true })).toBe(false);
  expect(isRefused(contents, 'will-frame-navigate', { url: KIOSK_PAGE, isMainFrame: false })).toBe(true);
});

test('redirects, new windows, webviews, downloads and closing are refused', async () => {
  const { contents, window } = await start();
  expect(isRefused(contents, 'will-redirect', { url: KIOSK_PAGE })).toBe(true);
  expect(contents.windowOpenHandler?.({ url: KIOSK_PAGE })).toEqual({ action: 'deny' });
  expect(isRefused(contents, 'will-attach-webview', {})).toBe(true);
  expect(isRefused(kioskSession(), 'will-download', {})).toBe(true);
  expect(isRefused(window, 'close', {})).toBe(true);
});

test('no permission is granted, whatever its name', async () => {
  await start();
  for (const permission of ['media', 'geolocation', 'fullscreen', 'clipboard-read', 'a name of next year']) {
    const grant = spy();
    handler('permissionRequest')(null, permission, grant);
    expect(grant).toHaveBeenCalledExactlyOnceWith(false);
    expect(handler('permissionCheck')(null, permission)).toBe(false);
  }
  expect(handler('devicePermission')({})).toBe(false);
  const grantScreen = spy();
  handler('displayMediaRequest')({}, grantScreen);
  expect(grantScreen).toHaveBeenCalledExactlyOnceWith(null);
  const pair = spy();
  handler('bluetoothPairing')({}, pair);
  expect(pair).toHaveBeenCalledExactlyOnceWith({ confirmed: false });
  expect(handler('usbProtectedClasses')({ protectedClasses: ['hid'] })).toEqual(['hid']);
});

test('no device is chosen for a page that asks for one', async () => {
  const { contents } = await start();
  const choose = spy();
  expect(isRefused(contents, 'select-bluetooth-device', {}, [{ deviceId: 'a' }], choose)).toBe(true);
  expect(isRefused(kioskSession(), 'select-serial-port', {}, [{ portId: 'a' }], contents, choose)).toBe(true);
  expect(isRefused(kioskSession(), 'select-hid-device', {}, {}, choose)).toBe(true);
  expect(isRefused(kioskSession(), 'select-usb-device', {}, {}, choose)).toBe(true);
  expect(choose.mock.calls).toEqual([[''], [''], [], []]);
});

test('the network is cut off, and a certificate error has nobody who could accept it', async () => {
  await start();
  const [[urls]] = electron.callsOf('session.webRequest.onBeforeRequest') as [[string[]]];
  expect(urls).toEqual(expect.arrayContaining(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*']));
  const decide = spy();
  handler('beforeRequest')({}, decide);
  expect(decide).toHaveBeenCalledExactlyOnceWith({ cancel: true });
  expect(electron.app.listenerCount('certificate-error')).toBe(0);
});

test('zoom stays fixed after each load', async () => {
  const { contents } = await start();
  contents.emit('did-finish-load');
  expect(electron.callsOf('contents.setVisualZoomLevelLimits')).toEqual([[1, 1]]);
  expect(electron.callsOf('contents.setZoomMode')).toEqual([['disabled']]);
});

const NONE = { control: false, alt: false, meta: false, shift: false };
test.each([
  ['F5', NONE],
  ['r', { ...NONE, control: true }],
  ['R', { ...NONE, control: true, shift: true }],
  ['i', { ...NONE, control: true, shift: true }],
  ['F12', NONE],
  ['w', { ...NONE, control: true }],
  ['q', { ...NONE, meta: true }],
  ['F4', { ...NONE, alt: true }],
  ['ArrowLeft', { ...NONE, alt: true }],
  ['BrowserBack', NONE],
  ['+', { ...NONE, control: true }],
  ['0', { ...NONE, control: true }],
  ['p', { ...NONE, control: true }],
  ['F11', NONE],
  ['ContextMenu', NONE],
])('the page never sees %s %o', async (key, modifiers) => {
  const { contents } = await start();
  expect(isRefused(contents, 'before-input-event', {}, { ...modifiers, key })).toBe(true);
});

test.each(['5', '٥', 'أ', ' ', 'Tab', 'Enter', 'Escape', 'Backspace', 'ArrowDown', 'Home'])(
  'the page sees the key %s',
  async (key) => {
    const { contents } = await start();
    expect(isRefused(contents, 'before-input-event', {}, { ...NONE, shift: true, key })).toBe(false);
  },
);

test('serves the page under its own scheme with a strict policy, and nothing else', async () => {
  await start();
  const ask = (url: string, method = 'GET') => handler('protocol')({ url, method }) as Response;
  const page = ask(KIOSK_PAGE);
  expect(await page.text()).toContain('page');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
      "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(ask(`${KIOSK_PAGE}?x#y`).status).toBe(200);
  for (const path of ['secret.json', '../index.html/..', '%2e%2e/etc/passwd', '__proto__'])
    expect([path, ask(`raha://kiosk/${path}`).status]).toEqual([path, 404]);
  expect(ask('raha://other/index.html').status).toBe(404);
  expect(ask(KIOSK_PAGE, 'POST').status).toBe(405);
});

test('carries Views to the page and Intents to the kiosk', async () => {
  const { received, say, show } = await start();
  say('raha:request-view', undefined);
  show(2);
  expect(sent()).toEqual([
    ['raha:view', 1],
    ['raha:view', 2],
  ]);
  say('raha:intent', '{"step":2,"action":{"type":"start"}}');
  expect(received).toEqual(['{"step":2,"action":{"type":"start"}}']);
});

test.each([
  ['a frame that is gone', null],
  ['an inner frame', { parent: {}, url: KIOSK_PAGE }],
  ['another site', { parent: null, url: 'https://kiosk/index.html' }],
  ['a data: page', { parent: null, url: 'data:text/html,x' }],
  ['another host of the scheme', { parent: null, url: 'raha://other/index.html' }],
  ['the out-of-service page', { parent: null, url: 'raha://kiosk/out-of-service.html' }],
])('messages of %s are ignored', async (_name, frame) => {
  const { received, say } = await start();
  say('raha:intent', '{}', frame);
  say('raha:request-view', undefined, frame);
  expect(received).toEqual([]);
  expect(sent()).toEqual([]);
});

test('messages of another window are ignored', async () => {
  const { received } = await start();
  const other = new electron.FakeContents();
  electron.ipcMain.emit('raha:intent', { sender: other, senderFrame: { parent: null, url: KIOSK_PAGE } }, '{}');
  expect(received).toEqual([]);
});

test('an Intent that is no text, or too long, is dropped unread', async () => {
  const { received, say } = await start();
  say('raha:intent', { step: 1 });
  say('raha:intent', 'x'.repeat(MAX_INTENT_LENGTH + 1));
  expect(received).toEqual([]);
});

test('a crashed page is loaded again and gets the current View', async () => {
  const { contents, pass, say, show } = await start();
  say('raha:request-view', undefined);
  show(7);
  contents.dead = true;
  contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  show(8);
  pass(500);
  expect(loaded()).toEqual([KIOSK_PAGE, KIOSK_PAGE]);
  contents.dead = false;
  say('raha:request-view', undefined);
  expect(sent(), 'nothing was sent to the dead page').toEqual([
    ['raha:view', 1],
    ['raha:view', 7],
    ['raha:view', 8],
  ]);
});

test('a hung page is killed', async () => {
  const { contents } = await start();
  contents.emit('unresponsive');
  expect(electron.callsOf('contents.forcefullyCrashRenderer')).toHaveLength(1);
});

test('a page that fails to load is tried again; a refused or inner load is no failure', async () => {
  const { contents, pass } = await start();
  contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'https://example.org/', true);
  contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', KIOSK_PAGE, false);
  pass(500);
  expect(loaded()).toHaveLength(1);
  contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', KIOSK_PAGE, true);
  pass(500);
  expect(loaded()).toHaveLength(2);
  contents.emit('preload-error', {}, '/preload.cjs', new Error('x'));
  pass(500);
  expect(loaded()).toHaveLength(3);
});

test('a page that keeps crashing is replaced; visitors get the kiosk back when it lives again', async () => {
  const { beat, contents, kiosk, pass, show } = await start();
  for (let crash = 0; crash < 4; crash += 1) {
    contents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
    pass(500);
  }
  expect(loaded().at(-1)).toBe('raha://kiosk/out-of-service.html');
  show(9);
  expect(sent(), 'the out-of-service page gets no View').toEqual([]);
  expect(kiosk.view().screen).toEqual({ id: 'out_of_service', reason: 'page_failed' });
  pass(30_000);
  expect(loaded().at(-1)).toBe(KIOSK_PAGE);
  for (let passedMs = 0; passedMs < 30_000; passedMs += 2_000) {
    beat();
    pass(2_000);
  }
  expect(kiosk.view().screen).toEqual({ id: 'attract' });
});

test('ends in order: closes what is open, then exits', async () => {
  const { shell } = await start();
  const close = vi.fn<() => Promise<void>>(async () => undefined);
  shell.onQuit(close);
  electron.app.quit();
  electron.app.quit();
  await vi.waitFor(() => expect(electron.callsOf('app.exit')).toEqual([[0]]));
  expect(close).toHaveBeenCalledOnce();
  expect(electron.callsOf('before-quit.preventDefault')).toHaveLength(2);
});

test('ends even when closing hangs or fails', async () => {
  vi.useFakeTimers();
  const { shell } = await start();
  shell.onQuit(async () => Promise.reject(new Error('x')));
  shell.onQuit(async () => new Promise(() => undefined));
  electron.app.quit();
  await vi.advanceTimersByTimeAsync(4999);
  expect(electron.callsOf('app.exit')).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(electron.callsOf('app.exit')).toEqual([[0]]);
  vi.useRealTimers();
});

test('a relaunch closes what is open first', async () => {
  const { shell } = await start();
  const close = vi.fn<() => Promise<void>>(async () => undefined);
  shell.onQuit(close);
  shell.relaunch();
  await vi.waitFor(() => expect(electron.callsOf('app.exit')).toEqual([[0]]));
  expect(close).toHaveBeenCalledOnce();
  expect(electron.callsOf('app.relaunch')).toEqual([[]]);
});

test('shows the out-of-service page for a failure, even before there is a window', async () => {
  prepareShell();
  const shell = await startShell(program());
  shell.showFailure();
  expect(loaded()).toEqual(['raha://kiosk/out-of-service.html']);
});

test('the device process is Electron’s own kind of child, and its messages go both ways', async () => {
  const { shell } = await start();
  const devices = shell.startDevices('/out/electron/devices/index.mjs');
  expect(electron.callsOf('utilityProcess.fork')).toEqual([
    ['/out/electron/devices/index.mjs', [], { serviceName: 'raha-devices', stdio: 'inherit' }],
  ]);
  const [child] = electron.utilityProcesses;
  const heard = vi.fn<(message: unknown) => void>();
  const ended = vi.fn<() => void>();
  devices.onMessage(heard);
  devices.onExit(ended);
  child!.emit('message', { type: 'pong', count: 1 });
  devices.post({ type: 'ping', count: 2 });
  devices.kill();
  child!.emit('exit', 0);
  expect(heard).toHaveBeenCalledWith({ type: 'pong', count: 1 });
  expect(electron.callsOf('utilityProcess.postMessage')).toEqual([[{ type: 'ping', count: 2 }]]);
  expect(electron.callsOf('utilityProcess.kill')).toEqual([[]]);
  expect(ended).toHaveBeenCalledOnce();
});

test('gives a picture of the page it shows, and none of a dead or a dark one', async () => {
  const { contents, host } = await start();
  expect(await host.capture()).toEqual({ width: 2, height: 1, bgra: Buffer.from([255, 0, 0, 255, 0, 0, 255, 255]) });
  contents.isDark = true;
  expect(await host.capture()).toBeNull();
  contents.isDark = false;
  contents.dead = true;
  expect(await host.capture()).toBeNull();
});
