import { parseArgs } from 'node:util';
import { join } from 'node:path';
import type { ProgramFiles, RunningKiosk } from '../start.ts';
import { findChromium, hasDisplay, openKioskWindow, type KioskWindow } from './chromium.ts';
import { readPageFiles } from '../page-files.ts';
import { startPageServer } from './server.ts';

/**
 * The kiosk without Electron: `node out/standalone/main.mjs --config FILE [--port N] [--no-window]`. Serves the page on
 * loopback and opens Chromium over the whole screen.
 */
const out = process.stdout;

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
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
const files: ProgramFiles = {
  assets: join(here, '../assets'),
  receiptFonts: join(here, '../assets/fonts'),
  deviceHost: join(here, 'devices.mjs'),
};

const { configFile, port, window } = readArguments();

// Chromium takes longer to come up than the kiosk does, so it is started first and its first request waits. Everything
// heavy is imported meanwhile.
let opened: KioskWindow | null = null;
const running = startKiosk();
const server = await startPageServer(
  running.then(({ kiosk }) => ({ kiosk, files: readPageFiles(join(here, '../renderer')) })),
  port,
);
out.write(`page at ${server.url}\n`);

const chromium = findChromium();
if (window && hasDisplay() && chromium !== null) {
  opened = openKioskWindow(chromium, server.url, () => process.stderr.write('the window went away and is opened again\n'));
} else if (window) {
  out.write(chromium === null ? 'no Chromium found (CHROME_PATH names one)\n' : 'no display: open the URL yourself\n');
}
const started = await running;
if (started.dockUrl !== null) out.write(`dock at ${started.dockUrl}\n`);

async function startKiosk(): Promise<RunningKiosk> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig(configFile);
  if (!config.ok) {
    opened?.close();
    return fail(config.fault);
  }
  const { startKioskProcess } = await import('../start.ts');
  return startKioskProcess(config.value, files);
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  opened?.close();
  await server.close();
  await started.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
