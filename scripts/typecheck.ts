import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from '../src/command-line/command-line.ts';
import { runTool } from './tools.ts';

readArguments({ call: 'npm run typecheck', takes: '', does: 'The types of every room.' }, {});

/** Every room has its own tsconfig, so that the page can't see Node and the domain can't see anything. */
const rooms = readdirSync('src')
  .map((room) => join('src', room))
  .filter((room) => existsSync(join(room, 'tsconfig.json')));

const broken = ['.', ...rooms].filter((project) => {
  const { ok, output } = runTool('tsc', ['-p', project]);
  if (!ok) console.error(output);
  return !ok;
});
if (broken.length > 0) {
  console.error(`typecheck failed: ${broken.join(', ')}`);
  process.exit(1);
}
