import { setTimeout as sleep } from 'node:timers/promises';
import type { SerialPort } from 'serialport';
import { fault, ok } from '../../../domain/result.ts';
import { watchPresence } from '../../device-presence.ts';
import { watchBothWays } from '../../serial-poller.ts';
import { serialSettings } from './serial-settings.ts';
import type { Connect, Transport } from './transport.ts';

const DRAIN_TIMEOUT_MS = 2000;
/** The kernel may keep a port with unsent bytes for 30 s (closing_wait); nobody waits for that. */
const CLOSE_TIMEOUT_MS = 500;

/** serialport is loaded where a printer is looked for, not before: it loads a native binary, and few kiosks need it. */
const loadSerialPort = async (): Promise<typeof SerialPort> => (await import('serialport')).SerialPort;

/** A printer on a serial port. @param address as `serialSettings` takes it */
export function serialPrinter(address: string): Connect {
  const { baud, flow, path } = serialSettings(address);
  return async () => {
    const Port = await loadSerialPort().catch(() => null);
    if (Port === null) return fault('no_native_module');
    const port = new Port({
      path,
      baudRate: baud,
      autoOpen: false,
      rtscts: flow === 'hardware',
      xon: flow === 'software',
      xoff: flow === 'software',
    });
    const error = await new Promise<Error | null>((resolve) => port.open(resolve));
    // Also a port that somebody else has locked, or that is still closing.
    if (error !== null) return fault('unreachable');
    watchBothWays(port);
    return ok(transportOf(path, port));
  };
}

function transportOf(path: string, port: SerialPort): Transport {
  const lostListeners: (() => void)[] = [];
  let isOpen = true;
  const endWrites = new AbortController();
  // Unplugging under a write brings an error and then 'close' twice.
  const lost = (): void => {
    if (!isOpen) return;
    isOpen = false;
    stopWatching();
    endWrites.abort();
    for (const listener of lostListeners.splice(0)) listener();
  };
  const closed = (): Promise<void> =>
    new Promise((resolve) => {
      if (port.isOpen) port.close(() => resolve());
      else resolve();
    });
  port.on('close', lost);
  const shut = (): void => {
    lost();
    void closed();
  };
  port.on('error', shut);
  const stopWatching = watchPresence(path, shut);
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        const giveUp = (): void => resolve(fault('lost'));
        if (!isOpen) return giveUp();
        endWrites.signal.addEventListener('abort', giveUp, { once: true });
        port.write(bytes, (error) => {
          endWrites.signal.removeEventListener('abort', giveUp);
          // The error comes before 'close' does.
          resolve(error === null || error === undefined ? ok(null) : fault('lost'));
        });
      }),
    onData: (listener) => {
      port.on('data', listener);
    },
    onLost: (listener) => {
      if (isOpen) lostListeners.push(listener);
      else listener();
    },
    close: async () => {
      if (port.isOpen) {
        const drained = new Promise<void>((resolve) => port.drain(() => resolve()));
        await Promise.race([drained, sleep(DRAIN_TIMEOUT_MS, null, { ref: false })]);
      }
      await Promise.race([closed(), sleep(CLOSE_TIMEOUT_MS, null, { ref: false })]);
      lost();
    },
    abandon: () => {
      if (port.isOpen) port.flush(() => void closed());
      lost();
    },
  };
}
