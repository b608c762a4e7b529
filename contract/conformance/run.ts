import { z } from 'zod';
import { BadInput, readArguments, run, type Command } from '../../src/command-line/command-line.ts';
import { readBoundedFile } from '../../src/config-file/bounded-file.ts';
import { caseDataSchema, type CaseData } from './case-data.ts';
import type { Target } from './kit.ts';
import { conformanceCases, limitCases, runCases, type CaseResult } from './suite.ts';

const CONFORMANCE: Command = {
  call: 'npm run conformance',
  takes: `--base-url URL --client-id ID --client-secret-file FILE --case-data FILE
  [--token-url URL] [--ca FILE] [--cert FILE --key FILE] [--with-limits] [--json]`,
  does: `Whether a gateway keeps the contract; docs/gateway.md says what the files hold. Exits 1 when a rule is broken.`,
};
const MAX_FILE_BYTES = 4_000_000;

function readText(path: string): string {
  const text = readBoundedFile(path, MAX_FILE_BYTES);
  if (!text.ok) throw new BadInput(`${path} ${text.fault}`);
  return text.value.toString('utf8');
}

function readCaseData(path: string): CaseData {
  const text = readText(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadInput(`${path} isn't valid JSON`);
  }
  const parsed = caseDataSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BadInput(`${path}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}

function readOptions() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  return readArguments(CONFORMANCE, {
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
}

const isWebAddress = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');

function targetOf(options: ReturnType<typeof readOptions>): Target {
  const { 'base-url': base, 'client-id': clientId, 'client-secret-file': secretFile, 'case-data': dataFile } = options;
  if (base === undefined || clientId === undefined || secretFile === undefined || dataFile === undefined) {
    throw new BadInput('--base-url, --client-id, --client-secret-file and --case-data are needed');
  }
  if (!isWebAddress(base)) throw new BadInput('--base-url: expected an http or https URL');
  if (options['token-url'] !== undefined && !isWebAddress(options['token-url'])) throw new BadInput('--token-url: expected an http or https URL');
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

async function test(): Promise<void> {
  const options = readOptions();
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

await run(CONFORMANCE, test);
