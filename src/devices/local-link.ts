import type { DeviceCommand, DeviceEvent, DeviceLink, PrinterTestOutcome } from './link.ts';
import type { Printer, PrintReport } from './printer/index.ts';
import type { ArmedReader } from './reader/reader.ts';
import type { PageLine } from './reader/transport/page.ts';

/** Passes all events of a link on to another process. What arrives there is a copy, so the number must not stay here. */
export function relayEvents(link: DeviceLink, post: (event: DeviceEvent) => void): void {
  link.subscribe((event) => {
    post(event);
    if (event.type === 'reader.read') event.digits.fill(0);
  });
}

export interface LocalDevices {
  /** Made with the emitter it reports to; null where the kiosk has no reader. */
  readonly reader: ((emit: (event: DeviceEvent) => void) => ArmedReader) | null;
  /** Takes the keys of a reader that types into the page; left out where there is no such reader. */
  readonly pageLine?: Pick<PageLine, 'press'>;
  readonly printer: Printer;
}

/** The device link to devices in the same process: the messages are those that a process of their own would get. */
export function createLocalLink({ pageLine, printer, reader }: LocalDevices): DeviceLink {
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

  const jobs = new Map<string, { readonly cancel: AbortController; readonly printed: Promise<PrintReport> }>();

  async function print({ document, jobId }: Extract<DeviceCommand, { type: 'printer.print' }>): Promise<void> {
    const cancel = new AbortController();
    const printed = printer.print(document, { signal: cancel.signal });
    jobs.set(jobId, { cancel, printed });
    const { bytes, outcome, paperMm = 0, reason } = await printed;
    jobs.delete(jobId);
    emit({ type: 'printer.outcome', jobId, outcome, reason, bytes, paperMm });
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
        case 'reader.key':
          pageLine?.press(command);
          return;
        case 'printer.print':
          void print(command);
          return;
        case 'printer.cancel':
          jobs.get(command.jobId)?.cancel.abort();
          return;
        case 'printer.test':
          void test(command, printer, emit).then(emit);
          return;
        case 'printer.report':
          void printer.report().then((report) => emit({ type: 'printer.report', report }));
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
      for (const { cancel } of jobs.values()) cancel.abort();
      // Half a receipt would hang on the next visitor's. Who can't wait for it ends the process.
      await Promise.all(Array.from(jobs.values(), ({ printed }) => printed));
      await printer.close();
    },
  };
}

/** Does what a technician asked for. */
async function test(
  command: Extract<DeviceCommand, { type: 'printer.test' }>,
  printer: Printer,
  emit: (event: DeviceEvent) => void,
): Promise<PrinterTestOutcome> {
  const { jobId, kind } = command;
  if (kind !== 'provision') {
    const { bytes, outcome, reason } = await printer.printTest(kind);
    return { type: 'printer.test_outcome', jobId, kind, outcome, reason, bytes };
  }
  const filled = await printer.fillMemory(command.vocabulary, (done, total) =>
    emit({ type: 'printer.test_progress', jobId, done, total }),
  );
  const about = { type: 'printer.test_outcome', jobId, kind } as const;
  if (filled.ok) return { ...about, outcome: 'filled', reason: null, record: filled.value };
  return { ...about, outcome: filled.fault === 'broken_off' ? 'unknown' : 'not_filled', reason: filled.fault, record: null };
}
