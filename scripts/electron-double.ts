import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import type { PreloadBridge } from '../src/bridge/preload.ts';
import type { Action } from '../src/bridge/intent.ts';
import type { ScreenId, View } from '../src/bridge/view.ts';
import type * as Double from '../tests/doubles/chromium-electron.ts';
import { readArguments, refuse, type Command } from '../src/command-line/command-line.ts';
import { Checks } from './checks.ts';
import { startDemo } from './demo.ts';
import { ATTACKS } from './electron-attacks.ts';

const DOUBLE: Command = {
  call: 'npm run electron:double',
  takes: '[--program DIR] [--picture FILE]',
  does: `Runs the built Electron host unchanged under Node, with a real Chromium in Electron's place, and drives it as a visitor and as
an attacker would. --program holds the unpacked package (by default the checkout's own build); --picture keeps the
out-of-service page.`,
};
const { values } = readArguments(DOUBLE, { options: { program: { type: 'string', default: '.' }, picture: { type: 'string' } } });
const BUNDLE = resolve(values.program, 'out/electron/main/index.mjs');
const double = new URL('../tests/doubles/chromium-electron.ts', import.meta.url).href;
const OUT_OF_SERVICE_PAGE = 'raha://kiosk/out-of-service.html';
const LIMIT_MS = 15_000;

if (!existsSync(BUNDLE)) refuse(DOUBLE, 'the Electron host is not built: run "npm run build" first');
const demo = await startDemo();
process.env['RAHA_CONFIG'] = demo.configFile;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});
const electron = (await import(double)) as typeof Double;
const { happened } = electron;
await import(BUNDLE);
// The host's own handlers would take a mistake of this script for a bug of the kiosk.
process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
await until('the window opens', () => electron.windows.length === 1);
const [opened] = electron.windows;
if (opened === undefined) throw new Error('no window');
const contents = opened.webContents;
await until('the page is loaded', () => happened.length > 0 && hasPage());

const checks = new Checks(() => `so far: ${happened.slice(-6).join(' | ')}`);
const { check } = checks;

await check('the page comes up and draws a View', async () => {
  await screen('attract');
  const fonts = await contents.page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter(({ status }) => status === 'loaded').length;
  });
  assert.ok(fonts > 0, 'fonts of our own are loaded');
});

await check('a tap travels to the kiosk process and the next screens come back', async () => {
  const { page } = contents;
  await page.locator('.attract__touch').click();
  await screen('language');
  await page.getByRole('button', { name: 'English' }).click();
  await screen('home');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});

await check('a crashed renderer comes back with the same screen', async () => {
  const dead = contents.page;
  await crash();
  await until('another page', () => contents.page !== dead && !contents.isCrashed());
  await screen('home');
  assert.equal(await contents.page.locator('html').getAttribute('lang'), 'en');
  assert.equal(happened.filter((line) => line === 'renderer gone').length, 1);
});

await check('the kiosk goes on after the crash', async () => {
  await contents.page.locator('main button, [data-screen] button').first().waitFor();
  assert.ok((await contents.page.getByRole('button').count()) > 1);
});

await check('a renderer that hangs falls silent, is killed and comes back, though nobody touches it', async () => {
  const dead = contents.page;
  void dead.evaluate(() => {
    for (;;);
  }).catch(() => undefined);
  await until('another page', () => contents.page !== dead && !contents.isCrashed());
  await screen('home');
  assert.ok(happened.includes('renderer killed'));
});

await check('a page that goes white is replaced', async () => {
  const dead = contents.page;
  await dead.evaluate(() => document.body.replaceChildren());
  await until('another page', () => contents.page !== dead && !contents.isCrashed());
  await screen('home');
});

await check('the page keeps to its own policy and has no errors', () => {
  assert.deepEqual(pageErrors(), []);
});

for (const url of ['https://example.org/', 'http://127.0.0.1:9/', 'raha://other/index.html', OUT_OF_SERVICE_PAGE])
  await check(`the page can't go to ${url}`, async () => {
    const target = url.replace(/^raha:\/\/(\w+)/, 'http://$1.localhost');
    await contents.page.evaluate((to) => void (location.href = to), target);
    await until('the refusal', () => happened.includes(`navigation refused: ${url}`));
    await screen('home');
  });

await check("the page can't open a window", async () => {
  await contents.page.evaluate(() => void window.open('about:blank'));
  await until('the refusal', () => happened.includes('window refused'));
  await screen('home');
});

for (const [what, attack] of Object.entries(ATTACKS))
  await check(`the page can't ${what}`, async () => {
    assert.equal(await contents.page.evaluate(attack), 'refused');
  });

await check('the preload script gives the page three functions and nothing else', async () => {
  const names = await contents.page.evaluate(() => Object.keys((globalThis as unknown as { raha: object }).raha).sort());
  assert.deepEqual(names, ['onView', 'requestView', 'sendIntent']);
});

const GO_HELP = `rahaSend('raha:intent', ['{"step":STEP,"action":{"type":"open_help"}}'])`;

await check('an inner frame is not heard', async () => {
  await contents.page.evaluate(`(() => { const f = document.createElement('iframe'); document.body.append(f); })()`);
  const frames = contents.page.frames().filter((frame) => frame.parentFrame() !== null);
  const inner = frames.at(-1);
  assert.ok(inner !== undefined, 'an inner frame');
  for (let step = 0; step < 12; step += 1) await inner.evaluate(GO_HELP.replace('STEP', String(step)));
  await contents.page.waitForTimeout(300);
  await screen('home');
});

await check('another page in the window is not heard', async () => {
  await contents.page.goto('about:blank');
  for (let step = 0; step < 12; step += 1) await contents.page.evaluate(GO_HELP.replace('STEP', String(step)));
  await contents.load('raha://kiosk/index.html');
  await screen('home');
});

await check('the same message from the page itself is heard', async () => {
  for (let step = 0; step < 12; step += 1) await contents.page.evaluate(GO_HELP.replace('STEP', String(step)));
  await screen('help');
});

await check('malformed and oversized Intents change nothing', async () => {
  for (const message of ['null', '{}', '[]', '"x"', '{"step":1e9,"action":{"type":"home"}}', `"${'x'.repeat(5000)}"`])
    await contents.page.evaluate((text) => {
      (globalThis as unknown as { rahaSend(channel: string, args: unknown[]): void }).rahaSend('raha:intent', [text]);
    }, message);
  await contents.page.evaluate("rahaSend('raha:intent', [{ step: 1 }])");
  await contents.page.waitForTimeout(300);
  await screen('help');
});

await check('a visit ends with paper: gateway and printing are in the bundle', async () => {
  const errorsBefore = pageErrors().length;
  await act({ type: 'back' }, 'home');
  await act({ type: 'start_inquiry' }, 'privacy');
  await act({ type: 'accept_privacy' }, 'identity');
  await act({ type: 'use_keypad' }, 'identity');
  await act({ type: 'submit_identity', digits: '1012345672' }, 'transaction');
  await act({ type: 'submit_transaction', number: '1001', hijriYear: 1448 }, 'status');
  await act({ type: 'print_receipt' }, 'receipt');
  let shown = await view();
  const endMs = performance.now() + LIMIT_MS;
  while (shown.screen.id === 'receipt' && shown.screen.phase === 'printing' && performance.now() < endMs)
    shown = await view();
  assert.deepEqual([shown.screen.id, 'phase' in shown.screen && shown.screen.phase], ['receipt', 'printed']);
  assert.deepEqual(pageErrors().slice(errorsBefore), []);
});

await check('a page that keeps dying is replaced by the out-of-service page', async () => {
  while (happened.at(-1) !== `load ${OUT_OF_SERVICE_PAGE}`) {
    await contents.page.locator('[data-screen]').waitFor({ timeout: LIMIT_MS });
    const dead = contents.page;
    await crash();
    await until('another page', () => contents.page !== dead && !contents.isCrashed());
  }
  const { page } = contents;
  await page.getByText('هذا الجهاز خارج الخدمة مؤقتًا').waitFor({ timeout: LIMIT_MS });
  await page.getByText('This kiosk is out of service for now').waitFor();
  assert.equal(await page.evaluate(() => document.scripts.length), 0);
  await page.evaluate(async () => document.fonts.ready);
  assert.equal(await page.evaluate(() => [...document.fonts].every(({ status }) => status === 'loaded')), true);
  if (values.picture !== undefined) await page.screenshot({ path: values.picture });
});

await check('ends in order when it is told to', async () => {
  process.emit('SIGTERM');
  assert.equal(await Promise.race([electron.app.exited, timeout('the end')]), 0);
});

await electron.closeBrowser();
await demo.close();
checks.end();

/** What the page complained about, breaches of its own policy among it. */
function pageErrors(): readonly string[] {
  return happened.filter((line) => line.startsWith('page error: '));
}

async function screen(id: string): Promise<void> {
  await contents.page.locator(`[data-screen="${id}"]`).waitFor({ timeout: LIMIT_MS });
}

/** The View as the kiosk process sends it to a page that asks. */
async function view(): Promise<View> {
  return contents.page.evaluate(
    async () =>
      new Promise<View>((resolve) => {
        const { raha } = globalThis as unknown as { raha: PreloadBridge };
        const stop = raha.onView((current) => {
          stop();
          resolve(current);
        });
        raha.requestView();
      }),
  );
}

/** Acts as a visitor on the current step and waits for the screen that follows. */
async function act(action: Action, next: ScreenId): Promise<void> {
  const { step } = await view();
  await contents.page.evaluate(
    (intent) => (globalThis as unknown as { raha: PreloadBridge }).raha.sendIntent(intent),
    { step, action },
  );
  await screen(next);
}

/** Ends the renderer from inside, as a bug of Chromium would. */
async function crash(): Promise<void> {
  await contents.page.goto('chrome://crash').catch(() => undefined);
}

function hasPage(): boolean {
  try {
    return contents.page.url().startsWith('http');
  } catch {
    return false;
  }
}

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const endMs = performance.now() + LIMIT_MS;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function timeout(what: string): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, LIMIT_MS));
  throw new Error(`waited in vain: ${what}`);
}
