import { fault, ok, type Result } from '../../domain/result.ts';
import type { KioskConfig } from '../config.ts';
import { SYSTEM_CLOCK } from '../guarded-page.ts';
import { powerOff, restartComputer } from '../staff/power.ts';
import { startKioskProcess } from '../start.ts';
import { readUsableConfig } from '../usable-config.ts';
import { readArguments } from './arguments.ts';
import { describeBug } from '../bug.ts';
import { connectWindow } from './host.ts';
import { watchOver } from '../watchdog.ts';
import type { BuiltProgram } from './program-files.ts';
import { exitNow, prepareShell, startShell } from './shell.ts';
import type { Shell } from './shell-port.ts';

const EXIT_BUG = 1;
const EXIT_BAD_INPUT = 2;
/** How long the out-of-service page stays up after a bug before the program starts anew. */
const REST_AFTER_BUG_MS = 10_000;

interface HostConfig {
  readonly config: KioskConfig;
  readonly configFile: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs the kiosk until it is told to end. A wrong configuration ends it with one line and code 2, before anything is
 * shown. Has to be called before Electron is ready, so nothing here waits before `prepareShell`.
 */
export function runElectronHost(program: BuiltProgram, commandLine: readonly string[], environment: Environment): void {
  const config = readHostConfig(program, commandLine, environment);
  if (!config.ok) {
    say(config.fault);
    return exitNow(EXIT_BAD_INPUT);
  }
  if (!prepareShell()) {
    say('the kiosk already runs on this machine');
    return exitNow(0);
  }
  const rescue = new Rescue();
  process.on('uncaughtException', (error) => rescue.failed(error));
  process.on('unhandledRejection', (error) => rescue.failed(error));
  start(program, config.value, rescue).catch((error: unknown) => rescue.failed(error));
}

async function start(program: BuiltProgram, { config, configFile }: HostConfig, rescue: Rescue): Promise<void> {
  const shell = await startShell(program);
  rescue.shell = shell;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shell.quit());
  const running = await startKioskProcess(config, program.kiosk, {
    startDevices: shell.startDevices,
    host: {
      name: () => `Electron ${process.versions['electron'] ?? ''}, Chromium ${process.versions['chrome'] ?? ''}`,
      reloadPage: () => host.reload(),
      restartApp: () => shell.relaunch(),
      shutDown: powerOff,
      remote: {
        restartComputer,
        configurationFault: () => {
          const anew = readUsableConfig(configFile, program.kiosk.assets);
          return anew.ok ? null : anew.fault;
        },
        capture: () => host.capture(),
      },
    },
  });
  const host = connectWindow(running.kiosk, shell, SYSTEM_CLOCK);
  const endWatch = watchOver(running.health, process.env);
  shell.onQuit(async () => {
    endWatch();
    host.close();
    await running.close();
  });
  if (running.dockUrl !== null) process.stdout.write(`dock at ${running.dockUrl}\n`);
}

/** After a bug nothing of this process can be relied on: an honest screen goes up and the program starts anew. */
class Rescue {
  shell: Shell | null = null;
  #isFailing = false;

  failed(error: unknown): void {
    say(describeBug(error));
    if (this.#isFailing) return;
    this.#isFailing = true;
    const { shell } = this;
    if (shell === null) return exitNow(EXIT_BUG);
    shell.showFailure();
    setTimeout(() => shell.relaunch(), REST_AFTER_BUG_MS);
  }
}

function readHostConfig(program: BuiltProgram, commandLine: readonly string[], environment: Environment): Result<HostConfig, string> {
  const read = readArguments(commandLine, environment);
  if (!read.ok) return read;
  const { configFile, foreignSwitches } = read.value;
  const config = readUsableConfig(configFile, program.kiosk.assets);
  if (!config.ok) return config;
  const [foreign] = foreignSwitches;
  if (config.value.mode === 'production' && foreign !== undefined)
    return fault(`${foreign}: not accepted when mode is "production"`);
  return ok({ config: config.value, configFile });
}

function say(line: string): void {
  process.stderr.write(`raha: ${line}\n`);
}
