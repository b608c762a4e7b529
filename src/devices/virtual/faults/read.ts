import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { parseJson } from '../../../domain/json.ts';
import { fault, ok, type Result } from '../../../domain/result.ts';
import { faultScriptSchema, type FaultScript } from './script.ts';
import { scriptOf, shortFormSchema } from './short-form.ts';

const MAX_FILE_BYTES = 256 * 1024;
const EMPTY: FaultScript = { title: { ar: 'لا أعطال', en: 'No faults' }, practice: false, steps: [] };

/** Reads a fault file, with a timeline or in the short form; the fault is one line for whoever wrote it. */
export function readFaultScript(file: string): Result<FaultScript, string> {
  const text = readText(file);
  if (!text.ok) return text;
  const value = parseJson(text.value);
  if (value === undefined) return fault(`${file}: isn't valid JSON`);
  const script = parseFaultScript(value);
  return script.ok ? script : fault(`${file}: ${script.fault}`);
}

/** What a fault file holds, from its parsed JSON. */
export function parseFaultScript(value: unknown): Result<FaultScript, string> {
  if (typeof value === 'object' && value !== null && 'steps' in value) {
    const script = faultScriptSchema.safeParse(value);
    return script.success ? ok(script.data) : fault(oneLine(script.error));
  }
  const short = shortFormSchema.safeParse(value);
  return short.success ? ok(scriptOf(short.data) ?? EMPTY) : fault(oneLine(short.error));
}

export interface NamedScript {
  /** The file's name without its ending. */
  readonly name: string;
  readonly script: FaultScript;
}

/** Every fault script of a folder, by name. They come with the program, so a broken one throws. */
export function readCatalogue(directory: string): readonly NamedScript[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const script = readFaultScript(join(directory, file));
      if (!script.ok) throw new Error(script.fault);
      return { name: basename(file, '.json'), script: script.value };
    });
}

function readText(file: string): Result<string, string> {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return fault(`${file}: is no file`);
    if (stats.size > MAX_FILE_BYTES) return fault(`${file}: is larger than 256 KB`);
    return ok(readFileSync(file, 'utf8'));
  } catch {
    return fault(`${file}: can't be read`);
  }
}

const oneLine = ({ issues }: z.ZodError): string =>
  issues.map(({ message, path }) => `${path.join('.') || 'file'}: ${message}`).join('; ');
