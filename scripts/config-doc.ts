import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { hubConfigSchema } from '../src/fleet/config.ts';
import { rosterSchema } from '../src/fleet/roster/schema.ts';
import { configSchema } from '../src/main/config.ts';
import { CHECKOUT_ROOT } from './checkout.ts';
import { readProfile } from './site-profile.ts';

/** What is used of a JSON Schema that zod made. */
interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: string | number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Row {
  readonly key: string;
  readonly expected: string;
  readonly meaning: string;
}

/** All keys of a configuration, made from its schema so that the page can't be out of date. Throws where one has no description. */
function keysOf(schema: z.ZodType): string {
  const described = z.toJSONSchema(schema, { io: 'input' }) as Schema;
  return `${table(rowsOf(described, ''))}\n${choicesOf(described).join('\n')}`;
}

/** docs/hub-configuration.md */
export const hubConfigurationDoc = (): string => `# Configuration of the hub

\`npm run hub\` needs none. A hub that serves an emirate runs on one JSON file, \`npm run hub -- --config FILE\`; begin with
\`config/hub.example.json\`. Every key is required and an unknown one is refused. Paths are relative to the file; secrets are
never in it, only the paths of files that hold them.

<!-- Made by \`npm run docs\` from src/fleet/config.ts. Change that, not this page. -->

## Keys

${keysOf(hubConfigSchema)}`;

/** docs/hub-roster.md */
export const hubRosterDoc = (): string => `# The roster of a hub

Which sites, kiosks and officers a hub has, and when its sites serve people: one JSON file, applied by \`npm run hub:roster\`
([how](hub.md#setting-up)). Begin with \`config/roster.example.json\`. Every key is required and an unknown one is refused. It
holds names, addresses and phones of officers, and no secret: keep it where only the hub's user and its administrators read it.

<!-- Made by \`npm run docs\` from src/fleet/roster/schema.ts. Change that, not this page. -->

## Keys

${keysOf(rosterSchema)}`;

/** docs/configuration.md */
export function configurationDoc(): string {
  return `# Configuration

A kiosk runs on one JSON file. Every key is required and an unknown one is refused: nothing is assumed. A wrong value gives
one line that names the key and ends the start with exit code 2. Paths are relative to the file; secrets are never in it,
only the paths of files that hold them.

\`npm run configure -- --profile airport --kiosk MK-007 --out /etc/raha/kiosk.json\` writes a file to go on from.

<!-- Made by \`npm run docs\` from src/main/config.ts and config/profiles. Change those, not this page. -->

## Keys

${keysOf(configSchema)}
## Kinds of site

What \`--profile\` sets differently from \`config/example.json\`:

| profile | for | sets |
| --- | --- | --- |
${profiles().join('\n')}
`;
}

const table = (rows: readonly Row[]): string =>
  ['| key | expected | meaning |', '| --- | --- | --- |', ...rows.map(({ expected, key, meaning }) => `| \`${key}\` | ${expected} | ${meaning} |`), ''].join('\n');

function rowsOf(schema: Schema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const key = `${prefix}${name}`;
    const [group, entry] = [groupOf(part), groupOf(part.items ?? {})];
    if (entry !== null) return [{ key, expected: 'list', meaning: described(key, part) }, ...rowsOf(entry, `${key}[].`)];
    if (isChoice(part)) return [{ key, expected: 'one of the choices below', meaning: part.description ?? '' }];
    if (group === null) return [{ key, expected: expected(part), meaning: described(key, part) }];
    const own = isNullable(part) ? [{ key, expected: 'object or null', meaning: described(key, part) }] : [];
    return [...own, ...rowsOf(group, `${key}.`)];
  });
}

/** The object with keys of its own behind a key, null allowed or not. A text by language has none to explain. */
function groupOf(schema: Schema): Schema | null {
  const object = [schema, ...(schema.anyOf ?? [])].find(({ properties, title }) => properties !== undefined && title === undefined);
  return object ?? null;
}

const isChoice = ({ oneOf }: Schema): boolean => oneOf !== undefined;
const isNullable = ({ anyOf }: Schema): boolean => anyOf?.some(({ type }) => type === 'null') ?? false;

/** Each variant of a key that has several shapes, under its own heading. */
function choicesOf(schema: Schema): string[] {
  return Object.entries(schema.properties ?? {})
    .filter(([, part]) => isChoice(part))
    .flatMap(([name, part]) => [`## ${name}\n`, ...(part.oneOf ?? []).map((variant) => choice(name, variant))]);
}

const choice = (name: string, variant: Schema): string => `${described(name, variant)}\n\n${table(rowsOf(withoutText(variant), `${name}.`))}`;

/** The choice itself needs no words of its own: the sentence above the table says them. */
function withoutText({ properties = {}, ...rest }: Schema): Schema {
  const silent = Object.entries(properties).map(([name, part]) => [name, { description: '', ...part }] as const);
  return { ...rest, properties: Object.fromEntries(silent) };
}

function described(key: string, { description }: Schema): string {
  if (description === undefined) throw new Error(`${key} has no description in its schema`);
  return description;
}

function expected(schema: Schema): string {
  const { anyOf, const: only, enum: values, items, maximum, minimum, title, type } = schema;
  if (title !== undefined) return title;
  if (only !== undefined) return `\`${String(only)}\``;
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (anyOf !== undefined) return anyOf.map(expected).join(' or ');
  if (items !== undefined) return `list of: ${expected(items)}`;
  if (minimum !== undefined && maximum !== undefined) return `${type ?? 'number'} from ${String(minimum)} to ${String(maximum)}`;
  return type === 'string' ? 'text' : (type ?? 'any');
}

function profiles(): string[] {
  const folder = join(CHECKOUT_ROOT, 'config/profiles');
  return readdirSync(folder).map((file) => {
    const { about, values } = readProfile(join(folder, file));
    return `| ${basename(file, '.json')} | ${about} | \`${JSON.stringify(values)}\` |`;
  });
}
