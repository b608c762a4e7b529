import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemaFiles } from './schemas.ts';

/** `node contract/fleet/generate.ts`: writes the protocol's JSON Schema files anew. A test fails when they are stale. */
const OUT = join(import.meta.dirname, 'v1');

mkdirSync(OUT, { recursive: true });
for (const old of readdirSync(OUT)) rmSync(join(OUT, old));
for (const [name, text] of jsonSchemaFiles()) writeFileSync(join(OUT, name), text);
