import { fault, ok, type Result } from '../../domain/result.ts';
import { ReaderConnection, type ConnectionOptions } from './connection.ts';
import { findHidReader, type HidSelector } from './transport/hid.ts';
import { watchDeviceNodes } from './transport/hot-plug.ts';
import { troubleOf, type FindReader } from './transport/line.ts';
import { findSerialReader, type SerialSelector } from './transport/serial.ts';
import type { ReaderTrouble } from './trouble.ts';

/** Which reader a kiosk has. */
export type ReaderSelector = HidSelector | SerialSelector;

/** Looks for the reader once: its name and the way to open it, or what is wrong. For the device process only: loads native modules. */
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

/**
 * Looks for the reader, opens it and closes it again: its name, or what is wrong. For the technician's check while no
 * kiosk runs; a serial line lets only one in.
 */
export async function examineReader(selector: ReaderSelector): Promise<Result<string, ReaderTrouble>> {
  const found = await findReader(selector)();
  if (!found.ok) return found;
  const line = await found.value.open();
  if (!line.ok) return fault(troubleOf(line.fault));
  await line.value.close();
  return ok(found.value.name);
}

/** Connects to the reader and stays connected until it is closed. */
export function openReader(
  find: FindReader,
  options: Omit<ConnectionOptions, 'find' | 'watchDevices'>,
): ReaderConnection {
  return new ReaderConnection({ ...options, find, watchDevices: watchDeviceNodes });
}
