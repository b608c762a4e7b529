import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CHECKOUT_ROOT } from './checkout.ts';

/**
 * Gathers what the packed device process loads at run time and can't have in its bundle, because it comes with native
 * code: node-hid and serialport with what they need, in out/natives/<system>. All of it is N-API, so the same files run
 * in Node and in Electron.
 */
const ROOTS = ['node-hid', 'serialport'];
/** Headers for building; nothing loads them. */
const NEEDED_TO_BUILD = new Set(['node-addon-api']);

/** The native code of each system, as electron-builder calls the system. */
const NATIVES: Readonly<Record<string, readonly string[]>> = {
  'linux-x64': ['/HID_hidraw-linux-x64/', '/linux-x64/@serialport+bindings-cpp.glibc.node'],
  'win-x64': ['/HID-win32-x64/', '/win32-x64/'],
};

const MODULES = join(CHECKOUT_ROOT, 'node_modules');

/** The folder of a package as Node finds it from another one. */
function folderOf(name: string, from: string): string {
  for (let folder = from; folder.startsWith(CHECKOUT_ROOT); folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return found;
  }
  throw new Error(`${name} is not installed`);
}

/** The folders of some packages and of all that they depend on. */
function closure(names: readonly string[], from: string, found = new Set<string>()): ReadonlySet<string> {
  for (const name of names.filter((each) => !NEEDED_TO_BUILD.has(each))) {
    const folder = folderOf(name, from);
    if (found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    closure(Object.keys(dependencies), folder, found);
  }
  return found;
}

/** What runs, and the licences under which it may be passed on. */
function isWanted(file: string, natives: readonly string[]): boolean {
  if (file.endsWith('.node')) return natives.some((native) => file.includes(native));
  return /\.(js|json)$/.test(file) || /\/LICENSE[\w.-]*$/i.test(file);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

rmSync('out/natives', { recursive: true, force: true });
for (const [system, natives] of Object.entries(NATIVES))
  for (const folder of closure(ROOTS, CHECKOUT_ROOT)) {
    const own = filesIn(folder).filter((file) => !relative(folder, file).startsWith('node_modules'));
    for (const file of own.filter((each) => isWanted(each.replaceAll('\\', '/'), natives)))
      cpSync(file, join('out/natives', system, relative(MODULES, file)));
  }
