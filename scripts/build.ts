import { readArguments, refuse, type Command } from '../src/command-line/command-line.ts';
import { runTool, type Tool } from './tools.ts';

/** Everything that is built, in order. */
const PARTS: Readonly<Record<string, readonly [Tool | `${string}.ts`, ...string[]]>> = {
  contract: ['contract/generate.ts'],
  page: ['vite', 'build'],
  dashboard: ['vite', 'build', '--config', 'vite.dashboard.config.ts'],
  assets: ['scripts/copy-assets.ts'],
  natives: ['scripts/copy-natives.ts'],
  standalone: ['vite', 'build', '--config', 'vite.standalone.config.ts'],
  electron: ['vite', 'build', '--config', 'vite.electron.config.ts'],
  devices: ['vite', 'build', '--config', 'vite.electron.config.ts', '--mode', 'devices'],
  preload: ['vite', 'build', '--config', 'vite.electron.config.ts', '--mode', 'preload'],
};

/** Builds the named parts, or all of them; throws when one can't be built. */
export function build(names: readonly string[] = Object.keys(PARTS)): void {
  for (const name of names) {
    const part = PARTS[name];
    if (part === undefined) throw new Error(`no part "${name}" to build: expected ${Object.keys(PARTS).join(', ')}`);
    const [tool, ...args] = part;
    const { ok, output } = runTool(tool, args);
    if (!ok) throw new Error(`building ${name} failed:\n${output}`);
  }
}

const BUILD: Command = {
  call: 'npm run build',
  takes: '[PART …]',
  does: `Everything that is built, or some of it: ${Object.keys(PARTS).join(', ')}.`,
};

if (import.meta.main) {
  const { positionals } = readArguments(BUILD, { allowPositionals: true });
  const unknown = positionals.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) refuse(BUILD, `no part "${unknown}" to build: expected ${Object.keys(PARTS).join(', ')}`);
  try {
    build(positionals.length > 0 ? positionals : undefined);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
