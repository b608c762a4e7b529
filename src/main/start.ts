import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createLocalLink } from '../devices/local-link.ts';
import { connectorFor, createPrinter } from '../devices/printer/index.ts';
import { ArmedReader } from '../devices/reader/reader.ts';
import { startDock } from '../devices/virtual/dock.ts';
import { VirtualPrinter } from '../devices/virtual/printer/virtual-printer.ts';
import { VirtualReader } from '../devices/virtual/reader.ts';
import { loadCatalog } from './catalog.ts';
import type { KioskConfig } from './config.ts';
import { createHttpGateway } from './gateway/client.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';
import { VISIT_TIMING, type VisitTiming } from './visit/timing.ts';

/** Where the program's own files are: a checkout, or the unpacked part of a package. */
export interface ProgramFiles {
  /** Holds `locales/`, `art/` and `dock/`. */
  readonly assets: string;
  /** Holds the .woff files that receipts are set in. */
  readonly receiptFonts: string;
}

/** The virtual devices of a kiosk; null where the configuration names a real one. */
export interface VirtualDevices {
  readonly reader: VirtualReader | null;
  readonly printer: VirtualPrinter | null;
}

export interface RunningKiosk {
  readonly kiosk: Kiosk;
  readonly virtual: VirtualDevices;
  /** Address of the dock (demo only): taps virtual cards, pulls virtual paper. */
  readonly dockUrl: string | null;
  close(): Promise<void>;
}

const DOTS = { 80: 576, 58: 384 } as const;

/**
 * Puts the kiosk process together from its configuration. Both hosts call this and nothing else.
 * @param timing other delays than a visitor's; for tests that can't wait
 */
export async function startKioskProcess(
  config: KioskConfig,
  files: ProgramFiles,
  timing: VisitTiming = VISIT_TIMING,
): Promise<RunningKiosk> {
  const virtualPrinter =
    config.printer.address === 'virtual' ? new VirtualPrinter({ widthDots: DOTS[config.printer.paperWidthMm] }) : null;
  const printer = createPrinter({
    connect: virtualPrinter === null ? connectorFor(printerAddress(config)) : () => virtualPrinter.connect(),
    assets: { fontDirectory: files.receiptFonts, emblemFile: join(files.assets, 'art/emblem.svg') },
    widthDots: DOTS[config.printer.paperWidthMm],
    profile: 'P1',
  });
  const monotonicMs = (): number => performance.now();
  let virtualReader: VirtualReader | null = null;
  const devices = createLocalLink({
    printer,
    reader:
      config.reader.driver === 'none'
        ? null
        : (emit) => {
            const reader = new ArmedReader({ emit, monotonicMs, now: () => new Date() });
            virtualReader = new VirtualReader(reader, monotonicMs);
            return reader;
          },
  });
  const kiosk = createKiosk({
    config,
    catalog: loadCatalog(join(files.assets, 'locales')),
    gateway: createHttpGateway({ ...config.gateway, kioskId: config.kioskId }),
    devices,
    timing,
  });
  const virtual: VirtualDevices = { reader: virtualReader, printer: virtualPrinter };
  virtual.reader?.plugIn();
  const dock =
    config.mode === 'demo'
      ? await startDock(
          {
            ...virtual,
            printerState: () => printer.state,
            setInService: (inService) =>
              inService ? kiosk.returnToService() : kiosk.takeOutOfService('maintenance'),
          },
          join(files.assets, 'dock'),
        )
      : null;
  // The first visitor must not wait for fonts; what is missing shows when a receipt is printed.
  void printer.warmUp();

  return {
    kiosk,
    virtual,
    dockUrl: dock?.url ?? null,
    close: async () => {
      await dock?.close();
      await kiosk.close();
    },
  };
}

/** `file:///dev/usb/lp0` is the path of a device for the printer room, everything else stays a URL. */
function printerAddress({ printer: { address } }: KioskConfig): string {
  return address.startsWith('file:') ? fileURLToPath(address) : address;
}
