import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault, ok, type Result } from '../../domain/result.ts';

/** Where Chromium keeps what it knows; gone with its process. */
export interface Profile {
  readonly path: string;
  /** The page to begin with. */
  readonly start: string;
}

/** A profile takes 1.2 MB; with less Chromium comes up and soon ends. */
const ROOM_BYTES = 2_000_000;

/** Where a profile may lie, the best place first: the service's own memory (its TMPDIR), else the memory that all share. */
export const profileDirectories = (): readonly string[] => [tmpdir(), ...(process.platform === 'linux' ? ['/dev/shm'] : [])];

/** Makes a profile in the first directory that takes one; the fault says why none does. */
export function makeProfile(address: string, directories: readonly string[]): Result<Profile, string> {
  const faults: string[] = [];
  for (const directory of directories) {
    const made = makeProfileIn(directory, address);
    if (made.ok) return made;
    faults.push(`${directory} ${made.fault}`);
  }
  return fault(faults.join(', '));
}

/** Chromium may still be writing into it. What can't be removed stays: the next profile has another name. */
export function removeProfile({ path }: Pick<Profile, 'path'>): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch (error) {
    process.stderr.write(`raha: ${path} stays: ${codeOf(error)}\n`);
  }
}

function makeProfileIn(directory: string, address: string): Result<Profile, string> {
  let path: string | null = null;
  try {
    const { bavail, bsize } = statfsSync(directory);
    if (bavail * bsize < ROOM_BYTES) return fault('ENOSPC');
    path = mkdtempSync(join(directory, 'raha-page-'));
    // The address may hold the bridge's token, and a command line can be read by every user of the machine.
    const start = join(path, 'start.html');
    writeFileSync(start, `<!doctype html><meta http-equiv="refresh" content="0;url=${address}">`, { mode: 0o600 });
    return ok({ path, start });
  } catch (error) {
    if (path !== null) removeProfile({ path });
    return fault(codeOf(error));
  }
}

/** Of a fault of the file system; anything else is a bug. */
function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}
