import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every room has its own tsconfig, so that the page can't see Node and the domain can't see anything. */
const rooms = readdirSync('src')
  .map((room) => join('src', room))
  .filter((room) => existsSync(join(room, 'tsconfig.json')));

const failed = ['.', ...rooms].filter(
  (project) => spawnSync('node_modules/.bin/tsc', ['-p', project], { stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
  console.error(`typecheck failed: ${failed.join(', ')}`);
  process.exit(1);
}
