import { mkdirSync } from 'node:fs';
import { BadInput } from '../src/command-line/command-line.ts';

/** Makes the folder a command writes into. Throws `BadInput` where there can't be one. */
export function outFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new BadInput(`--out: ${path} can't be made a folder (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}
