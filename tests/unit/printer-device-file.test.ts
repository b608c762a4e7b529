import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { deviceFilePrinter, type DeviceFile } from '../../src/devices/printer/transport/device-file.ts';

const errno = (code: string): Error => Object.assign(new Error(code), { code });

/** The kernel's printer device as it was seen to behave: short writes, EAGAIN, a block under way at the end. */
class FakeDevice implements DeviceFile {
  readonly received: number[] = [];
  readonly writeSizes: number[] = [];
  /** Bytes the kernel has taken and not handed to the printer; lost when the file is closed. */
  underWay = 0;
  isClosed = false;
  busyWrites = 0;
  readError: Error | null = null;
  writeError: Error | null = null;
  takesAtMost = 8192;
  toRead: number[][] = [];

  async read(buffer: Uint8Array): Promise<number> {
    await sleep(0);
    if (this.readError !== null) throw this.readError;
    const next = this.toRead.shift();
    if (next === undefined) throw errno('EAGAIN');
    buffer.set(next);
    return next.length;
  }

  async write(bytes: Uint8Array): Promise<number> {
    await sleep(0);
    if (this.writeError !== null) throw this.writeError;
    if (this.busyWrites > 0) {
      this.busyWrites -= 1;
      throw errno('EAGAIN');
    }
    const taken = bytes.subarray(0, this.takesAtMost);
    this.writeSizes.push(taken.length);
    this.received.push(...taken);
    this.underWay = taken.length;
    return taken.length;
  }

  drain(): void {
    if (this.underWay === 0) return;
    this.underWay = Math.max(0, this.underWay - 4096);
    throw errno('EAGAIN');
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.received.length -= this.underWay;
  }
}

async function opened(device = new FakeDevice()) {
  const connected = await deviceFilePrinter('/dev/usb/lp0', () => Promise.resolve(device))();
  if (!connected.ok) throw new Error(connected.fault);
  return { device, transport: connected.value };
}

test('a device that takes 8 KB at a time, and sometimes none, gets everything in order', async () => {
  const { device, transport } = await opened();
  device.busyWrites = 3;
  const bytes = Uint8Array.from({ length: 50_000 }, (_byte, index) => index % 251);
  expect((await transport.write(bytes)).ok).toBe(true);
  expect(device.writeSizes).toHaveLength(7);
  expect(device.received).toEqual([...bytes]);
  await transport.close();
});

test('two writers at a time never mix their bytes', async () => {
  const { device, transport } = await opened();
  device.takesAtMost = 100;
  await Promise.all([1, 2, 3].map((value) => transport.write(new Uint8Array(1000).fill(value))));
  expect(device.received).toEqual([1, 2, 3].flatMap((value) => Array.from({ length: 1000 }, () => value)));
  await transport.close();
});

test('closing waits for the last block: the end of a receipt is not lost', async () => {
  const { device, transport } = await opened();
  void transport.write(new Uint8Array(20_000));
  await transport.close();
  expect([device.isClosed, device.received.length]).toEqual([true, 20_000]);
});

test('a device that never gets rid of its block is closed all the same', async () => {
  const { device, transport } = await opened();
  device.drain = () => {
    throw errno('EAGAIN');
  };
  await transport.write(new Uint8Array(10));
  await transport.close();
  expect(device.isClosed).toBe(true);
});

test('closing twice, or after the line was lost, is harmless', async () => {
  const { device, transport } = await opened();
  const close = vi.spyOn(device, 'close');
  await Promise.all([transport.close(), transport.close()]);
  transport.abandon();
  await transport.close();
  expect(close).toHaveBeenCalledTimes(1);
});

test.each(['EIO', 'ENODEV'])('%s while reading means unplugged, and is told once', async (code) => {
  const { device, transport } = await opened();
  const lost = vi.fn<() => void>();
  transport.onLost(lost);
  device.readError = errno(code);
  await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1));
  expect(await transport.write(Uint8Array.of(1))).toEqual({ ok: false, fault: 'lost' });
  expect(device.isClosed).toBe(true);
});

test.each(['EIO', 'ENODEV'])('%s after a short write means unplugged', async (code) => {
  const { device, transport } = await opened();
  const lost = vi.fn<() => void>();
  transport.onLost(lost);
  device.takesAtMost = 10;
  const written = transport.write(new Uint8Array(100_000));
  await vi.waitFor(() => expect(device.writeSizes.length).toBeGreaterThan(2));
  device.writeError = errno(code);
  expect(await written).toEqual({ ok: false, fault: 'lost' });
  expect(lost).toHaveBeenCalledTimes(1);
});

test('giving the line up drops what is under way', async () => {
  const { device, transport } = await opened();
  device.takesAtMost = 1;
  const written = transport.write(new Uint8Array(100_000));
  await sleep(5);
  transport.abandon();
  expect(await written).toEqual({ ok: false, fault: 'lost' });
  expect(device.received.length).toBeLessThan(100_000);
});

test('answers come through while a write is under way', async () => {
  const { device, transport } = await opened();
  device.takesAtMost = 10;
  const answers: number[] = [];
  transport.onData((bytes) => answers.push(...bytes));
  const written = transport.write(new Uint8Array(2000));
  device.toRead.push([0x12], [0x12, 0x1e]);
  await vi.waitFor(() => expect(answers).toEqual([0x12, 0x12, 0x1e]));
  await written;
  await transport.close();
});

test('a device somebody else holds is unreachable', async () => {
  const busy = deviceFilePrinter('/dev/usb/lp0', () => Promise.reject(errno('EBUSY')));
  expect(await busy()).toEqual({ ok: false, fault: 'unreachable' });
});
