import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectorFor } from '../../src/devices/printer/index.ts';
import { findSerialReader } from '../../src/devices/reader/transport/serial.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
if (!hasSocat) console.warn('SKIPPED: serial unplug tests need socat (apt-get install socat)');

let directory: string;
let path: string;
let device: ChildProcess;

/** A device that never stops sending: its unplug falls into a running read, which the binding alone would never tell. */
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'raha-unplug-'));
  path = join(directory, 'port');
  device = spawn('socat', ['-u', 'OPEN:/dev/zero', `PTY,link=${path},raw,echo=0`]);
  await vi.waitUntil(() => existsSync(path), { timeout: 5000 });
});
afterEach(() => {
  device.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** A loop of failing reads would take all of it. */
async function shareOfCore(): Promise<number> {
  const before = process.cpuUsage();
  await sleep(500);
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 500_000;
}

describe.runIf(hasSocat)('a serial device that is pulled out while it sends', () => {
  test('a reader is told to be lost, and closing it ends all work', async () => {
    const ids = { vendorId: null, productId: null, serialNumber: null };
    const found = await findSerialReader({ driver: 'mrz-text', ...ids, path, baudRate: 9600 })();
    if (!found.ok) throw new Error(found.fault);
    const line = await found.value.open();
    if (!line.ok) throw new Error(line.fault);
    const onLost = vi.fn<() => void>();
    const onData = vi.fn<() => void>();
    line.value.onData(onData);
    line.value.onLost(onLost);
    await vi.waitFor(() => expect(onData).toHaveBeenCalled(), { timeout: 5000 });
    device.kill('SIGKILL');
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce(), { timeout: 10_000 });
    await line.value.close();
    expect(await shareOfCore()).toBeLessThan(0.5);
  });

  test('a printer is told to be lost, and nothing goes on working for it', async () => {
    const line = await connectorFor(`serial://${path}?baud=9600`)();
    if (!line.ok) throw new Error(line.fault);
    const onLost = vi.fn<() => void>();
    const onData = vi.fn<() => void>();
    line.value.onData(onData);
    line.value.onLost(onLost);
    await vi.waitFor(() => expect(onData).toHaveBeenCalled(), { timeout: 5000 });
    device.kill('SIGKILL');
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce(), { timeout: 10_000 });
    expect(await shareOfCore()).toBeLessThan(0.5);
    expect(await line.value.write(new Uint8Array([1]))).toEqual({ ok: false, fault: 'lost' });
  });
});
