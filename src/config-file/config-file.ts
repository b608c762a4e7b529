import type { z } from 'zod';
import { parseJson } from '../domain/json.ts';
import { fault, ok, type Result } from '../domain/result.ts';
import { readBoundedFile } from './bounded-file.ts';

/** Bigger than any honest configuration. */
const MAX_CHARACTERS = 100_000;
const MAX_BYTES = 400_000;

/** Reads the text of a configuration file. The fault is one line for whoever starts the program. */
export function readConfigText(file: string): Result<string, string> {
  const bytes = readBoundedFile(file, MAX_BYTES);
  return bytes.ok ? ok(bytes.value.toString('utf8')) : bytes;
}

/** Checks the text of a configuration file. The fault is one line that names the key and what was expected. */
export function parseConfigText<Config>(json: string, schema: z.ZodType<Config>): Result<Config, string> {
  if (json.length > MAX_CHARACTERS) return fault(`expected at most ${String(MAX_CHARACTERS)} characters`);
  const value = parseJson(json);
  if (value === undefined) return fault('expected JSON');
  const checked = schema.safeParse(value);
  return checked.success ? ok(checked.data) : fault(firstIssue(checked.error));
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue === undefined ? 'not understood' : sentenceOf(issue);
}

/** One line that names the key and what was expected of it. */
export function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${[...issue.path, issue.keys[0]].join('.')}: unknown key`;
  return `${issue.path.join('.') || 'file'}: ${plain(issue.message)}`;
}

/** What zod says of its own, without its exclamations: "expected number to be >=0", "expected string, received null". */
function plain(message: string): string {
  if (message.endsWith('received undefined')) return 'missing';
  return message.replace(/^(?:Invalid|Too) [\w ]+[:.] (?=expected)/i, '').replace(/^E(?=xpected)/, 'e');
}
