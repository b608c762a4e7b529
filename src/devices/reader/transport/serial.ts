import { fault, ok, type Result } from '../../../domain/result.ts';
import { watchPresence } from '../../device-presence.ts';
import { watchBothWays } from '../../serial-poller.ts';
import type { ReaderTrouble } from '../trouble.ts';
import { LineListeners, openFaultOf, type FindReader, type OpenFault, type ReaderLine } from './line.ts';

/** What is used of serialport's `PortInfo`; ids are four hex digits. */
export interface SerialInfo {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
}

/** What is used of serialport's `SerialPort`. */
export interface SerialHandle {
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'error' | 'close', listener: () => void): unknown;
  open(done: (error: Error | null) => void): void;
  write(bytes: Buffer): unknown;
  close(done: (error: Error | null) => void): void;
}

export interface SerialModule {
  list(): Promise<readonly SerialInfo[]>;
  create(path: string, baudRate: number): SerialHandle;
}

/** With bytes that the device doesn't take, closing waits up to 30 s in the kernel; nobody waits for that. */
const CLOSE_TIMEOUT_MS = 1000;

/** A USB reader by its ids, or a plain RS-232 port, which has none, by its path. */
export interface SerialSelector {
  readonly driver: 'mrz-text' | 'mrz-text-elyctis';
  readonly vendorId: number | null;
  readonly productId: number | null;
  readonly serialNumber: string | null;
  /** Such as `/dev/ttyS0` or `COM1`; null for a USB reader. */
  readonly path: string | null;
  /** A USB-CDC reader ignores it. */
  readonly baudRate: number;
}

/** serialport is loaded where a reader is looked for, not before. */
export async function loadSerial(): Promise<SerialModule> {
  const { SerialPort } = await import('serialport');
  return {
    list: () => SerialPort.list(),
    create: (path, baudRate) => {
      const port = new SerialPort({ path, baudRate, autoOpen: false });
      port.once('open', () => watchBothWays(port));
      return port;
    },
  };
}

/** Finds readers behind a serial line. */
export function findSerialReader(selector: SerialSelector, load: () => Promise<SerialModule> = loadSerial): FindReader {
  return async () => {
    const serial = await load().catch(() => null);
    if (serial === null) return fault('no_native_module');
    const chosen = selector.path === null ? await findPort(serial, selector) : ok({ path: selector.path });
    if (!chosen.ok) return chosen;
    const port = chosen.value;
    return ok({
      driver: selector.driver,
      name: nameOf(port),
      open: () => openPort(port.path, serial.create(port.path, selector.baudRate)),
    });
  };
}

async function findPort(serial: SerialModule, selector: SerialSelector): Promise<Result<SerialInfo, ReaderTrouble>> {
  const ports = await serial.list().catch(() => null);
  return ports === null ? fault('open_failed') : choosePort(ports, selector);
}

const nameOf = ({ manufacturer, path, productId, serialNumber, vendorId }: SerialInfo): string => {
  const id = vendorId === undefined ? undefined : `${vendorId}:${productId ?? ''}`;
  return [manufacturer, id, serialNumber, path].filter((part) => part !== undefined && part !== '').join(' ');
};

/** The one port that is meant. A port without ids is never taken: it could lead anywhere. */
export function choosePort(ports: readonly SerialInfo[], selector: SerialSelector): Result<SerialInfo, ReaderTrouble> {
  if (selector.vendorId === null && selector.serialNumber === null) return fault('no_reader');
  const meant = ports.filter(
    (port) =>
      isId(port.vendorId, selector.vendorId) &&
      isId(port.productId, selector.productId) &&
      (selector.serialNumber === null || port.serialNumber === selector.serialNumber),
  );
  const [found, other] = meant;
  if (found === undefined) return fault('no_reader');
  return other === undefined ? ok(found) : fault('several_readers');
}

const isId = (hex: string | undefined, wanted: number | null): boolean =>
  wanted === null || (hex !== undefined && Number.parseInt(hex, 16) === wanted);

function openPort(path: string, port: SerialHandle): Promise<Result<ReaderLine, OpenFault>> {
  const listeners = new LineListeners();
  port.on('data', (chunk) => listeners.receive(chunk));
  // An unplug with a write under way brings 'error' and two 'close' (serialport 13.0.0).
  port.on('error', () => listeners.lose());
  port.on('close', () => listeners.lose());
  return new Promise((resolve) => {
    port.open((error) => resolve(error === null || error === undefined ? ok(lineOf(path, port, listeners)) : fault(openFaultOf(error))));
  });
}

function lineOf(path: string, port: SerialHandle, listeners: LineListeners): ReaderLine {
  let closed: Promise<void> | null = null;
  const stopWatching = watchPresence(path, () => listeners.lose());
  return {
    descriptor: null,
    onData: (listener) => listeners.onData(listener),
    onLost: (listener) => listeners.onLost(listener),
    write: (bytes) => {
      port.write(Buffer.from(bytes));
      return Promise.resolve();
    },
    close: () => {
      stopWatching();
      return (closed ??= closePort(port));
    },
  };
}

const closePort = (port: SerialHandle): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
    port.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
