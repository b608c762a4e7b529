import type { DeviceCommand, DeviceEvent, DeviceLink } from './link.ts';
import type { Printer } from './printer/index.ts';
import type { ArmedReader } from './reader/reader.ts';

export interface LocalDevices {
  /** Made with the emitter it reports to; null where the kiosk has no reader. */
  readonly reader: ((emit: (event: DeviceEvent) => void) => ArmedReader) | null;
  readonly printer: Printer;
}

/** The device link to devices in the same process: the messages are those that a process of their own would get. */
export function createLocalLink({ printer, reader }: LocalDevices): DeviceLink {
  const listeners = new Set<(event: DeviceEvent) => void>();
  const emit = (event: DeviceEvent): void => listeners.forEach((listener) => listener(event));
  const armed = reader === null ? null : reader(emit);
  let printerSince = new Date();
  const printerEvent = (): DeviceEvent => ({
    type: 'printer.state',
    state: printer.state,
    since: printerSince.toISOString(),
  });
  printer.onState(() => {
    printerSince = new Date();
    emit(printerEvent());
  });

  const jobs = new Map<string, AbortController>();

  async function print({ document, jobId }: Extract<DeviceCommand, { type: 'printer.print' }>): Promise<void> {
    const cancel = new AbortController();
    jobs.set(jobId, cancel);
    const { bytes, outcome, reason } = await printer.print(document, { signal: cancel.signal });
    jobs.delete(jobId);
    emit({ type: 'printer.outcome', jobId, outcome, reason, bytes });
  }

  return {
    send: (command) => {
      switch (command.type) {
        case 'reader.arm':
          armed?.arm(command.armingId);
          return;
        case 'reader.disarm':
          armed?.disarm();
          return;
        case 'printer.print':
          void print(command);
          return;
        case 'printer.cancel':
          jobs.get(command.jobId)?.abort();
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      listener({ type: 'reader.state', state: armed?.state ?? 'unavailable' });
      listener(printerEvent());
      return () => listeners.delete(listener);
    },
    close: async () => {
      listeners.clear();
      armed?.disarm();
      await printer.close();
    },
  };
}
