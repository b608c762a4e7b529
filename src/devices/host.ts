import { createLocalLink, relayEvents } from './local-link.ts';
import type { DeviceLink } from './link.ts';
import { connectorFor, createPrinter, PRINT_LIMITS, type Connect, type PrinterTrouble } from './printer/index.ts';
import type { DeviceSetup, FromDevices, ToDevices } from './process-messages.ts';
import { ArmedReader, findPageReader, findReader, openReader, PageLine } from './reader/index.ts';
import { perform } from './virtual/perform.ts';
import { VirtualReader } from './virtual/reader.ts';

/**
 * The device process: the only one that touches hardware. Takes its setup and its commands from the kiosk process,
 * answers pings, and ends when it is told to or when the kiosk process is gone.
 */
interface Devices {
  readonly link: DeviceLink;
  readonly virtualReader: VirtualReader | null;
}

/** The two ways to a parent: Electron's utility process has a port, a forked Node has its IPC channel. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: ToDevices }) => void): void;
  postMessage(message: FromDevices): void;
}
const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };

function post(message: FromDevices): void {
  if (parentPort !== undefined) parentPort.postMessage(message);
  // A message to a parent that is going is lost; `disconnect` ends this process right after.
  else if (process.connected) process.send?.(message, () => undefined);
}

let devices: Devices | null = null;

function receive(message: ToDevices): void {
  switch (message.type) {
    case 'setup':
      devices ??= open(message.setup);
      return;
    case 'command':
      return devices?.link.send(message.command);
    case 'virtual_reader':
      return void (devices?.virtualReader && perform(message.act, devices.virtualReader));
    case 'ping':
      return post({ type: 'pong', count: message.count });
    case 'shutdown':
      return void end();
  }
}

function open({ documents, files, printer: printing, reader: selector }: DeviceSetup): Devices {
  const { address, believesProcessId, hasUnfinishedJob, profile, provisioning, waitForPaperMs, widthDots } = printing;
  const monotonicMs = (): number => performance.now();
  const printer = createPrinter({
    connect: tellingTrouble(connectorFor(address)),
    assets: { fontDirectory: files.receiptFonts, emblemFile: files.emblem },
    widthDots,
    profile,
    believesProcessId,
    hasUnfinishedJob,
    limits: { ...PRINT_LIMITS, waitForPaperMs },
    ...(provisioning === null ? {} : { provisioning }),
  });
  let virtualReader: VirtualReader | null = null;
  const pageLine = new PageLine();
  const link = createLocalLink({
    pageLine,
    printer,
    reader:
      selector.driver === 'none'
        ? null
        : (emit) => {
            const reader = new ArmedReader({ documents, emit, monotonicMs, now: () => new Date() });
            if (selector.driver === 'virtual') virtualReader = new VirtualReader(reader, monotonicMs);
            else
              openReader(selector.driver === 'wedge-page' ? findPageReader(pageLine) : findReader(selector), {
                sink: reader,
                monotonicMs,
                onTrouble: (trouble) => emit({ type: 'device.trouble', device: 'reader', trouble }),
              });
            return reader;
          },
  });
  relayEvents(link, (event) => post({ type: 'event', event }));
  (virtualReader as VirtualReader | null)?.plugIn();
  // The first visitor must not wait for fonts; what is missing shows when a receipt is printed.
  printer.warmUp().catch(() => undefined);
  return { link, virtualReader };
}

/** A line that lacks something on this computer is no printer that is switched off: a technician has to know. */
function tellingTrouble(connect: Connect): Connect {
  let told: PrinterTrouble | null = null;
  return async () => {
    const connected = await connect();
    const trouble = connected.ok || connected.fault === 'unreachable' ? null : connected.fault;
    if (trouble !== told) post({ type: 'event', event: { type: 'device.trouble', device: 'printer', trouble } });
    told = trouble;
    return connected;
  };
}

async function end(): Promise<void> {
  await devices?.link.close();
  process.exit(0);
}

if (parentPort === undefined) {
  process.on('message', (message) => receive(message as ToDevices));
  // The kiosk process is gone; nobody is left to print for. An orderly exit can take 38 s at a serial printer that takes
  // no bytes (seen with cdc-acm of Linux 6.1), and as long the next kiosk process could not open its port.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
} else {
  parentPort.on('message', ({ data }) => receive(data));
}
