import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A command that people and programs start; what `--help` says of it. */
export interface Command {
  /** As it is started: `npm run hub`, `npx node tests/soak/reader-latency.ts`. */
  readonly call: string;
  /** Its arguments, such as `--input FILE [--json]`; empty where it takes none. */
  readonly takes: string;
  readonly does: string;
}

/** What whoever called got wrong, in one sentence. */
export class BadInput extends Error {}

/** Exit codes: 0 for success, 1 for a finding, 2 for what the caller got wrong. */
const BAD_INPUT = 2;

const nameOf = ({ call }: Command): string => call.replace(/^(?:npm (?:run )?|npx node )/, '');
const withArguments = ({ call }: Command, text: string): string => (call.startsWith('npm') ? `${call} -- ${text}` : `${call} ${text}`);

/** Ends the program with one line. */
export function refuse(command: Command, sentence: string): never {
  process.stderr.write(`${nameOf(command)}: ${sentence.split('\n')[0] ?? ''}\n`);
  process.exit(BAD_INPUT);
}

/** The arguments of this process. `--help` and what can't be understood end it. */
export function readArguments<Config extends ParseArgsConfig>(command: Command, config: Config): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.slice(2).includes('--help')) {
    process.stdout.write(`${command.takes === '' ? command.call : withArguments(command, command.takes)}\n\n${command.does}\n`);
    process.exit(0);
  }
  try {
    return parseArgs<Config>(config);
  } catch (error) {
    // Node goes on about arguments that begin with a dash.
    const [reason] = (error instanceof Error ? error.message : String(error)).split('. ');
    return refuse(command, `${reason ?? ''} (${withArguments(command, '--help')})`);
  }
}

/** A whole number that was given as text; anything else ends the program. */
export function wholeNumber(command: Command, name: string, text: string | undefined, [least, most]: readonly [number, number]): number {
  const value = Number(text);
  if (text === undefined || !/^\d{1,9}$/.test(text) || value < least || value > most)
    return refuse(command, `${name}: expected ${String(least)} to ${String(most)}`);
  return value;
}

/** Does what a command is for; `BadInput` ends it with one line. */
export async function run(command: Command, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    refuse(command, error.message);
  }
}
