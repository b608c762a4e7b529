import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type Json = Readonly<Record<string, unknown>>;

/** What one kind of site sets differently from config/example.json, and why. */
export interface SiteProfile {
  readonly about: string;
  readonly values: Json;
}

const schema = z.strictObject({ about: z.string().min(1), values: z.record(z.string(), z.unknown()) });

/** Throws where the file is no profile: profiles are our own files. */
export const readProfile = (file: string): SiteProfile => schema.parse(JSON.parse(readFileSync(file, 'utf8')));

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The configuration with a profile's values in it, key by key; a list is replaced as a whole. */
export function mergedConfig(base: Json, values: Json): Json {
  const changed = Object.entries(values).map(([key, value]) => {
    const before = base[key];
    return [key, isObject(before) && isObject(value) ? mergedConfig(before, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(changed) };
}
