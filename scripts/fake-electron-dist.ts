import { createPackage } from '@electron/asar';
import { FuseState } from '@electron/fuses';
import { createRequire } from 'node:module';
import { appendFileSync, copyFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A stand-in for the folder of Electron's binary, so that electron-builder runs whole where the binary isn't: it selects
 * files, writes app.asar and its hash, edits resources and sets the fuses. What comes out can be looked at, not started.
 */
export type Platform = 'linux' | 'win';

const require = createRequire(import.meta.url);

/** Marks where a binary keeps its fuses: this text, a version, a count, and one state for each fuse. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;
/** As Electron 45 comes: nine fuses, in the order of `FuseV1Options`. */
const FUSES_AS_SHIPPED = [
  FuseState.ENABLE,
  FuseState.DISABLE,
  FuseState.ENABLE,
  FuseState.ENABLE,
  FuseState.DISABLE,
  FuseState.DISABLE,
  FuseState.DISABLE,
  FuseState.ENABLE,
  FuseState.ENABLE,
];

/** electron-builder edits the resources of a Windows program, so it has to be a real one, and an unsigned one. */
const PROGRAMS: Readonly<Record<Platform, { readonly name: string; readonly source: () => string }>> = {
  linux: { name: 'electron', source: () => '/bin/true' },
  win: {
    name: 'electron.exe',
    source: () => join(dirname(require.resolve('electron-winstaller/package.json')), 'vendor/7z-x64.exe'),
  },
};

const COMPANIONS = ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'chrome_crashpad_handler'];

/** Writes the stand-in into a folder, which is emptied first. */
export async function makeFakeElectron(platform: Platform, directory: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, 'resources'), { recursive: true });
  mkdirSync(join(directory, 'locales'));
  const { name, source } = PROGRAMS[platform];
  const program = join(directory, name);
  copyFileSync(source(), program);
  appendFileSync(
    program,
    Buffer.concat([
      Buffer.from(FUSE_SENTINEL),
      Buffer.from([FUSE_VERSION, FUSES_AS_SHIPPED.length]),
      Buffer.from(FUSES_AS_SHIPPED),
    ]),
  );
  chmodSync(program, 0o755);
  for (const file of [...COMPANIONS, 'locales/ar.pak', 'locales/en-US.pak']) writeFileSync(join(directory, file), '');
  writeFileSync(join(directory, 'version'), (require('electron/package.json') as { version: string }).version);
  await writeDefaultApp(join(directory, 'resources/default_app.asar'));
}

async function writeDefaultApp(file: string): Promise<void> {
  const empty = mkdtempSync(join(tmpdir(), 'raha-default-app-'));
  writeFileSync(join(empty, 'main.js'), '');
  await createPackage(empty, file);
  rmSync(empty, { recursive: true });
}
