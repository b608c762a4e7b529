import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Everything that is built, in order. `node scripts/build.ts page` builds one part. */
const PARTS = {
  contract: ['node', 'contract/generate.ts'],
  page: ['vite', 'build'],
  assets: ['node', 'scripts/copy-assets.ts'],
  standalone: ['vite', 'build', '--config', 'vite.standalone.config.ts'],
  electron: ['node', 'scripts/build-electron.ts'],
} as const;
type Part = keyof typeof PARTS;

const isPart = (name: string): name is Part => Object.hasOwn(PARTS, name);

/** Builds the named parts, or all of them; throws when one can't be built. */
export function build(parts: readonly Part[]): void {
  for (const part of parts) {
    const [command, ...args] = PARTS[part];
    const executable = command === 'node' ? process.execPath : `node_modules/.bin/${command}`;
    const { status, stdout, stderr } = spawnSync(executable, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`building ${part} failed:\n${stdout}${stderr}`);
  }
}

/** The contract's types aren't in git; everything that runs from source needs them. */
export const isGenerated = (): boolean => existsSync('contract/generated');

if (import.meta.main) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !isPart(name));
  if (unknown !== undefined) {
    console.error(`no part "${unknown}" to build: expected ${Object.keys(PARTS).join(', ')}`);
    process.exit(2);
  }
  build(wanted.length === 0 ? (Object.keys(PARTS) as Part[]) : wanted.filter(isPart));
}
