import { constants, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fault, ok } from '../../../domain/result.ts';
import type { Connect, Transport } from './transport.ts';
import { WriteQueue } from './write-queue.ts';

/** The kernel's printer device has nothing like poll() in Node: it is asked this often. */
const READ_PAUSE_MS = 20;
const WRITE_PAUSE_MS = 5;
const READ_BYTES = 256;
/** How long closing waits for the last block to go out. */
const DRAIN_TIMEOUT_MS = 2000;

/** What is used of an open character device, in the kernel's words; throws its errors. */
export interface DeviceFile {
  read(buffer: Uint8Array): Promise<number>;
  /** Takes as much as there is room for; usblp at most 8192 bytes. */
  write(bytes: Uint8Array): Promise<number>;
  /** Throws EAGAIN while a block is still under way. */
  drain(): void;
  close(): Promise<void>;
}

/** A USB printer behind a character device of the kernel, such as `/dev/usb/lp0` (Linux, module usblp). */
export function deviceFilePrinter(path: string, openFile: (path: string) => Promise<DeviceFile> = openDevice): Connect {
  return async () => {
    try {
      return ok(transportOf(await openFile(path)));
    } catch {
      // Also EBUSY: usblp lets in one at a time, and keeps a file open that was closed with a read under way.
      return fault('unreachable');
    }
  };
}

/**
 * Never blocking: with a blocking descriptor a read without data holds a thread of Node for ever, `close()` waits for
 * it, and `process.exit()` does not return (seen with usblp of Linux 6.1).
 */
async function openDevice(path: string): Promise<DeviceFile> {
  const file: FileHandle = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  const nothing = new Uint8Array(0);
  return {
    read: async (buffer) => (await file.read(buffer, 0, buffer.length, null)).bytesRead,
    write: async (bytes) => (await file.write(bytes, 0, bytes.length, null)).bytesWritten,
    // Only the synchronous call reaches the kernel with no bytes; the promised one answers by itself.
    drain: () => void writeSync(file.fd, nothing),
    close: () => file.close(),
  };
}

const isBusy = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EAGAIN';

function transportOf(file: DeviceFile): Transport {
  const life = new AbortController();
  const isOpen = (): boolean => !life.signal.aborted;
  const listeners: ((bytes: Uint8Array) => void)[] = [];
  const lostListeners: (() => void)[] = [];
  const shut = async (): Promise<void> => {
    if (!isOpen()) return;
    life.abort();
    await file.close().catch(() => undefined);
    for (const listener of lostListeners.splice(0)) listener();
  };

  const readOn = async (): Promise<void> => {
    const buffer = new Uint8Array(READ_BYTES);
    while (isOpen()) {
      let bytesRead = 0;
      try {
        bytesRead = await file.read(buffer);
      } catch (error) {
        // EIO or ENODEV: unplugged, which of the two is a matter of luck.
        if (!isBusy(error)) return shut();
      }
      if (bytesRead === 0) await sleep(READ_PAUSE_MS);
      else for (const listener of listeners) listener(buffer.slice(0, bytesRead));
    }
  };
  void readOn();

  const writeAll = async (bytes: Uint8Array): Promise<void> => {
    let at = 0;
    while (isOpen() && at < bytes.length) {
      try {
        const written = await file.write(bytes.subarray(at));
        at += written;
        if (written === 0) await sleep(WRITE_PAUSE_MS);
      } catch (error) {
        if (isBusy(error)) await sleep(WRITE_PAUSE_MS);
        else await shut();
      }
    }
  };
  // Two writers at a time would mix their commands.
  const queue = new WriteQueue(writeAll);

  /** Closing straight after the last write drops the block under way: the end of a receipt would be lost. */
  const drained = async (): Promise<void> => {
    await queue.idle();
    while (isOpen()) {
      try {
        return file.drain();
      } catch (error) {
        if (!isBusy(error)) return;
        await sleep(WRITE_PAUSE_MS);
      }
    }
  };

  return {
    write: async (bytes) => {
      if (isOpen()) await queue.write(bytes);
      return isOpen() ? ok(null) : fault('lost');
    },
    onData: (listener) => {
      listeners.push(listener);
    },
    onLost: (listener) => {
      if (isOpen()) lostListeners.push(listener);
      else listener();
    },
    close: async () => {
      await Promise.race([drained(), sleep(DRAIN_TIMEOUT_MS, null, { ref: false })]);
      await shut();
    },
    abandon: () => void shut(),
  };
}
