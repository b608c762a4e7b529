import { afterEach, expect, test, vi } from 'vitest';
import { createPrinter, layOut, type Connect, type Printer, type Transport } from '../../src/devices/printer/index.ts';
import { differentDots } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { VirtualPrinter, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS, englishReceipt, typesetter } from './printer-documents.ts';

/**
 * Between us and a printer lies what the kernel holds: 64 kB in a pseudo-terminal, 4 kB in a serial port, more in a
 * socket. Bytes in it look sent while the printer takes nothing.
 */
const LIMITS = { jobTimeoutMs: 700, clearTimeoutMs: 100 };
const opened: Printer[] = [];
afterEach(async () => {
  for (const printer of opened.splice(0)) await printer.close();
});

interface Kernel {
  readonly connect: Connect;
  /** The most it ever held. */
  mostHeld(): number;
}

/** @param dropsOnAbandon as a socket that is reset does; a serial port may still send what it holds */
function kernelBefore(device: VirtualPrinter, capacityBytes: number, dropsOnAbandon: boolean): Kernel {
  let mostHeld = 0;
  const connect: Connect = async () => {
    const below = await device.connect();
    if (!below.ok) return below;
    let held: Uint8Array[] = [];
    let heldBytes = 0;
    let isMoving = false;
    const life = { isClosed: false };
    let waiting: (() => void)[] = [];
    const room = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
    const wake = (): void => {
      const woken = waiting;
      waiting = [];
      for (const go of woken) go();
    };
    const move = async (): Promise<void> => {
      if (isMoving) return;
      isMoving = true;
      for (let part = held.shift(); part !== undefined; part = held.shift()) {
        await below.value.write(part);
        heldBytes -= part.length;
        wake();
      }
      isMoving = false;
      if (life.isClosed) below.value.abandon();
    };
    const leave = (): void => {
      life.isClosed = true;
      if (dropsOnAbandon) [held, heldBytes] = [[], 0];
      if (dropsOnAbandon || !isMoving) below.value.abandon();
      wake();
      for (const tell of lost.splice(0)) tell();
    };
    const lost: (() => void)[] = [];
    below.value.onLost(() => lost.splice(0).forEach((tell) => tell()));
    const transport: Transport = {
      write: async (bytes) => {
        for (let at = 0; at < bytes.length && !life.isClosed; ) {
          if (heldBytes >= capacityBytes) {
            await room();
            continue;
          }
          const part = bytes.slice(at, at + Math.min(64, capacityBytes - heldBytes));
          at += part.length;
          held.push(part);
          heldBytes += part.length;
          mostHeld = Math.max(mostHeld, heldBytes);
          void move();
        }
        return life.isClosed ? { ok: false, fault: 'lost' } : { ok: true, value: null };
      },
      onData: (listener) => below.value.onData((bytes) => {
        if (!life.isClosed) listener(bytes);
      }),
      onLost: (listener) => void lost.push(listener),
      close: () => Promise.resolve(leave()),
      abandon: leave,
    };
    return { ok: true, value: transport };
  };
  return { connect, mostHeld: () => mostHeld };
}

async function setUp(options: VirtualPrinterOptions, capacityBytes: number, dropsOnAbandon: boolean) {
  const device = new VirtualPrinter({ receiveBufferBytes: 4096, ...options });
  const kernel = kernelBefore(device, capacityBytes, dropsOnAbandon);
  const printer = createPrinter({ connect: kernel.connect, assets: ASSETS, widthDots: 576, profile: 'P2', limits: LIMITS });
  opened.push(printer);
  await printer.warmUp();
  await vi.waitFor(() => expect(printer.state).toBe('ready'));
  await printer.capabilities();
  return { device, kernel, printer };
}

const drawn = layOut(englishReceipt, typesetter, 576);
if (!drawn.ok) throw new Error(drawn.fault);
const nextPicture = drawPage(drawn.value);

const KERNELS = [
  ['256 bytes', 256],
  ['4 kB', 4096],
  ['64 kB', 65_536],
] as const;

test.each(KERNELS)('through %s a receipt is printed, and believed only when it is', async (_what, capacityBytes) => {
  const { device, kernel, printer } = await setUp({ speedMmPerSecond: 400 }, capacityBytes, true);
  expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  expect(device.pages).toHaveLength(1);
  // Whatever the kernel would take: a printer that answers marks has no more on its way than its credit.
  expect(kernel.mostHeld()).toBeLessThanOrEqual(1500);
});

test.each(
  KERNELS.flatMap(([what, capacityBytes]) =>
    ([[], ['no_marks']] as const).flatMap((quirks) =>
      [true, false].map((drops) => ({ what, capacityBytes, quirks, drops, marks: quirks.length === 0 ? 'marks' : 'no marks' })),
    ),
  ),
)('stalled behind $what, $marks, dropped on leaving: $drops: ends in time, as unknown, and the next is alone and whole', async ({ capacityBytes, drops, quirks }) => {
  const { device, printer } = await setUp({ quirks }, capacityBytes, drops);
  device.inject('stalled', { afterRows: 400 });
  expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'no_answer' });
  device.restore();
  await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 6000 });
  await printer.capabilities();
  expect((await printer.print(englishReceipt)).outcome).toBe('printed');
  const last = device.pages.at(-1);
  expect([last?.heightDots, last === undefined ? -1 : differentDots(last, nextPicture)]).toEqual([nextPicture.heightDots, 0]);
}, 20_000);
