import { _electron, expect, test, type ElectronApplication } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTACKS } from '../../scripts/electron-attacks.ts';
import { electronBinary } from '../../scripts/electron-binary.ts';
import { startDemo, type Demo } from '../../scripts/demo.ts';
import { rootFlags } from '../../src/main/standalone/chromium.ts';

/**
 * The kiosk in real Electron. Needs its binary (`npx install-electron`) and a display. Says so, loudly, where it is
 * skipped: what is proven here is proven nowhere else.
 */
const executablePath = electronBinary();
const missing =
  executablePath === null
    ? 'no Electron binary here (npx install-electron brings one)'
    : process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
      ? 'no display here (xvfb-run brings one)'
      : null;
if (missing !== null) console.log(`SKIPPED, so nothing is known about the kiosk in real Electron: ${missing}`);
test.skip(missing !== null, missing ?? '');

const CANARY = '1098765439';

let demo: Demo;
let userData: string;
let electron: ElectronApplication;

const argumentsFor = (configFile: string): string[] => [
  '.',
  `--config=${configFile}`,
  `--user-data-dir=${userData}`,
  ...rootFlags(),
];

test.beforeEach(async () => {
  demo = await startDemo();
  userData = mkdtempSync(join(tmpdir(), 'raha-user-data-'));
  electron = await _electron.launch({ executablePath: executablePath ?? '', args: argumentsFor(demo.configFile) });
  await expectScreen('attract');
});

test.afterEach(async () => {
  await electron.close();
  await demo.close();
  rmSync(userData, { recursive: true, force: true });
});

/** Runs text in the page's main world; survives a crash of the page, which Playwright's own handle doesn't. */
async function inPage(script: string): Promise<unknown> {
  return electron.evaluate(async ({ BrowserWindow }, code) => {
    const [window] = BrowserWindow.getAllWindows();
    return window?.webContents.executeJavaScript(code) as unknown;
  }, script);
}

const currentScreen = async (): Promise<unknown> =>
  inPage("document.querySelector('[data-screen]')?.getAttribute('data-screen') ?? null").catch(() => null);

async function expectScreen(id: string): Promise<void> {
  await expect.poll(currentScreen, { timeout: 30_000 }).toBe(id);
}

async function goHome(): Promise<void> {
  await inPage("document.querySelector('.attract__touch').click()");
  await expectScreen('language');
  await inPage("[...document.querySelectorAll('button')].find((b) => b.textContent.includes('English')).click()");
  await expectScreen('home');
}

test('covers the screen, locked', async () => {
  const state = await electron.evaluate(({ app, BrowserWindow, Menu, powerSaveBlocker }) => {
    const [window] = BrowserWindow.getAllWindows();
    return {
      windows: BrowserWindow.getAllWindows().length,
      kiosk: window?.isKiosk(),
      fullScreen: window?.isFullScreen(),
      menu: Menu.getApplicationMenu(),
      displayKeptOn: powerSaveBlocker.isStarted(0) || powerSaveBlocker.isStarted(1),
      persistent: window?.webContents.session.isPersistent(),
      node: process.versions.node,
      name: app.getName(),
    };
  });
  expect(state).toMatchObject({
    windows: 1,
    kiosk: true,
    fullScreen: true,
    menu: null,
    displayKeptOn: true,
    persistent: false,
  });
  expect(Number(state.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

test('isolates the page', async () => {
  expect(await inPage('typeof require + typeof process + typeof ipcRenderer')).toBe('undefinedundefinedundefined');
  expect(await inPage('Object.keys(window.raha).sort().join()')).toBe('onView,requestView,sendIntent');
  expect(await inPage('isSecureContext && location.href')).toBe('raha://kiosk/index.html');
});

test('comes back from a dead page with the same screen', async () => {
  await goHome();
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect.poll(currentScreen).toBe(null);
  await expectScreen('home');
});

test('comes back from a hung page that nobody touches', async () => {
  await goHome();
  void inPage('for (;;);').catch(() => undefined);
  await expect.poll(currentScreen, { timeout: 30_000 }).toBe('home');
});

test('comes back from a white page', async () => {
  await goHome();
  await inPage('document.body.replaceChildren(); 0');
  await expect.poll(currentScreen, { timeout: 30_000 }).toBe('home');
});

test('goes nowhere, opens nothing, closes for nobody', async () => {
  for (const url of ['https://example.org/', 'data:text/html,x', 'file:///etc/passwd', 'raha://other/', 'about:blank'])
    await inPage(`location.href = ${JSON.stringify(url)}; 0`);
  expect(await inPage("window.open('raha://kiosk/index.html') === null")).toBe(true);
  await inPage('window.close(); 0');
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expectScreen('attract');
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('swallows the keys that reload, zoom, close and open tools', async () => {
  await goHome();
  await inPage('window.survivor = true; 0');
  const presses: [key: string, modifiers: ('control' | 'alt' | 'shift')[]][] = [
    ['F5', []],
    ['R', ['control']],
    ['W', ['control']],
    ['I', ['control', 'shift']],
    ['F4', ['alt']],
    ['Left', ['alt']],
    ['Plus', ['control']],
  ];
  await electron.evaluate(({ BrowserWindow }, pressed) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    for (const [keyCode, modifiers] of pressed) {
      contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
      contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
    }
  }, presses);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await inPage('window.survivor')).toBe(true);
  const scale = await electron.evaluate(({ screen }) => screen.getPrimaryDisplay().scaleFactor);
  expect(await inPage('devicePixelRatio')).toBe(scale);
});

test('refuses all that a page may try', async () => {
  for (const [what, attack] of Object.entries(ATTACKS))
    expect([what, await inPage(`(${attack.toString()})()`)]).toEqual([what, 'refused']);
});

test('leaves no byte of a visitor in its folder', async () => {
  await goHome();
  await inPage(`new Promise((done) => {
    const steps = [
      { type: 'start_inquiry' }, { type: 'accept_privacy' }, { type: 'use_keypad' },
      { type: 'submit_identity', digits: '${CANARY}' },
    ];
    const stop = window.raha.onView(({ step }) => {
      const action = steps.shift();
      if (action === undefined) { stop(); done(0); } else window.raha.sendIntent({ step, action });
    });
    window.raha.requestView();
  })`);
  await electron.close();
  const files = readdirSync(userData, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    const found = bytes.includes(CANARY) || bytes.includes(Buffer.from(CANARY, 'utf16le'));
    expect([entry.name, found]).toEqual([entry.name, false]);
  }
});

test('a second kiosk ends at once, a wrong configuration with code 2 and one line', async () => {
  const start = (configFile: string) =>
    spawnSync(executablePath ?? '', argumentsFor(configFile), { encoding: 'utf8', timeout: 20_000 });
  const second = start(demo.configFile);
  expect([second.status, second.stderr]).toEqual([0, expect.stringContaining('already runs')]);
  const wrong = start('/nowhere.json');
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('/nowhere.json')]);
});

test('ends in order when it is told to', async () => {
  const child = electron.process();
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
