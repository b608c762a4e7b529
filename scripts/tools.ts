import { spawnSync } from 'node:child_process';

/** The command-line tools of the project, by the script that Node 24 runs: the system's Node may be older. */
const TOOLS = {
  tsc: 'node_modules/typescript/bin/tsc',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
} as const;
export type Tool = keyof typeof TOOLS;

export interface ToolResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs one of the project's tools, or a script of its own, to its end. */
export function runTool(tool: Tool | `${string}.ts`, args: readonly string[], env: NodeJS.ProcessEnv = {}): ToolResult {
  const script = tool in TOOLS ? TOOLS[tool as Tool] : tool;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: status === 0, output: stdout + stderr };
}
