import { ReaderConnection, type ConnectionOptions } from './connection.ts';
import { findHidReader, type HidSelector } from './transport/hid.ts';
import { watchDeviceNodes } from './transport/hot-plug.ts';
import type { FindReader } from './transport/line.ts';
import { findSerialReader, type SerialSelector } from './transport/serial.ts';

/** Which reader a kiosk has. */
export type ReaderSelector = HidSelector | SerialSelector;

/** Looks for the reader once: the device's name and the way to open it, or what is wrong. */
export function findReader(selector: ReaderSelector): FindReader {
  switch (selector.driver) {
    case 'mrz-text':
    case 'mrz-text-elyctis':
      return findSerialReader(selector);
    case 'auto':
    case 'hid-pos-barcode':
    case 'msr-hid':
    case 'wedge-hidraw':
      return findHidReader(selector);
  }
}

/** Connects to the reader and stays connected until it is closed. Loads native modules: for the device process only. */
export function openReader(
  selector: ReaderSelector,
  options: Omit<ConnectionOptions, 'find' | 'watchDevices'>,
): ReaderConnection {
  return new ReaderConnection({ ...options, find: findReader(selector), watchDevices: watchDeviceNodes });
}
