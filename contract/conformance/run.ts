import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { caseDataSchema, type CaseData } from './case-data.ts';
import type { Target } from './kit.ts';
import { conformanceCases, limitCases, runCases, type CaseResult } from './suite.ts';

const USAGE = `usage: conformance --base-url URL --client-id ID --client-secret-file FILE --case-data FILE
  [--token-url URL] [--ca FILE] [--cert FILE --key FILE] [--with-limits] [--json]`;

/** What whoever started the suite got wrong, in one sentence. */
class InputError extends Error {}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new InputError(`${path} can't be read.`);
  }
}

function readCaseData(path: string): CaseData {
  let value: unknown;
  try {
    value = JSON.parse(readText(path));
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`${path} isn't valid JSON.`);
  }
  const parsed = caseDataSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(`${path}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

function readArguments() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      options: {
        'base-url': text,
        'token-url': text,
        'client-id': text,
        'client-secret-file': text,
        'case-data': text,
        ca: text,
        cert: text,
        key: text,
        'with-limits': flag,
        json: flag,
      },
    }).values;
  } catch {
    throw new InputError(USAGE);
  }
}

function targetOf(options: ReturnType<typeof readArguments>): Target {
  const { 'base-url': base, 'client-id': clientId, 'client-secret-file': secretFile, 'case-data': dataFile } = options;
  if (base === undefined || clientId === undefined || secretFile === undefined || dataFile === undefined) {
    throw new InputError(USAGE);
  }
  if (!URL.canParse(base)) throw new InputError('--base-url is no URL.');
  const baseUrl = base.replace(/\/$/, '');
  const { ca, cert, key } = options;
  return {
    baseUrl,
    tokenUrl: options['token-url'] ?? `${baseUrl}/oauth2/token`,
    clientId,
    clientSecret: readText(secretFile).trim(),
    tls: {
      ...(ca !== undefined && { ca: readText(ca) }),
      ...(cert !== undefined && { cert: readText(cert) }),
      ...(key !== undefined && { key: readText(key) }),
    },
    data: readCaseData(dataFile),
  };
}

const printed = ({ name, trouble }: CaseResult): string =>
  trouble === null ? `pass  ${name}\n` : `FAIL  ${name}\n      ${trouble}\n`;

async function main(): Promise<void> {
  const options = readArguments();
  const cases = options['with-limits'] ? [...conformanceCases, ...limitCases] : conformanceCases;
  const results = await runCases(cases, targetOf(options), (result) => {
    if (!options.json) process.stdout.write(printed(result));
  });
  const failed = results.filter(({ trouble }) => trouble !== null).length;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ passed: results.length - failed, failed, results })}\n`
      : `${String(results.length - failed)} passed, ${String(failed)} failed\n`,
  );
  if (failed > 0) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
