import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faultRulesSchema, type FaultRule } from '../../contract/gateway-faults.ts';
import { SandboxDataError, startSandbox } from './sandbox.ts';

const USAGE = 'usage: sandbox [--port N] [--data FILE] [--fault FILE|JSON] [--client-secret-file FILE] [--json]';
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** What whoever started the sandbox got wrong, in one sentence. */
class InputError extends Error {}

function readText(path: string): string {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new InputError(`${path} is larger than 32 MB.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path} can't be read.`);
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${what} isn't valid JSON.`);
  }
}

/** One rule or a list of them, in a file or right in the argument. */
function readFaults(argument: string | undefined): readonly FaultRule[] {
  if (argument === undefined) return [];
  const inline = /^\s*[[{]/.test(argument);
  const value = parseJson(inline ? argument : readText(argument), inline ? 'The fault' : argument);
  const parsed = faultRulesSchema.safeParse(Array.isArray(value) ? value : [value]);
  if (parsed.success) return parsed.data;
  throw new InputError(`The fault isn't one the sandbox knows: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

function readPort(argument: string | undefined): number {
  const port = Number(argument ?? '0');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InputError('--port must be 0 to 65535.');
  return port;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        fault: { type: 'string' },
        'client-secret-file': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    throw new InputError(USAGE);
  }
}

async function main(): Promise<void> {
  const { port, data, fault, json, 'client-secret-file': secretFile } = readArguments();
  const sandbox = await startSandbox({
    port: readPort(port),
    faults: readFaults(fault),
    ...(data !== undefined && { data: parseJson(readText(data), data) }),
    ...(secretFile !== undefined && { clientSecret: readText(secretFile).trim() }),
  });
  const { clientId, clientSecret } = sandbox.credentials;
  process.stdout.write(
    json
      ? `${JSON.stringify({ url: sandbox.url, clientId, clientSecret })}\n`
      : `Sandbox gateway: ${sandbox.url}\nclient id: ${clientId}\nclient secret: ${clientSecret}\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

try {
  await main();
} catch (error) {
  const known = error instanceof InputError || error instanceof SandboxDataError;
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!known && !busy) throw error;
  process.stderr.write(`${busy ? 'The port is already in use.' : error.message}\n`);
  process.exitCode = 2;
}
