import { z } from 'zod';
import { faultRulesSchema, type FaultRule } from '../../contract/gateway-faults.ts';
import { BadInput, readArguments, refuse, run, wholeNumber, type Command } from '../command-line/command-line.ts';
import { readBoundedFile } from '../config-file/bounded-file.ts';
import { SandboxDataError, startSandbox } from './sandbox.ts';

const SANDBOX: Command = {
  call: 'npm run sandbox',
  takes: '[--port N] [--data FILE] [--fault FILE|JSON] [--client-secret-file FILE] [--json]',
  does: `A stand-in for the emirate's gateway, on loopback, with data in memory; docs/gateway.md says what data and faults look like.`,
};
const MAX_FILE_BYTES = 32_000_000;

function readText(path: string): string {
  const text = readBoundedFile(path, MAX_FILE_BYTES);
  if (!text.ok) throw new BadInput(`${path} ${text.fault}`);
  return text.value.toString('utf8');
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput(`${what} isn't valid JSON.`);
  }
}

/** One rule or a list of them, in a file or right in the argument. */
function readFaults(argument: string | undefined): readonly FaultRule[] {
  if (argument === undefined) return [];
  const inline = /^\s*[[{]/.test(argument);
  const value = parseJson(inline ? argument : readText(argument), inline ? 'The fault' : argument);
  const parsed = faultRulesSchema.safeParse(Array.isArray(value) ? value : [value]);
  if (parsed.success) return parsed.data;
  throw new BadInput(`The fault isn't one the sandbox knows: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

const MIN_SECRET_CHARACTERS = 8;

/** What a token request carries: printable, without spaces. */
function readSecret(path: string): string {
  const secret = readText(path).trim();
  if (secret.length < MIN_SECRET_CHARACTERS || !/^[!-~]+$/.test(secret))
    throw new BadInput(`${path}: expected a secret of at least ${String(MIN_SECRET_CHARACTERS)} printable characters`);
  return secret;
}

async function serve(): Promise<void> {
  const {
    values: { port, data, fault, json, 'client-secret-file': secretFile },
  } = readArguments(SANDBOX, {
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      fault: { type: 'string' },
      'client-secret-file': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const sandbox = await startSandbox({
    port: wholeNumber(SANDBOX, '--port', port, [0, 65_535]),
    faults: readFaults(fault),
    ...(data !== undefined && { data: parseJson(readText(data), data) }),
    ...(secretFile !== undefined && { clientSecret: readSecret(secretFile) }),
  });
  const { clientId, clientSecret } = sandbox.credentials;
  process.stdout.write(
    json
      ? `${JSON.stringify({ url: sandbox.url, clientId, clientSecret })}\n`
      : `Sandbox gateway: ${sandbox.url}\nclient id: ${clientId}\nclient secret: ${clientSecret}\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

await run(SANDBOX, () =>
  serve().catch((error: unknown) => {
    if (error instanceof SandboxDataError) return refuse(SANDBOX, error.message);
    const isBusy = error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
    if (isBusy) return refuse(SANDBOX, '--port: it is taken, or not ours to take');
    throw error;
  }),
);
