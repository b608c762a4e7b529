import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { findSerialReader } from '../../src/devices/reader/transport/serial.ts';

const hasSocat = spawnSync('socat', ['-V']).status === 0;
if (!hasSocat) console.warn('SKIPPED: serial reader tests need socat (apt-get install socat)');

const directory = mkdtempSync(join(tmpdir(), 'raha-reader-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.runIf(hasSocat)('a reader on a serial port', () => {
  test('a reader that never takes what it is asked is heard all the same', async () => {
    const path = join(directory, 'port');
    // -u: from the test to the kiosk only.
    const device = spawn('socat', ['-u', 'STDIN', `PTY,link=${path},raw,echo=0`], { stdio: ['pipe', 'inherit', 'inherit'] });
    await vi.waitUntil(() => existsSync(path), { timeout: 5000 });
    const ids = { vendorId: null, productId: null, serialNumber: null };
    const found = await findSerialReader({ driver: 'mrz-text-elyctis', ...ids, path, baudRate: 9600 })();
    if (!found.ok) throw new Error(found.fault);
    const line = await found.value.open();
    if (!line.ok) throw new Error(line.fault);
    let heard = '';
    line.value.onData((bytes) => {
      heard += Buffer.from(bytes).toString();
    });
    device.stdin.write('1');
    await vi.waitFor(() => expect(heard).toBe('1'), { timeout: 5000 });
    // More than lies between here and there.
    void line.value.write(new Uint8Array(400_000));
    // Until it waits for room.
    await sleep(300);
    for (const expected of ['12', '123', '1234']) {
      device.stdin.write(expected.slice(-1));
      await vi.waitFor(() => expect(heard).toBe(expected), { timeout: 5000 });
    }
    await line.value.close();
    device.kill('SIGKILL');
  }, 30_000);
});
