import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What takes a second alone takes many on a machine that is busy with other things. */
const PATIENCE_MS = 45_000;
const POLL_MS = 5;

/** Runs a command of the guest and gives its output. */
export const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** Milliseconds of a clock that all processes of the guest share. */
export const nowMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/**
 * Waits until something is true; the emulation is slow, so with patience.
 * @param what it was; asked when it didn't come
 */
export async function until<T>(what: string | (() => string), test: () => T | undefined | null | false): Promise<T> {
  for (const endMs = nowMs() + PATIENCE_MS; ; ) {
    const value = test();
    if (value !== undefined && value !== null && value !== false) return value;
    if (nowMs() > endMs) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await sleep(POLL_MS);
  }
}

/** Waits for a device node, and for udev to be through with it. */
export async function deviceNode(path: string): Promise<string> {
  await until(path, () => existsSync(path));
  run('udevadm', 'settle', '--timeout=20');
  return path;
}

/** The device's own end of a line. Node can't wait for such files, so they are asked at short intervals. */
export class DeviceEnd {
  readonly #file: number;
  readonly #buffer = Buffer.alloc(65_536);
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #isClosed = false;
  /** A stalled device takes nothing in. */
  isStalled = false;
  onData: (bytes: Buffer) => void = (bytes) => this.#chunks.push(bytes);

  constructor(path: string) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    this.#timer = setInterval(() => this.#read(), POLL_MS);
    this.#timer.unref();
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(this.#file, bytes, at, bytes.length - at);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        await sleep(1);
      }
    }
  }

  /** May be called again. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    closeSync(this.#file);
  }

  #read(): void {
    while (!this.isStalled) {
      let length: number;
      try {
        length = readSync(this.#file, this.#buffer);
      } catch {
        return;
      }
      if (length === 0) return;
      this.onData(Buffer.from(this.#buffer.subarray(0, length)));
    }
  }
}
