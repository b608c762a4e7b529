import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { storageFault } from './storage-fault.ts';

export const RESERVE_FILE = 'journal-reserve';

/** Some 3,000 audit records; what staff do at a kiosk that is out of service takes a few dozen. */
export const RESERVE_BYTES = 1_000_000;
/** Made again only where as much remains free: a kiosk that comes back must not be full again at once. */
const ROOM_BYTES = 2 * RESERVE_BYTES;

/** A file that keeps room on the disk, and is given up when the disk is full, so that audit records still fit. */
export class Reserve {
  readonly #file: string;
  #isWhole = false;

  constructor(directory: string) {
    this.#file = join(directory, RESERVE_FILE);
  }

  /** Whether it isn't there for want of room; makes it where it can be made. Other troubles of a disk are told by the journal. */
  isMissed(): boolean {
    try {
      this.#isWhole ||= statSync(this.#file, { throwIfNoEntry: false })?.size === RESERVE_BYTES;
      if (this.#isWhole) return false;
      if ((this.#freeBytes() ?? ROOM_BYTES) < ROOM_BYTES) return true;
      this.#make();
      return false;
    } catch (error) {
      return storageFault(error) === 'disk_full';
    }
  }

  /** Whether the disk is known to have room to spare. */
  hasRoom(): boolean {
    return (this.#freeBytes() ?? 0) >= ROOM_BYTES;
  }

  giveUp(): void {
    this.#isWhole = false;
    try {
      rmSync(this.#file, { force: true });
    } catch {
      // A disk that doesn't let go of a file doesn't take a record either, and the journal tells that.
    }
  }

  /** Null where the file system doesn't count. */
  #freeBytes(): number | null {
    try {
      const { bavail, blocks, bsize } = statfsSync(dirname(this.#file));
      return blocks === 0 ? null : bavail * bsize;
    } catch {
      return null;
    }
  }

  /** Written out and not only declared, so that the room is taken. */
  #make(): void {
    const handle = openSync(this.#file, 'w', 0o600);
    try {
      writeSync(handle, Buffer.alloc(RESERVE_BYTES));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    this.#isWhole = true;
  }
}
