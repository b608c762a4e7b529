import { existsSync } from 'node:fs';
import { readArguments, refuse, type Command } from '../src/command-line/command-line.ts';
import { readBoundedFile } from '../src/config-file/bounded-file.ts';
import { moveStore } from '../src/fleet/store/move.ts';
import { openStore } from '../src/fleet/store/store.ts';

const MAX_ADDRESS_BYTES = 4000;

const MOVE: Command = {
  call: 'npm run hub:move',
  takes: '--from hub.sqlite --to-url-file FILE',
  does: 'Copies the SQLite file of a hub that is stopped into an empty PostgreSQL, whose address stands in FILE.',
};

const {
  values: { from: file, 'to-url-file': urlFile },
} = readArguments(MOVE, { options: { from: { type: 'string' }, 'to-url-file': { type: 'string' } } });
if (file === undefined || urlFile === undefined) refuse(MOVE, '--from and --to-url-file are needed');

// Opening it would make an empty one.
if (!existsSync(file)) refuse(MOVE, `${file} isn't there`);
const url = readAddress(urlFile);
const from = await openStore({ kind: 'sqlite', file }).catch(() => refuse(MOVE, `${file} is no file of a hub`));
const to = await openStore({ kind: 'postgres', url }).catch((error: unknown) => refuse(MOVE, `the database: ${(error as Error).message}`));
const moved = await moveStore(from, to);
await Promise.all([from.close(), to.close()]);
if (!moved.ok) refuse(MOVE, 'the PostgreSQL database holds a hub already');
for (const [table, rows] of moved.value) console.log(`${table}: ${String(rows)} rows`);

function readAddress(name: string): string {
  const text = readBoundedFile(name, MAX_ADDRESS_BYTES);
  if (!text.ok) return refuse(MOVE, `${name}: ${text.fault}`);
  const address = text.value.toString('utf8').trim();
  return /^postgres(ql)?:\/\//.test(address) ? address : refuse(MOVE, `${name}: expected one line such as postgres://hub:secret@db.example/raha`);
}
