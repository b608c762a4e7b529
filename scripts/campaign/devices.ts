import type { DeviceProcess } from '../../src/devices/supervisor.ts';
import { createLocalLink } from '../../src/devices/local-link.ts';
import type { DeviceLink } from '../../src/devices/link.ts';
import { connectorFor, createPrinter, type Printer, type PrintLimits } from '../../src/devices/printer/index.ts';
import type { DeviceSetup, FromDevices, ToDevices } from '../../src/devices/process-messages.ts';
import { ArmedReader } from '../../src/devices/reader/index.ts';
import { perform } from '../../src/devices/virtual/perform.ts';
import { VirtualReader } from '../../src/devices/virtual/reader.ts';

/**
 * The device process without a process: virtual reader and real printer room, in this one. Messages are cloned and
 * arrive later, as between processes; a kill falls between two of them.
 */
export function startDevicesHere(limits: PrintLimits): DeviceProcess {
  let tell: (message: FromDevices) => void = () => undefined;
  const endings: (() => void)[] = [];
  let isAlive = true;
  let link: DeviceLink | null = null;
  let printer: Printer | null = null;
  let reader: VirtualReader | null = null;

  const post = (message: FromDevices): void => {
    const clone = structuredClone(message);
    setImmediate(() => {
      if (isAlive) tell(clone);
    });
  };
  const end = (): void => {
    if (!isAlive) return;
    isAlive = false;
    // A killed process prints nothing more; one that is asked to end has ended its receipt before.
    void printer?.close();
    setImmediate(() => endings.forEach((ended) => ended()));
  };

  function open({ documents, files, printer: printing }: DeviceSetup): void {
    const monotonicMs = (): number => performance.now();
    const made = createPrinter({
      connect: connectorFor(printing.address),
      assets: { fontDirectory: files.receiptFonts, emblemFile: files.emblem },
      widthDots: printing.widthDots,
      profile: printing.profile,
      hasUnfinishedJob: printing.hasUnfinishedJob,
      limits: { ...limits, waitForPaperMs: printing.waitForPaperMs },
    });
    printer = made;
    link = createLocalLink({
      printer: made,
      reader: (emit) => {
        const armed = new ArmedReader({ documents, emit, monotonicMs, now: () => new Date() });
        reader = new VirtualReader(armed, monotonicMs);
        return armed;
      },
    });
    link.subscribe((event) => post({ type: 'event', event }));
    reader?.plugIn();
  }

  function receive(message: ToDevices): void {
    switch (message.type) {
      case 'setup':
        return open(message.setup);
      case 'command':
        return link?.send(message.command);
      case 'virtual_reader':
        return reader === null ? undefined : perform(message.act, reader);
      case 'ping':
        return post({ type: 'pong', count: message.count });
      case 'shutdown':
        return void (link?.close() ?? Promise.resolve()).then(end);
    }
  }

  return {
    post: (message) => {
      const clone = structuredClone(message);
      setImmediate(() => {
        if (isAlive) receive(clone);
      });
    },
    onMessage: (listener) => {
      tell = listener;
    },
    onExit: (listener) => void endings.push(listener),
    kill: end,
  };
}
