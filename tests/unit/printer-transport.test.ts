import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { connectorFor } from '../../src/devices/printer/index.ts';

async function serverWith(onSocket: (socket: Socket) => void) {
  const server = createServer(onSocket).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const connected = await connectorFor(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)();
  if (!connected.ok) throw new Error(connected.fault);
  return { transport: connected.value, close: () => new Promise((resolve) => server.close(resolve)) };
}

test('closing lets the tail of a receipt go out', async () => {
  let received = 0;
  const { transport, close } = await serverWith((socket) => {
    // A slow printer: reads a little at a time.
    socket.on('data', (data) => {
      received += data.length;
      socket.pause();
      setTimeout(() => socket.resume(), 2);
    });
  });
  void transport.write(new Uint8Array(400_000));
  await transport.close();
  expect(received).toBe(400_000);
  await close();
});

test('a writer waits while the printer takes nothing, and learns when the line breaks', async () => {
  let peer: Socket | null = null;
  const { transport, close } = await serverWith((socket) => {
    peer = socket.pause();
    socket.on('error', () => undefined);
  });
  const lost = vi.fn<() => void>();
  transport.onLost(lost);
  const written = transport.write(new Uint8Array(50_000_000));
  expect(await Promise.race([written, sleep(30, 'waiting')])).toBe('waiting');
  peer!.resetAndDestroy();
  expect(await written).toEqual({ ok: false, fault: 'lost' });
  expect(lost).toHaveBeenCalledTimes(1);
  expect(await transport.write(new Uint8Array(1))).toEqual({ ok: false, fault: 'lost' });
  await transport.close();
  await close();
});

test('addresses that are none are refused at once', () => {
  expect(() => connectorFor('http://printer')).toThrow('not a printer address');
  expect(() => connectorFor('usb')).toThrow('URL');
});

test('a device file that is missing is unreachable', async () => {
  expect(await connectorFor('/dev/usb/no-such-printer')()).toEqual({ ok: false, fault: 'unreachable' });
});

test.runIf(process.platform === 'linux')('a device file is written and read without blocking', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'raha-'));
  const path = join(directory, 'lp0');
  // A pipe opened for both gives back what is written: enough to see both ways work.
  execFileSync('mkfifo', [path]);
  const connected = await connectorFor(path)();
  if (!connected.ok) throw new Error(connected.fault);
  const received: number[] = [];
  connected.value.onData((data) => received.push(...data));
  expect((await connected.value.write(Uint8Array.of(1, 2, 3))).ok).toBe(true);
  // More than the pipe holds: the writer must try again rather than fail.
  expect((await connected.value.write(new Uint8Array(100_000))).ok).toBe(true);
  await vi.waitFor(() => expect(received.length).toBe(100_003), { timeout: 15_000 });
  expect(received.slice(0, 3)).toEqual([1, 2, 3]);
  const lost = vi.fn<() => void>();
  connected.value.onLost(lost);
  await connected.value.close();
  expect(lost).toHaveBeenCalledTimes(1);
  expect(await connected.value.write(Uint8Array.of(1))).toEqual({ ok: false, fault: 'lost' });
  rmSync(directory, { recursive: true });
});
