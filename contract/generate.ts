import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { parse } from 'yaml';
import { readArguments } from '../src/command-line/command-line.ts';

readArguments(
  {
    call: 'npm run generate',
    takes: '',
    does: `Writes contract/generated/ from gateway.openapi.yaml: types.ts for the compiler and schemas.ts for the validators. Both are
modules, so that the bundler carries them and nothing is read from disk at run time.`,
  },
  {},
);
const HERE = import.meta.dirname;
const OUT = join(HERE, 'generated');
const BANNER = '// Made by contract/generate.ts from contract/gateway.openapi.yaml. Change these, not this file.\n';

interface OpenApi {
  readonly components: { readonly schemas: Readonly<Record<string, JSONSchema>> };
}

function readSchemas(): Readonly<Record<string, JSONSchema>> {
  const document = parse(readFileSync(join(HERE, 'gateway.openapi.yaml'), 'utf8')) as OpenApi;
  const asDefinitions = JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/');
  return JSON.parse(asDefinitions) as Record<string, JSONSchema>;
}

/** A description beside a `$ref` would give the type a twin of its own: LocalizedText1, LocalizedText2, … */
function bareReferences(schemas: Readonly<Record<string, JSONSchema>>): Record<string, JSONSchema> {
  const withoutSiblings = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && '$ref' in value ? { $ref: value.$ref } : value;
  return JSON.parse(JSON.stringify(schemas), withoutSiblings) as Record<string, JSONSchema>;
}

async function typesOf(schemas: Readonly<Record<string, JSONSchema>>): Promise<string> {
  const names = Object.keys(schemas);
  const root: JSONSchema = {
    title: 'ContractTypes',
    type: 'object',
    additionalProperties: false,
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])),
    $defs: bareReferences(schemas),
  };
  return compile(root, 'ContractTypes', {
    additionalProperties: false,
    bannerComment: BANNER,
    format: false,
    // Lists are bounded by the validator; tuple unions of up to 200 elements would only slow the compiler down.
    ignoreMinAndMaxItems: true,
  });
}

const schemas = readSchemas();
mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'types.ts'), await typesOf(schemas));
writeFileSync(
  join(OUT, 'schemas.ts'),
  `${BANNER}export const contractSchemas = ${JSON.stringify({ $id: 'gateway', $defs: schemas }, null, 1)};\n`,
);
