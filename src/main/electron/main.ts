import { readConfig, type KioskConfig } from '../config.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { startKioskProcess } from '../start.ts';
import { readArguments } from './arguments.ts';
import { describeBug } from './bug.ts';
import { connectWindow, SYSTEM_CLOCK } from './host.ts';
import { builtProgram } from './program-files.ts';
import { exitNow, prepareShell, startShell } from './shell.ts';
import type { Shell } from './shell-port.ts';

/** The kiosk as an Electron program. `npm start` and the package both begin here. */

const EXIT_BUG = 1;
const EXIT_BAD_INPUT = 2;
/** How long the out-of-service page stays up after a bug before the program starts anew. */
const REST_AFTER_BUG_MS = 10_000;

const program = builtProgram(import.meta.dirname);
let shell: Shell | null = null;
let isFailing = false;

process.on('uncaughtException', failed);
process.on('unhandledRejection', failed);

const config = readHostConfig();
if (!config.ok) {
  say(config.fault);
  exitNow(EXIT_BAD_INPUT);
} else if (!prepareShell()) {
  say('the kiosk already runs on this machine');
  exitNow(0);
} else {
  run(config.value).catch(failed);
}

async function run(kioskConfig: KioskConfig): Promise<void> {
  const startedShell = await startShell(program);
  shell = startedShell;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => startedShell.quit());
  const running = await startKioskProcess(kioskConfig, program.kiosk);
  const host = connectWindow(running.kiosk, startedShell, SYSTEM_CLOCK);
  startedShell.onQuit(async () => {
    host.close();
    await running.close();
  });
  if (running.dockUrl !== null) process.stdout.write(`dock: ${running.dockUrl}\n`);
}

function readHostConfig(): Result<KioskConfig, string> {
  const read = readArguments(process.argv.slice(1), process.env);
  if (!read.ok) return read;
  const { configFile, foreignSwitches } = read.value;
  const checked = readConfig(configFile);
  if (!checked.ok) return checked;
  const [foreignSwitch] = foreignSwitches;
  if (checked.value.mode === 'production' && foreignSwitch !== undefined)
    return fault(`${foreignSwitch.split('=', 1)[0] ?? ''}: not accepted when mode is "production"`);
  return ok(checked.value);
}

/** A bug: nothing of this process can be relied on, so an honest screen goes up and the program starts anew. */
function failed(error: unknown): void {
  say(describeBug(error));
  if (isFailing) return;
  isFailing = true;
  if (shell === null) return exitNow(EXIT_BUG);
  shell.showFailure();
  setTimeout(() => shell?.relaunch(), REST_AFTER_BUG_MS);
}

function say(line: string): void {
  process.stderr.write(`raha: ${line}\n`);
}
