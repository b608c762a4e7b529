import type { SupervisedDevices } from '../devices/supervisor.ts';
import { VirtualPrinter } from '../devices/virtual/printer/virtual-printer.ts';
import type { CardSpoil } from '../devices/virtual/reader.ts';
import type { KioskConfig } from './config.ts';
import { PAPER_WIDTH_DOTS } from './device-setup.ts';

/** The virtual reader, which lives in the device process. */
export interface VirtualReaderControl {
  /** Somebody holds a card to the reader and takes it away again. */
  present(payload: string): void;
  presentUnreadable(): void;
  /** Somebody lays a card on the reader and leaves it there. */
  place(payload: string): void;
  take(): void;
  /** The next presentation that isn't spoiled yet goes wrong in this way. */
  spoilNext(spoil: CardSpoil): void;
  unspoil(): void;
  plugIn(): void;
  unplug(): void;
}

/** The virtual devices of a kiosk; null where the configuration names a real one. */
export interface VirtualDevices {
  readonly reader: VirtualReaderControl | null;
  readonly printer: VirtualPrinter | null;
}

/** As fast as a good receipt printer. */
const VIRTUAL_MM_PER_SECOND = 400;

/** The virtual printer is a network printer to everybody else; it listens on loopback. */
export async function startVirtualPrinter({ printer: { address, paperWidthMm } }: KioskConfig) {
  if (address !== 'virtual') return null;
  // Paper that moved in no time would be taken for a printer that lies.
  const printer = new VirtualPrinter({ widthDots: PAPER_WIDTH_DOTS[paperWidthMm], speedMmPerSecond: VIRTUAL_MM_PER_SECOND });
  const { close, url } = await printer.startTcp();
  return { printer, address: url, close };
}

/** The way to the virtual reader of the device process. */
export const controlReader = ({ virtualReader }: SupervisedDevices): VirtualReaderControl => ({
  present: (payload) => virtualReader({ type: 'present', payload }),
  presentUnreadable: () => virtualReader({ type: 'present_unreadable' }),
  place: (payload) => virtualReader({ type: 'place', payload }),
  take: () => virtualReader({ type: 'take' }),
  spoilNext: (spoil) => virtualReader({ type: 'spoil_next', spoil }),
  unspoil: () => virtualReader({ type: 'unspoil' }),
  plugIn: () => virtualReader({ type: 'plug_in' }),
  unplug: () => virtualReader({ type: 'unplug' }),
});
