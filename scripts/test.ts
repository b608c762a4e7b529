import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { readArguments } from '../src/command-line/command-line.ts';
import { build } from './build.ts';
import { ensureChromium } from './install-chromium.ts';
import { installTestTools } from './install-test-tools.ts';
import { runTool, type Tool } from './tools.ts';

readArguments(
  {
    call: 'npm test',
    takes: '',
    does: `Everything that a fresh machine can run, one step after the other (two cores are enough for one). Ends with
"N passed, N failed" over all of them.`,
  },
  {},
);

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  run(): { readonly count: Count; readonly output: string };
}

const RESULTS = 'out/results';
const ONE = { ok: { passed: 1, failed: 0 }, broken: { passed: 0, failed: 1 } };

/** A step that either holds or doesn't. */
function check(name: string, tool: Tool | `${string}.ts`, ...args: string[]): Step {
  return {
    name,
    run: () => {
      const { ok, output } = runTool(tool, args);
      return { count: ok ? ONE.ok : ONE.broken, output };
    },
  };
}

/** A step that ends with its own line `N passed, N failed`. */
function suite(name: string, script: `${string}.ts`): Step {
  return {
    name,
    run: () => {
      const { ok, output } = runTool(script, []);
      const line = [...output.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1);
      if (line === undefined) return { count: ONE.broken, output };
      const count = { passed: Number(line[1]), failed: Number(line[2]) };
      return { count: ok || count.failed > 0 ? count : ONE.broken, output };
    },
  };
}

const building: Step = {
  name: 'build',
  run: () => {
    try {
      build();
      return { count: ONE.ok, output: '' };
    } catch (error) {
      return { count: ONE.broken, output: error instanceof Error ? error.message : String(error) };
    }
  },
};

const unit: Step = {
  name: 'unit and integration',
  run: () => {
    const file = `${RESULTS}/vitest.json`;
    rmSync(file, { force: true });
    const { ok, output } = runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile=${file}`]);
    const report = readReport(file) as { numPassedTests: number; numFailedTests: number } | null;
    const failed = Math.max(report?.numFailedTests ?? 0, ok ? 0 : 1);
    return { count: { passed: report?.numPassedTests ?? 0, failed }, output };
  },
};

const endToEnd: Step = {
  name: 'end to end in Chromium',
  run: () => {
    const file = `${RESULTS}/playwright.json`;
    rmSync(file, { force: true });
    const { ok, output } = runTool('playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
    const report = readReport(file) as { stats: { expected: number; unexpected: number; flaky: number } } | null;
    const stats = report?.stats;
    const failed = Math.max((stats?.unexpected ?? 0) + (stats?.flaky ?? 0), ok ? 0 : 1);
    return { count: { passed: stats?.expected ?? 0, failed }, output };
  },
};

/** Real node-hid and serialport against emulated USB devices under a real kernel; says so where it can't run. */
const lab: Step = {
  name: 'hardware lab',
  run: () => {
    const { ok, output } = runTool('lab/run.ts', []);
    if (output.includes('SKIPPED')) return { count: { passed: 0, failed: 0 }, output };
    const [passed, failed] = ['pass', 'fail'].map((word) => Number(new RegExp(`ℹ ${word} (\\d+)`).exec(output)?.[1] ?? 0));
    return { count: { passed: passed ?? 0, failed: Math.max(failed ?? 0, ok ? 0 : 1) }, output };
  },
};

/** A runner that died before it could report counts as one failure. */
function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

const STEPS: readonly Step[] = [
  building,
  check('typecheck', 'scripts/typecheck.ts'),
  check('lint', 'oxlint', '--type-aware'),
  unit,
  endToEnd,
  suite('Electron bundles on a double', 'scripts/electron-double.ts'),
  suite('package', 'scripts/check-package.ts'),
  lab,
];

const LAST_CHARACTERS = 20_000;

function runAll(): Count {
  let [passed, failed] = [0, 0];
  for (const step of STEPS) {
    const startedMs = Date.now();
    const { count, output } = step.run();
    passed += count.passed;
    failed += count.failed;
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    console.log(`${count.failed === 0 ? '✓' : '✗'} ${step.name}: ${String(count.passed)} passed, ${String(count.failed)} failed (${seconds} s)`);
    for (const [line] of output.matchAll(/^.*SKIPPED.*$/gm)) console.log(`  ${line.trim()}`);
    if (count.failed > 0) console.log(output.slice(-LAST_CHARACTERS));
  }
  return { passed, failed };
}

if (ensureChromium() === null) process.exit(2);
installTestTools();
mkdirSync(RESULTS, { recursive: true });
const { failed, passed } = runAll();
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exit(failed === 0 ? 0 : 1);
