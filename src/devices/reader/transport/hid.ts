import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fault, ok, type Result } from '../../../domain/result.ts';
import { parseReportDescriptor, type ReportLayout } from '../driver/report-descriptor.ts';
import type { ReaderTrouble } from '../trouble.ts';
import { LineListeners, openFaultOf, type FindReader, type OpenFault, type ReaderLine } from './line.ts';

/** What is used of node-hid's `Device`. */
export interface HidDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

/** What is used of node-hid's `HIDAsync`. */
export interface HidHandle {
  on(event: 'data', listener: (report: Buffer) => void): unknown;
  /** node-hid 3.4.0 says why in a plain string; an `Error` here was thrown by one of our own listeners. */
  on(event: 'error', listener: (error: unknown) => void): unknown;
  write(report: Buffer): Promise<number>;
  close(): Promise<void>;
}

export interface HidModule {
  devicesAsync(): Promise<readonly HidDevice[]>;
  open(path: string): Promise<HidHandle>;
  /** The report descriptor of the device at a path; null where the system doesn't show it. */
  readDescriptor(path: string): Promise<Uint8Array | null>;
}

export type HidDriver = 'hid-pos-barcode' | 'msr-hid' | 'wedge-hidraw';

/** Null stands for "any". Paths don't identify a device: `/dev/hidraw0` may be another one after a replug. */
export interface HidSelector {
  /** `auto` takes the only scanner or stripe reader there is; a keyboard-class reader must be named. */
  readonly driver: HidDriver | 'auto';
  readonly vendorId: number | null;
  readonly productId: number | null;
  readonly serialNumber: string | null;
}

/** node-hid is loaded where a reader is looked for, not before: it needs libusb and libudev to load at all. */
export async function loadHid(): Promise<HidModule> {
  const { HIDAsync, devicesAsync } = (await import('node-hid')).default;
  return { devicesAsync, open: (path) => HIDAsync.open(path), readDescriptor };
}

/** Linux shows the descriptor beside the device node; elsewhere the drivers go by the layouts in use. */
async function readDescriptor(path: string): Promise<Uint8Array | null> {
  return readFile(join('/sys/class/hidraw', basename(path), 'device/report_descriptor')).catch(() => null);
}

/** Finds HID readers by what they are and who made them. */
export function findHidReader(selector: HidSelector, load: () => Promise<HidModule> = loadHid): FindReader {
  return async () => {
    const hid = await load().catch(() => null);
    if (hid === null) return fault('no_native_module');
    const devices = await hid.devicesAsync().catch(() => null);
    if (devices === null) return fault('open_failed');
    const chosen = chooseHidDevice(devices, selector);
    if (!chosen.ok) return chosen;
    const { device, driver, path } = chosen.value;
    return ok({ driver, name: nameOf(device), open: () => openHid(hid, path) });
  };
}

const nameOf = ({ manufacturer, product, productId, serialNumber, vendorId }: HidDevice): string => {
  const id = [vendorId, productId].map((part) => part.toString(16).padStart(4, '0')).join(':');
  return [manufacturer, product, id, serialNumber].filter((part) => part !== undefined && part !== '').join(' ');
};

interface Chosen {
  readonly device: HidDevice;
  readonly driver: HidDriver;
  readonly path: string;
}

/** The one device that is meant, or why there is none. A device is listed once for each of its collections. */
export function chooseHidDevice(devices: readonly HidDevice[], selector: HidSelector): Result<Chosen, ReaderTrouble> {
  const meant = devices.filter((device) => isMeant(device, selector));
  const readers = meant.flatMap((device): Chosen[] => {
    const driver = driverFor(device, selector);
    return driver === null || device.path === undefined ? [] : [{ device, driver, path: device.path }];
  });
  const [found] = readers;
  // A scanner that was switched to keyboard mode by a set-up bar code comes back with another product id.
  if (found === undefined) return fault(hasOtherMode(devices, selector) ? 'wrong_mode' : 'no_reader');
  if (new Set(readers.map(({ path }) => path)).size > 1) return fault('several_readers');
  const isTyping = found.driver !== 'wedge-hidraw' && devices.some((other) => isKeyboard(other) && isSameUnit(other, found.device));
  return isTyping ? fault('also_keyboard') : ok(found);
}

const isMeant = (device: HidDevice, { productId, serialNumber, vendorId }: HidSelector): boolean =>
  (vendorId === null || device.vendorId === vendorId) &&
  (productId === null || device.productId === productId) &&
  (serialNumber === null || device.serialNumber === serialNumber);

const hasOtherMode = (devices: readonly HidDevice[], { vendorId }: HidSelector): boolean =>
  vendorId !== null && devices.some((device) => device.vendorId === vendorId);

const isSameUnit = (one: HidDevice, other: HidDevice): boolean =>
  one.vendorId === other.vendorId && one.productId === other.productId && one.serialNumber === other.serialNumber;

const GENERIC_DESKTOP = 0x01;
const KEYBOARDS = [0x06, 0x07];
const SCANNER_PAGE = 0x8c;
const SCANNER = 0x02;
const STRIPE_PAGE = 0x8e;
const VENDOR_PAGE = 0xff00;
const VENDOR_STRIPE = 0x01;
const MAGTEK = 0x0801;
const ID_TECH = 0x0acd;

const isKeyboard = ({ usage, usagePage }: HidDevice): boolean =>
  usagePage === GENERIC_DESKTOP && usage !== undefined && KEYBOARDS.includes(usage);

function driverFor(device: HidDevice, { driver, vendorId }: HidSelector): HidDriver | null {
  const fitting = fittingDriver(device, vendorId);
  if (driver === 'auto') return fitting === 'wedge-hidraw' ? null : fitting;
  return fitting === driver ? fitting : null;
}

/** The vendor's own page says little, so there the vendor must be one of the two known or be configured. */
function fittingDriver(device: HidDevice, configuredVendor: number | null): HidDriver | null {
  const { usage, usagePage, vendorId } = device;
  if (usagePage === SCANNER_PAGE && usage === SCANNER) return 'hid-pos-barcode';
  if (usagePage === STRIPE_PAGE) return 'msr-hid';
  const isKnownVendor = vendorId === MAGTEK || vendorId === ID_TECH || configuredVendor !== null;
  if (usagePage === VENDOR_PAGE && usage === VENDOR_STRIPE && isKnownVendor) return 'msr-hid';
  // Without its maker any keyboard would do, the technician's too.
  return isKeyboard(device) && configuredVendor !== null ? 'wedge-hidraw' : null;
}

async function openHid(hid: HidModule, path: string): Promise<Result<ReaderLine, OpenFault>> {
  const bytes = await hid.readDescriptor(path);
  const layout = bytes === null ? null : parseReportDescriptor(bytes);
  try {
    return ok(lineOf(await hid.open(path), layout?.ok === true ? layout.value : null));
  } catch (error) {
    return fault(openFaultOf(error));
  }
}

function lineOf(handle: HidHandle, descriptor: ReportLayout | null): ReaderLine {
  const listeners = new LineListeners();
  // Without a listener for 'error' an unplug would end the process.
  handle.on('error', (error) => {
    if (error instanceof Error) throwLater(error);
    listeners.lose();
  });
  // Reading begins here and never pauses: the kernel would keep up to 64 reports and deliver them in a later visit.
  handle.on('data', (report) => listeners.receive(report));
  return {
    descriptor,
    onData: (listener) => listeners.onData(listener),
    onLost: (listener) => listeners.onLost(listener),
    write: async (bytes) => {
      await handle.write(Buffer.from(bytes)).catch(() => listeners.lose());
    },
    // A second close of node-hid 3.4.0 rejects with "device is already closed".
    close: () => handle.close().catch(() => undefined),
  };
}

/** node-hid turns what a listener throws into an 'error' of the device; a bug must not pass for an unplug. */
function throwLater(bug: Error): void {
  queueMicrotask(() => {
    throw bug;
  });
}
