import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFakeElectron, type Platform } from './fake-electron-dist.ts';
import { runTool } from './tools.ts';

/**
 * Looks into the package: `node scripts/check-package.ts` packs for Linux and Windows around a stand-in for Electron's
 * binary first; `--built release/linux-unpacked` looks at a package that was built with the real one.
 */
const PACKED: Readonly<Record<Platform, { readonly directory: string; readonly program: string }>> = {
  linux: { directory: 'release/linux-unpacked', program: 'raha' },
  win: { directory: 'release/win-unpacked', program: 'raha.exe' },
};

/** Everything that may be in app.asar. A new kind of file has to be added here on purpose. */
const ALLOWED = [
  /^\/package\.json$/,
  /^\/out\/electron\/main\/index\.mjs$/,
  /^\/out\/electron\/devices\/(index\.mjs|harfbuzz\.wasm)$/,
  /^\/out\/electron\/preload\/index\.cjs$/,
  /^\/out\/electron\/pages\/(out-of-service\.(html|css)|[a-z0-9-]+\.woff2)$/,
  /^\/out\/renderer\/index\.html$/,
  /^\/out\/renderer\/assets\/[\w.-]+\.(js|css|woff2|svg)$/,
  /^\/out\/assets\/locales\/[a-z]{2,3}\/[a-z-]+\.json$/,
  /^\/out\/assets\/art\/[a-z-]+\.svg$/,
  /^\/out\/assets\/dock\/[a-z-]+\.(html|css|js)$/,
  /^\/out\/assets\/fonts\/[a-z0-9-]+\.woff$/,
];

/** What the kiosk can't start without, or can't say it is out of service without. */
const REQUIRED = [
  '/package.json',
  '/out/electron/main/index.mjs',
  '/out/electron/devices/index.mjs',
  '/out/electron/devices/harfbuzz.wasm',
  '/out/electron/preload/index.cjs',
  '/out/electron/pages/out-of-service.html',
  '/out/electron/pages/out-of-service.css',
  '/out/renderer/index.html',
  '/out/assets/locales/ar/page.json',
  '/out/assets/locales/ar/receipt.json',
  '/out/assets/locales/en/page.json',
  '/out/assets/art/emblem.svg',
  '/out/assets/fonts/noto-sans-arabic-arabic-700-normal.woff',
];

const MAX_PACKAGE_BYTES = 8_000_000;

const { ENABLE, DISABLE } = FuseState;
const FUSES: Readonly<Record<FuseV1Options, FuseState>> = {
  [FuseV1Options.RunAsNode]: DISABLE,
  [FuseV1Options.EnableCookieEncryption]: ENABLE,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
  [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
  [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
  // Not settable by electron-builder; as Electron ships it. HarfBuzz is the only WebAssembly here, and our own.
  [FuseV1Options.WasmTrapHandlers]: ENABLE,
};

let passed = 0;
let failed = 0;

const { values } = parseArgs({ options: { built: { type: 'string' } } });
if (values.built !== undefined) await lookAt(values.built, existsSync(join(values.built, 'raha.exe')) ? 'win' : 'linux');
else for (const platform of ['linux', 'win'] as const) await packAndLook(platform);
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exit(failed === 0 ? 0 : 1);

async function packAndLook(platform: Platform): Promise<void> {
  await check(`${platform}: electron-builder packs the kiosk`, async () => {
    const standIn = join('out', `fake-electron-${platform}`);
    await makeFakeElectron(platform, standIn);
    rmSync(PACKED[platform].directory, { recursive: true, force: true });
    const args = ['node_modules/electron-builder/cli.js', `--${platform}`, 'dir', `-c.electronDist=${standIn}`];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(status, 0, stdout + stderr);
  });
  await lookAt(PACKED[platform].directory, platform);
}

async function lookAt(directory: string, platform: Platform): Promise<void> {
  const asar = join(directory, 'resources/app.asar');
  const files = (): string[] =>
    listPackage(asar, { isPack: false })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => !('files' in statFile(asar, file.slice(1))));
  const text = (file: string): string => extractFile(asar, file).toString('utf8');

  await check(`${platform}: the package holds what it needs`, () => {
    const present = new Set(files());
    assert.deepEqual(REQUIRED.filter((file) => !present.has(file)), []);
  });
  await check(`${platform}: the package holds nothing else: no node_modules, no sources, no maps`, () => {
    assert.deepEqual(files().filter((file) => !ALLOWED.some((allowed) => allowed.test(file))), []);
    assert.equal(existsSync(`${asar}.unpacked`), false);
  });
  await check(`${platform}: the package is small`, () => {
    const bytes = files().reduce((sum, file) => sum + sizeOf(asar, file), 0);
    assert.ok(bytes < MAX_PACKAGE_BYTES, `${String(bytes)} bytes`);
  });
  await check(`${platform}: the bundles need only Electron and Node`, () => {
    const main = text('out/electron/main/index.mjs');
    const needed = [...main.matchAll(/^import .*?["']([^"']+)["'];?$/gm)].map(([, name = '']) => name);
    assert.ok(needed.includes('electron'));
    assert.deepEqual(needed.filter((name) => name !== 'electron' && !isBuiltin(name)), []);
    const required = [...text('out/electron/preload/index.cjs').matchAll(/require\(["']([^"']+)["']\)/g)];
    assert.deepEqual(required.map(([, name]) => name), ['electron']);
  });
  await check(`${platform}: Electron starts what was built`, () => {
    assert.equal((JSON.parse(text('package.json')) as { main: string }).main, 'out/electron/main/index.mjs');
  });
  await check(`${platform}: the fuses are set`, async () => {
    const wire = await getCurrentFuseWire(join(directory, PACKED[platform].program));
    const states = Object.fromEntries(Object.keys(FUSES).map((fuse) => [fuse, wire[Number(fuse) as FuseV1Options]]));
    assert.deepEqual(states, FUSES);
  });
  if (platform === 'linux') await check('linux: what was packed runs by itself', () => runPacked(asar));
}

/** Runs the packed files from a folder that has no node_modules above it, with a real Chromium in Electron's place. */
function runPacked(asar: string): void {
  const program = mkdtempSync(join(tmpdir(), 'raha-package-'));
  extractAll(asar, program);
  const { ok, output } = runTool('scripts/electron-double.ts', ['--program', program]);
  rmSync(program, { recursive: true });
  assert.ok(ok, output);
}

function sizeOf(asar: string, file: string): number {
  const entry = statFile(asar, file.slice(1));
  return 'size' in entry ? entry.size : 0;
}

async function check(name: string, prove: () => void | Promise<void>): Promise<void> {
  try {
    await prove();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`failed  ${name}\n        ${error instanceof Error ? error.message : String(error)}`);
  }
}
