import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fault, ok } from '../../../domain/result.ts';
import type { Connect, Transport } from './transport.ts';

/** The kernel's printer device has nothing like poll() in Node: it is asked this often. */
const READ_PAUSE_MS = 20;
const WRITE_PAUSE_MS = 5;
const READ_BYTES = 256;

/** A USB printer behind a character device of the kernel, such as `/dev/usb/lp0` (Linux, module usblp). */
export function deviceFilePrinter(path: string): Connect {
  return async () => {
    try {
      // Not blocking: a read that waits for ever would hold one of Node's few file threads.
      return ok(transportOf(await open(path, constants.O_RDWR | constants.O_NONBLOCK)));
    } catch {
      return fault('unreachable');
    }
  };
}

const isBusy = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EAGAIN';

function transportOf(file: FileHandle): Transport {
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
      try {
        const { bytesRead } = await file.read(buffer, 0, READ_BYTES, null);
        if (bytesRead > 0) for (const listener of listeners) listener(buffer.slice(0, bytesRead));
        else await sleep(READ_PAUSE_MS);
      } catch (error) {
        if (!isBusy(error)) return shut();
        await sleep(READ_PAUSE_MS);
      }
    }
  };
  void readOn();

  return {
    write: async (bytes) => {
      let at = 0;
      while (isOpen() && at < bytes.length) {
        try {
          at += (await file.write(bytes, at, bytes.length - at, null)).bytesWritten;
        } catch (error) {
          if (isBusy(error)) await sleep(WRITE_PAUSE_MS);
          else await shut();
        }
      }
      return isOpen() ? ok(null) : fault('lost');
    },
    onData: (listener) => {
      listeners.push(listener);
    },
    onLost: (listener) => {
      if (isOpen()) lostListeners.push(listener);
      else listener();
    },
    close: shut,
    abandon: () => void shut(),
  };
}
