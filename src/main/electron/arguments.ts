import { fault, ok, type Result } from '../../domain/result.ts';

/** What the kiosk was started with. */
export interface HostArguments {
  readonly configFile: string;
  /** Names of switches for Electron or Chromium that somebody added; a kiosk in production accepts none of them. */
  readonly foreignSwitches: readonly string[];
}

const CONFIG_SWITCH = '--config=';
/** Which display server to draw on: changes nothing that protects the visitor. */
const HARMLESS_SWITCHES: ReadonlySet<string> = new Set(['--ozone-platform']);

/**
 * Reads the command line and the environment: `--config=FILE` wins over `RAHA_CONFIG`.
 * The fault is one line that says how to start the kiosk.
 */
export function readArguments(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<HostArguments, string> {
  const switches = commandLine.filter((argument) => argument.startsWith('-'));
  const configSwitch = switches.find((argument) => argument.startsWith(CONFIG_SWITCH));
  const configFile = configSwitch?.slice(CONFIG_SWITCH.length) ?? environment['RAHA_CONFIG'] ?? '';
  if (configFile === '') return fault('expected --config=FILE, or the file in RAHA_CONFIG');
  const foreignSwitches = switches
    .filter((argument) => argument !== configSwitch)
    .map(nameOf)
    .filter((name) => !HARMLESS_SWITCHES.has(name));
  return ok({ configFile, foreignSwitches });
}

const nameOf = (argument: string): string => argument.split('=', 1)[0] ?? '';
