import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, refuse, type Command } from '../src/command-line/command-line.ts';
import type { DeviceSetup, FromDevices } from '../src/devices/process-messages.ts';
import { Checks } from './checks.ts';
import { makeFakeElectron, type Platform } from './fake-electron-dist.ts';
import { runTool } from './tools.ts';

const CHECK: Command = {
  call: 'npm run package:check',
  takes: '[--built DIR]',
  does: `Packs for Linux and Windows around a stand-in for Electron's binary and looks into the packages; with --built into one that was
built with the real one, such as release/linux-unpacked.`,
};

const PACKED: Readonly<Record<Platform, { readonly directory: string; readonly program: string }>> = {
  linux: { directory: 'release/linux-unpacked', program: 'raha' },
  win: { directory: 'release/win-unpacked', program: 'raha.exe' },
};

/** Everything that may be in app.asar. A new kind of file has to be added here on purpose. */
const ALLOWED = [
  /^\/package\.json$/,
  /^\/out\/electron\/main\/index\.mjs$/,
  /^\/out\/electron\/devices\/(index\.mjs|harfbuzz\.wasm)$/,
  /^\/out\/electron\/devices\/node_modules\/.+(\.js|\.json|\/licen[cs]e[\w.-]*)$/i,
  /^\/out\/electron\/preload\/index\.cjs$/,
  /^\/out\/electron\/pages\/(out-of-service\.(html|css)|[a-z0-9-]+\.woff2)$/,
  /^\/out\/renderer\/index\.html$/,
  /^\/out\/renderer\/assets\/[\w.-]+\.(js|css|woff2|svg)$/,
  /^\/out\/assets\/locales\/[a-z]{2,3}\/[a-z-]+\.json$/,
  /^\/out\/assets\/art\/[a-z-]+\.svg$/,
  /^\/out\/assets\/dock\/[a-z-]+\.(html|css|js)$/,
  /^\/out\/assets\/fonts\/[a-z0-9-]+\.woff$/,
  /^\/out\/assets\/faults\/[a-z0-9-]+\.json$/,
];

/** The native code, outside app.asar: of this one system and of nothing else. */
const NATIVE: Readonly<Record<Platform, readonly string[]>> = {
  linux: [
    '/out/electron/devices/node_modules/@serialport/bindings-cpp/prebuilds/linux-x64/@serialport+bindings-cpp.glibc.node',
    '/out/electron/devices/node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node',
  ],
  win: [
    '/out/electron/devices/node_modules/@serialport/bindings-cpp/prebuilds/win32-x64/@serialport+bindings-cpp.node',
    '/out/electron/devices/node_modules/node-hid/prebuilds/HID-win32-x64/node-napi-v4.node',
  ],
};

/** A reader that needs the module before it can be found missing. */
const READERS: Readonly<Record<string, DeviceSetup['reader']>> = {
  'node-hid': { driver: 'auto', vendorId: null, productId: null, serialNumber: 'no such reader' },
  serialport: {
    driver: 'mrz-text',
    vendorId: null,
    productId: null,
    serialNumber: null,
    path: '/dev/no-such-reader',
    baudRate: 9600,
  },
};

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

const MAX_PACKAGE_BYTES = 9_000_000;

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

const checks = new Checks();
const { check } = checks;

const { values } = readArguments(CHECK, { options: { built: { type: 'string' } } });
if (values.built !== undefined && !existsSync(join(values.built, 'resources/app.asar')))
  refuse(CHECK, `--built: ${values.built} holds no packed program (resources/app.asar)`);
if (values.built !== undefined) await lookAt(values.built, existsSync(join(values.built, 'raha.exe')) ? 'win' : 'linux');
else for (const platform of ['linux', 'win'] as const) await packAndLook(platform);
checks.end();

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
  await check(`${platform}: the package holds nothing else: no other modules, no sources, no maps`, () => {
    const others = files().filter((file) => !NATIVE[platform].includes(file));
    assert.deepEqual(others.filter((file) => !ALLOWED.some((allowed) => allowed.test(file))), []);
  });
  await check(`${platform}: native code of this system, and nothing else, lies outside the archive`, () => {
    const unpacked = readdirSync(`${asar}.unpacked`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(`${asar}.unpacked`.length).replaceAll('\\', '/'));
    assert.deepEqual(unpacked.sort(), [...NATIVE[platform]].sort());
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
  if (platform !== 'linux') return;
  const program = mkdtempSync(join(tmpdir(), 'raha-package-'));
  extractAll(asar, program);
  for (const [module, reader] of Object.entries(READERS).filter(([module]) => canLoad(module)))
    await check(`linux: the packed device process loads ${module}`, () => assertLoads(program, reader));
  await check('linux: what was packed runs by itself', () => {
    const { ok, output } = runTool('scripts/electron-double.ts', ['--program', program]);
    assert.ok(ok, output);
  });
  rmSync(program, { recursive: true });
}

/** Whether this computer has the system's libraries that the module is linked with. */
function canLoad(module: string): boolean {
  const { status } = spawnSync(process.execPath, ['-e', `require('${module}').devices?.()`]);
  if (status !== 0) console.log(`SKIPPED  the packed ${module} was not loaded: this computer can't load it at all`);
  return status === 0;
}

/** Starts the packed device process where no node_modules lie above it, and hears what it says about its reader. */
async function assertLoads(program: string, reader: DeviceSetup['reader']): Promise<void> {
  const setup: DeviceSetup = {
    reader,
    documents: ['national_id', 'iqama'],
    printer: {
      address: 'tcp://127.0.0.1:9',
      widthDots: 576,
      profile: 'P1',
      provisioning: null,
      believesProcessId: true,
      waitForPaperMs: 0,
      hasUnfinishedJob: false,
    },
    files: { receiptFonts: join(program, 'out/assets/fonts'), emblem: join(program, 'out/assets/art/emblem.svg') },
  };
  const host = join(program, 'out/electron/devices/index.mjs');
  const child = fork(host, [], { cwd: program, execArgv: [], serialization: 'advanced' });
  const trouble = new Promise<string | null>((resolve, reject) => {
    child.on('message', (message: FromDevices) => {
      if (message.type === 'event' && message.event.type === 'device.trouble') resolve(message.event.trouble);
    });
    child.once('exit', () => reject(new Error('the device process ended')));
  });
  child.send({ type: 'setup', setup });
  try {
    assert.equal(await trouble, 'no_reader');
  } finally {
    child.kill('SIGKILL');
  }
}

function sizeOf(asar: string, file: string): number {
  const entry = statFile(asar, file.slice(1));
  return 'size' in entry ? entry.size : 0;
}
