import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { connectorFor, createPrinter, type Printer } from '../../src/devices/printer/index.ts';
import { reportChanges } from '../../src/devices/printer/encoder/commands.ts';
import { VirtualPrinter, type OpenDoor, type VirtualPrinterOptions } from '../../src/devices/virtual/printer/index.ts';
import { arabicReceipt, ASSETS } from '../unit/printer-documents.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
if (!hasSocat) console.warn('SKIPPED: serial printer tests need socat (apt-get install socat)');

/** Automatic status back. */
const REPORT_BYTES = 4;
const directory = mkdtempSync(join(tmpdir(), 'raha-serial-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const doors: OpenDoor[] = [];
const printers: Printer[] = [];
afterEach(async () => {
  for (const printer of printers.splice(0)) await printer.close();
  for (const door of doors.splice(0)) await door.close();
});
let ports = 0;

async function setUp(options: VirtualPrinterOptions = {}, query = 'baud=115200') {
  const device = new VirtualPrinter(options);
  ports += 1;
  const door = await device.startSerial(join(directory, `port${ports}`));
  doors.push(door);
  return { device, door, connect: connectorFor(`${door.url}?${query}`) };
}

async function printerOn(options: VirtualPrinterOptions = {}, query = 'baud=115200') {
  const { connect, device, door } = await setUp(options, query);
  const limits = { jobTimeoutMs: 8000, clearTimeoutMs: 500 };
  const printer = createPrinter({ connect, assets: ASSETS, widthDots: 576, profile: 'P1', limits });
  printers.push(printer);
  await printer.warmUp();
  await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });
  await printer.capabilities();
  return { device, door, printer };
}

describe.runIf(hasSocat)('a printer on a serial port', () => {
  test('prints, and says so', async () => {
    const { device, printer } = await printerOn();
    expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'printed', reason: null });
    expect(device.pages).toHaveLength(1);
  });

  test('every byte value arrives as it was sent', async () => {
    const { connect, device } = await setUp();
    const line = await connect();
    if (!line.ok) throw new Error(line.fault);
    const all = Uint8Array.from({ length: 256 * 20 }, (_byte, index) => index % 256);
    await line.value.write(all);
    await line.value.close();
    await vi.waitFor(() => expect(Buffer.compare(device.receivedBytes, all)).toBe(0), { timeout: 5000 });
  });

  test('at 38400 baud with a buffer of 4 KB the receipt comes through whole', async () => {
    const { device, printer } = await printerOn({ baud: 38_400, receiveBufferBytes: 4096 }, 'baud=38400');
    expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
    expect(device.pages).toHaveLength(1);
  }, 30_000);

  test('XON and XOFF among the answers disturb nothing, whoever eats them', async () => {
    // Where nobody heeds XOFF and nothing else says how far the printer is, its buffer has to take the whole receipt.
    for (const [flow, receiveBufferBytes] of [['software', 1024], ['none', 65_536]] as const) {
      const options = { receiveBufferBytes, speedMmPerSecond: 600, flowControl: 'xon_xoff', quirks: ['no_marks'] } as const;
      const { device, printer } = await printerOn(options, `baud=115200&flow=${flow}`);
      expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
      expect(device.pages).toHaveLength(1);
    }
  }, 20_000);

  test('paper that ends is not printed, a cut cable unknown, and the line comes back by itself', async () => {
    const { device, printer } = await printerOn();
    device.inject('paper_end', { afterRows: 500 });
    expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'not_printed', reason: 'paper_out' });
    device.restore();
    await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 5000 });
    device.inject('cable_cut', { afterRows: 500 });
    expect(await printer.print(arabicReceipt)).toMatchObject({ outcome: 'unknown', reason: 'offline' });
    device.restore();
    await vi.waitFor(() => expect(printer.state).toBe('ready'), { timeout: 10_000 });
    expect((await printer.print(arabicReceipt)).outcome).toBe('printed');
  }, 30_000);

  test('unplugged under a write: lost is told once, the writer is let go', async () => {
    const { connect, device, door } = await setUp({ receiveBufferBytes: 512 });
    const line = await connect();
    if (!line.ok) throw new Error(line.fault);
    const lost = vi.fn<() => void>();
    line.value.onLost(lost);
    device.inject('stalled');
    const written = line.value.write(new Uint8Array(400_000));
    expect(await Promise.race([written, sleep(100, 'waiting')])).toBe('waiting');
    await door.close();
    expect(await written).toEqual({ ok: false, fault: 'lost' });
    await sleep(300);
    expect(lost).toHaveBeenCalledTimes(1);
    expect(await line.value.write(Uint8Array.of(1))).toEqual({ ok: false, fault: 'lost' });
    await line.value.close();
  });

  test('a printer that takes no more bytes is heard all the same, and the rest goes out when it does again', async () => {
    const { connect, device } = await setUp({ receiveBufferBytes: 512 });
    const line = await connect();
    if (!line.ok) throw new Error(line.fault);
    let heard = 0;
    line.value.onData((bytes) => {
      heard += bytes.length;
    });
    await line.value.write(reportChanges());
    await vi.waitFor(() => expect(heard).toBe(REPORT_BYTES), { timeout: 5000 });
    device.inject('offline');
    // More than its buffer and all that lie between here and there hold.
    const written = line.value.write(new Uint8Array(400_000));
    expect(await Promise.race([written, sleep(200, 'waiting')])).toBe('waiting');
    for (const trouble of ['paper_near_end', 'paper_end', 'cover_open'] as const) {
      heard = 0;
      device.inject(trouble);
      await vi.waitFor(() => expect(heard).toBe(REPORT_BYTES), { timeout: 5000 });
    }
    heard = 0;
    device.restore();
    expect(await written).toEqual({ ok: true, value: null });
    await vi.waitFor(() => expect(heard).toBe(REPORT_BYTES), { timeout: 5000 });
    await line.value.close();
  });

  test('a stalled printer with unsent bytes does not hold up closing', async () => {
    const { connect, device } = await setUp({ receiveBufferBytes: 512 });
    const line = await connect();
    if (!line.ok) throw new Error(line.fault);
    device.inject('stalled');
    void line.value.write(new Uint8Array(400_000));
    await sleep(50);
    const startedAt = performance.now();
    await line.value.close();
    // The kernel would wait for 30 s.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test('giving a line up takes no time, whatever is still on it', async () => {
    const { connect, device } = await setUp({ receiveBufferBytes: 512 });
    const line = await connect();
    if (!line.ok) throw new Error(line.fault);
    device.inject('stalled');
    const written = line.value.write(new Uint8Array(400_000));
    await sleep(50);
    const startedAt = performance.now();
    line.value.abandon();
    expect(await written).toEqual({ ok: false, fault: 'lost' });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test('a port somebody else holds is unreachable, and free again after closing', async () => {
    const { connect } = await setUp();
    const first = await connect();
    expect(first.ok).toBe(true);
    expect(await connect()).toEqual({ ok: false, fault: 'unreachable' });
    if (first.ok) await first.value.close();
    const again = async (): Promise<void> => {
      const third = await connect();
      expect(third.ok).toBe(true);
      if (third.ok) await third.value.close();
    };
    await vi.waitFor(again, { timeout: 10_000 });
  });

  test('a process with a stalled serial printer ends', async () => {
    const { device, door } = await setUp({ receiveBufferBytes: 512 });
    device.inject('stalled');
    const script = `
      import { connectorFor } from './src/devices/printer/index.ts';
      const line = await connectorFor(${JSON.stringify(`${door.url}?baud=115200`)})();
      void line.value.write(new Uint8Array(200_000));
      setTimeout(async () => { await line.value.close(); process.exit(0); }, 100);
    `;
    // Beside this process, which runs the other end.
    const ended = await new Promise((resolve) => {
      execFile(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 }, (error) => resolve(error));
    });
    expect(ended).toBeNull();
  }, 30_000);
});

test('a port that is missing is unreachable', async () => {
  expect(await connectorFor('serial:///dev/no-such-port?baud=9600')()).toEqual({ ok: false, fault: 'unreachable' });
});

