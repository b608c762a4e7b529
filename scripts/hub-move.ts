import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { moveStore } from '../src/fleet/store/move.ts';
import { openStore } from '../src/fleet/store/store.ts';

/** `npm run hub:move -- --from hub.sqlite --to-url-file FILE`: copies a stopped hub's SQLite file into an empty PostgreSQL. */
const USAGE = 'usage: npm run hub:move -- --from hub.sqlite --to-url-file FILE';

function fail(reason: string): never {
  console.error(reason);
  process.exit(2);
}

function readArguments() {
  try {
    const { from, 'to-url-file': urlFile } = parseArgs({ options: { from: { type: 'string' }, 'to-url-file': { type: 'string' } } }).values;
    if (from === undefined || urlFile === undefined) return fail(USAGE);
    return { file: from, url: readFileSync(urlFile, 'utf8').trim() };
  } catch {
    return fail(USAGE);
  }
}

const { file, url } = readArguments();
// Opening it would make an empty one.
if (!existsSync(file)) fail(`${file} isn't there.`);
const from = await openStore({ kind: 'sqlite', file });
const to = await openStore({ kind: 'postgres', url });
const moved = await moveStore(from, to);
await Promise.all([from.close(), to.close()]);
if (!moved.ok) fail('The PostgreSQL database holds a hub already.');
for (const [table, rows] of moved.value) console.log(`${table}: ${String(rows)} rows`);
