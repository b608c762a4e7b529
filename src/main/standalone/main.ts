import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import type { ProgramFiles, RunningKiosk } from '../start.ts';
import type { Kiosk } from '../kiosk.ts';
import { readPageFiles } from '../../page-files/page-files.ts';
import { chromiumVersion, findChromium, hasDisplay } from './chromium.ts';
import { endOnBug } from './end-on-bug.ts';
import { showPage, type ShownPage } from './show.ts';
import { startPageServer } from './server.ts';

/**
 * The kiosk without Electron: `node out/standalone/main.mjs --config FILE [--port N] [--no-window]`. Serves the page on
 * loopback and opens Chromium over the whole screen.
 */
const out = process.stdout;

const EXIT_BAD_INPUT = 2;
/** No success, so that `Restart=on-failure` starts the program anew as well. */
const EXIT_RESTART = 1;

function fail(sentence: string, exitCode = EXIT_BAD_INPUT): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
}

function readArguments(): { configFile: string; port: number; window: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        config: { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-window': { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (values.config === undefined) return fail('which configuration? start with --config FILE');
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return fail(`--port: expected 0 to 65535`);
    return { configFile: values.config, port, window: !values['no-window'] };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const here = import.meta.dirname;
/** Where the build puts things, seen from out/standalone. */
const program: ProgramFiles = {
  assets: join(here, '../assets'),
  receiptFonts: join(here, '../assets/fonts'),
  pdfFonts: join(here, '../assets/fonts'),
  faultScripts: join(here, '../assets/faults'),
  deviceHost: join(here, 'devices.mjs'),
};

const { configFile, port, window } = readArguments();

/** Longest wait for a page; then the kiosk starts all the same. */
const PAGE_LIMIT_MS = 1_500;
/** Longest time to put things away; what hangs then ends with the program. */
const STOP_LIMIT_MS = 5_000;

// On two cores whatever runs beside Chromium's start delays it, so the kiosk's own parts are imported when the page,
// which draws its first picture by itself, asks for the bridge.
const { promise: kiosk, resolve: provideKiosk } = Promise.withResolvers<Kiosk>();
let shown: ShownPage | null = null;
let running: RunningKiosk | null = null;
let endWatch = (): void => undefined;
let stopping = false;
// Chromium runs in a process group of its own and would outlive this process.
endOnBug(EXIT_RESTART, () => shown?.close());
const files = new Map([...readPageFiles(join(here, '../renderer')), ...readPageFiles(join(here, 'pages'))]);
const onConnection = (connected: boolean): void => shown?.connection(connected);
const server = await startPageServer({ files, kiosk, onConnection }, port).catch(() => fail(`--port: ${String(port)} is taken, or not ours to take`));
const chromium = findChromium();
if (window && chromium !== null && hasDisplay()) shown = showPage({ executable: chromium, server, relaunch });
process.once('SIGTERM', () => void stop(0));
process.once('SIGINT', () => void stop(0));
const { readUsableConfig } = await import('../usable-config.ts');
const config = readUsableConfig(configFile, program.assets);
if (!config.ok) {
  // Long before Chromium has a window to show.
  shown?.close();
  fail(config.fault);
}
if (window && shown === null) {
  const lack = chromium === null ? 'no Chromium found (CHROME_PATH names one)' : 'no display (DISPLAY or WAYLAND_DISPLAY names one)';
  // A kiosk that nobody sees must not pass for one that runs.
  if (config.value.mode === 'production') fail(`${lack}: nothing can be shown, so the program ends to be started anew`, EXIT_RESTART);
  out.write(`${lack}: open the URL yourself\n`);
}
// The token in the address opens the bridge; where nobody has to type it no log may hold it.
const isForPeople = shown === null || config.value.mode === 'demo';
out.write(`page at ${isForPeople ? server.url : new URL(server.url).origin}\n`);
await Promise.race([server.pageIsUp, delay(PAGE_LIMIT_MS)]);
const { startKioskProcess } = await import('../start.ts');
const { pageFaultsIn } = await import('../fault-targets.ts');
const { powerOff, restartComputer } = await import('../staff/power.ts');
const { watchOver } = await import('../watchdog.ts');
let browser: string | null = null;
running = await startKioskProcess(config.value, program, {
  pageFaults: shown === null ? null : pageFaultsIn(() => shown?.window ?? null),
  host: {
    // Asked when staff look at the versions, so that the start doesn't wait for it.
    name: () => (browser ??= chromiumVersion(chromium)),
    reloadPage: () => shown?.reload(),
    restartApp: () => void stop(EXIT_RESTART),
    shutDown: powerOff,
    remote: {
      restartComputer,
      configurationFault: () => {
        const anew = readUsableConfig(configFile, program.assets);
        return anew.ok ? null : anew.fault;
      },
      // The page is in a browser of its own, which shows it to nobody else.
      capture: null,
    },
  },
});
provideKiosk(running.kiosk);
shown?.follow(running.kiosk);
endWatch = watchOver(running.health, process.env);
if (running.dockUrl !== null) out.write(`dock at ${running.dockUrl}\n`);

/** Whoever started this program (systemd, a service manager) starts it again. */
function relaunch(): void {
  process.stderr.write('the page stays dead, so the program ends to be started anew\n');
  void stop(EXIT_RESTART);
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(code), STOP_LIMIT_MS);
  endWatch();
  shown?.close();
  await server.close();
  await running?.close();
  process.exit(code);
}
