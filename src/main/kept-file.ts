import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { parseJson } from '../domain/json.ts';

export type KeptFileTrouble = 'set_aside' | 'not_written';

export interface KeptFileOptions<Value> {
  readonly file: string;
  readonly schema: z.ZodType<Value>;
  /** What holds where nothing was kept. */
  readonly empty: Value;
  readonly now: () => Date;
  readonly onTrouble: (trouble: KeptFileTrouble) => void;
}

/**
 * A small value of the kiosk that outlives a restart. A file that isn't ours or can't be read is set aside under a
 * dated name, never overwritten; where the disk takes nothing the value still holds for this run.
 */
export class KeptFile<Value> {
  readonly #options: KeptFileOptions<Value>;
  #value: Value;
  #isTroubleTold = false;

  constructor(options: KeptFileOptions<Value>) {
    this.#options = options;
    this.#value = this.#read();
  }

  get value(): Value {
    return this.#value;
  }

  /** @returns whether it is on the disk, too */
  keep(value: Value): boolean {
    this.#value = value;
    return this.#onDisk((file) => writeDurably(file, JSON.stringify(value)));
  }

  /** Nothing is kept any more. A full disk that takes no new value lets go of the old one. @returns whether it is off the disk, too */
  clear(): boolean {
    this.#value = this.#options.empty;
    return this.#onDisk((file) => {
      rmSync(file, { force: true });
      syncDirectory(dirname(file));
    });
  }

  /** Trouble is told once until the disk obeys again: what is kept each minute would fill the audit with it. */
  #onDisk(act: (file: string) => void): boolean {
    try {
      act(this.#options.file);
      this.#isTroubleTold = false;
      return true;
    } catch {
      if (!this.#isTroubleTold) this.#options.onTrouble('not_written');
      this.#isTroubleTold = true;
      return false;
    }
  }

  #read(): Value {
    const { empty, file, now, onTrouble, schema } = this.#options;
    try {
      const parsed = schema.safeParse(parseJson(readFileSync(file, 'utf8')));
      if (parsed.success) return parsed.data;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty;
    }
    setAside(file, now());
    onTrouble('set_aside');
    return empty;
  }
}

/** Renames a file that can't be used, so that whoever looks for it later finds it. */
export function setAside(file: string, now: Date): void {
  try {
    renameSync(file, `${file}.${now.toISOString().replaceAll(/[:.]/g, '-')}`);
  } catch {
    // It can't even be renamed; that nothing can be written either is told with the next value.
  }
}

/** All of it or nothing, also when the plug is pulled. Only the kiosk's user may read it. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    const bytes = Buffer.from(content);
    for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
  syncDirectory(dirname(file));
}

/** Makes a new name in a directory survive a power cut; Windows has no such call and needs none. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
