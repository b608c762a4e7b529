import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from './store/store.ts';

const DAY_MS = 24 * 3_600_000;
const KEPT = 14;
const NAME = /^hub-\d{4}-\d{2}-\d{2}T\d{4}\.sqlite$/;

/**
 * A copy of the SQLite database once a day, made while the hub works. PostgreSQL is backed up by whoever runs it; there is
 * nothing to do here then.
 */
export class Backups {
  readonly #store: Store;
  readonly #folder: string;
  readonly #now: () => number;
  #lastMs: number;
  #making: Promise<string> | null = null;

  constructor(store: Store, folder: string, now: () => number) {
    this.#store = store;
    this.#folder = folder;
    this.#now = now;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // A hub that is started for the first time has nothing to lose yet.
    this.#lastMs = Math.max(0, ...this.#files().map((file) => statSync(join(folder, file)).mtimeMs)) || now();
  }

  /** Since the last good copy; 0 where others make them. */
  get ageMs(): number {
    return this.#store.copyTo !== null ? this.#now() - this.#lastMs : 0;
  }

  /** Makes a copy when the last one is a day old. Call it every minute. */
  async tick(): Promise<void> {
    if (this.ageMs >= DAY_MS) await this.make();
  }

  /** A copy that is there under its name is whole; whoever asks while one is being made gets that one. @returns its file */
  make(): Promise<string> {
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #make(): Promise<string> {
    const stamp = new Date(this.#now()).toISOString().slice(0, 16).replace(':', '');
    const { copyTo } = this.#store;
    if (copyTo === null) throw new Error('this database is backed up by others');
    const file = join(this.#folder, `hub-${stamp}.sqlite`);
    const unfinished = `${file}.part`;
    rmSync(unfinished, { force: true });
    await copyTo(unfinished);
    renameSync(unfinished, file);
    this.#lastMs = this.#now();
    for (const old of this.#files().toSorted().slice(0, -KEPT)) rmSync(join(this.#folder, old));
    return file;
  }

  #files(): string[] {
    return readdirSync(this.#folder).filter((file) => NAME.test(file));
  }
}
