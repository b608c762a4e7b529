import { connectorFor } from '../../src/devices/printer/transport/open.ts';
import type { Transport } from '../../src/devices/printer/transport/transport.ts';
import { ArmedReader, findReader, openReader, type ReaderConnection, type ReaderEvent, type ReaderSelector, type ReaderTrouble } from '../../src/devices/reader/index.ts';
import { nowMs } from './system.ts';

/**
 * The kiosk's side of the lab: the product's reader connection and printer lines with the real node-hid and serialport,
 * in a process of its own that runs as the kiosk's user. The lab sends commands and gets events.
 */
export type KioskCommand =
  | { readonly type: 'open'; readonly selector: ReaderSelector }
  | { readonly type: 'close' }
  | { readonly type: 'arm'; readonly armingId: string }
  | { readonly type: 'disarm' }
  | { readonly type: 'printer.open'; readonly address: string }
  | { readonly type: 'printer.write'; readonly hex: string }
  | { readonly type: 'printer.close' }
  | { readonly type: 'exit' };

export type KioskEvent = { readonly atMs: number } & (
  | { readonly type: 'started' }
  | { readonly type: 'armed'; readonly armingId: string }
  | { readonly type: 'disarmed' }
  | { readonly type: 'reader.state'; readonly state: string }
  | { readonly type: 'reader.read'; readonly armingId: string; readonly number: string; readonly via: string; readonly recognitionMs: number }
  | { readonly type: 'reader.fault'; readonly armingId: string; readonly code: string }
  | { readonly type: 'reader.document'; readonly lies: boolean }
  | { readonly type: 'trouble'; readonly trouble: ReaderTrouble | null }
  | { readonly type: 'closed' }
  | { readonly type: 'printer.open'; readonly ok: boolean }
  | { readonly type: 'printer.written'; readonly ok: boolean }
  | { readonly type: 'printer.data'; readonly hex: string }
  | { readonly type: 'printer.lost' }
  | { readonly type: 'printer.closed' }
);

type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;
const tell = (event: WithoutTime<KioskEvent>): void => void process.send?.({ ...event, atMs: nowMs() });

const reader = new ArmedReader({ documents: ['national_id', 'iqama'], emit: tellReader, monotonicMs: nowMs, now: () => new Date() });
let connection: ReaderConnection | null = null;
let printer: Transport | null = null;

function tellReader(event: ReaderEvent): void {
  if (event.type !== 'reader.read') return tell(event);
  const { armingId, recognitionMs, via } = event;
  // These are the specimens of the lab, so the number may be told.
  tell({ type: 'reader.read', armingId, number: Buffer.from(event.digits).toString('ascii'), via, recognitionMs });
}

async function openPrinter(address: string): Promise<void> {
  const opened = await connectorFor(address)();
  tell({ type: 'printer.open', ok: opened.ok });
  if (!opened.ok) return;
  printer = opened.value;
  printer.onData((bytes) => tell({ type: 'printer.data', hex: Buffer.from(bytes).toString('hex') }));
  printer.onLost(() => tell({ type: 'printer.lost' }));
}

async function obey(command: KioskCommand): Promise<void> {
  switch (command.type) {
    case 'open':
      connection = openReader(findReader(command.selector), {
        sink: reader,
        monotonicMs: nowMs,
        onTrouble: (trouble) => tell({ type: 'trouble', trouble }),
      });
      return;
    case 'close':
      await connection?.close();
      return tell({ type: 'closed' });
    case 'arm':
      reader.arm(command.armingId);
      return tell({ type: 'armed', armingId: command.armingId });
    case 'disarm':
      reader.disarm();
      return tell({ type: 'disarmed' });
    case 'printer.open':
      return openPrinter(command.address);
    case 'printer.write':
      return tell({ type: 'printer.written', ok: (await printer?.write(Buffer.from(command.hex, 'hex')))?.ok === true });
    case 'printer.close':
      await printer?.close();
      return tell({ type: 'printer.closed' });
    case 'exit':
      process.exit(0);
  }
}

process.on('message', (command: KioskCommand) => void obey(command));
tell({ type: 'started' });
