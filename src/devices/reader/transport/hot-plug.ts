import { watch } from 'node:fs';

const READER_NODE = /^(hidraw|ttyACM|ttyUSB)\d+$/;

/** Calls when a device node of a reader comes, goes or changes its permissions. Returns the way to stop. */
export type WatchDevices = (onChange: () => void) => () => void;

/**
 * Watches `/dev`: the kernel makes a node as soon as a device is plugged in, and udev's change of its permissions shows
 * as well. Where that can't be watched, on Windows, the connection looks again by itself.
 */
export const watchDeviceNodes: WatchDevices = (onChange) => {
  try {
    const watcher = watch('/dev', (_event, name) => {
      if (name !== null && READER_NODE.test(name)) onChange();
    });
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
};
