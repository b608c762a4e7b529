import type { FaultRule, Operation } from '../../../../contract/gateway-faults.ts';
import type { PrintPoint, VirtualPrinterFault } from '../printer/index.ts';
import type { CardSpoil } from '../reader.ts';
import type { ActName } from './script.ts';

/** Something that can be away and come back. */
export interface Switchable {
  setAway(isAway: boolean): void;
}

export interface FaultyReader {
  present(payload: string): void;
  plugIn(): void;
  unplug(): void;
  spoilNext(spoil: CardSpoil): void;
  unspoil(): void;
}

export interface FaultyPrinter {
  inject(fault: VirtualPrinterFault): void;
  restore(fault?: VirtualPrinterFault): void;
  whenAt(point: PrintPoint, reached: () => void): () => void;
}

export interface FaultyGateway extends Switchable {
  addFault(rule: FaultRule): void;
  clearFaults(): void;
  onCall(listener: (operation: Operation) => void): () => void;
}

/** What faults can be played on. Null, or left out, where a place doesn't have it. */
export interface FaultTargets {
  /** Tells the code of each screen that comes up. Returns the way to stop. */
  readonly screens?: ((listener: (code: string) => void) => () => void) | null;
  readonly reader?: FaultyReader | null;
  readonly printer?: FaultyPrinter | null;
  readonly gateway?: FaultyGateway | null;
  readonly network?: Switchable | null;
  readonly page?: { hang(): void; crash(): void } | null;
  readonly devices?: { kill(): void } | null;
  readonly disk?: { setLow(isLow: boolean): void; setFull(isFull: boolean): void } | null;
  /** How far the clock is from the right time, in seconds. */
  readonly clock?: { setOff(seconds: number): void } | null;
}

type TargetName = keyof FaultTargets;

/** What an act happens to. */
export const TARGET_OF: Readonly<Record<ActName, TargetName>> = {
  card_unreadable: 'reader',
  card_pulled: 'reader',
  reader_unplugged: 'reader',
  reader_plugged: 'reader',
  printer_fails: 'printer',
  printer_mended: 'printer',
  gateway_misbehaves: 'gateway',
  gateway_behaves: 'gateway',
  gateway_down: 'gateway',
  gateway_up: 'gateway',
  network_down: 'network',
  network_up: 'network',
  devices_killed: 'devices',
  page_hangs: 'page',
  page_crashes: 'page',
  disk_low: 'disk',
  disk_full: 'disk',
  disk_freed: 'disk',
  clock_jumps: 'clock',
  clock_set: 'clock',
};
