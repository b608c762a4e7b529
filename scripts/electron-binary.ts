import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Electron's executable, where its package has one; npm doesn't bring it, `npx install-electron` does. */
export function electronBinary(): string | null {
  const directory = 'node_modules/electron';
  const pathFile = join(directory, 'path.txt');
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override === undefined && !existsSync(pathFile)) return null;
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
  const binary = join(override ?? join(directory, 'dist'), name);
  return existsSync(binary) ? binary : null;
}
