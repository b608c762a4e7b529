import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectNats } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LocalWire, type Bus, type BusMessage } from '../../src/fleet/bus/bus.ts';
import { openNatsBus } from '../../src/fleet/bus/nats.ts';
import { freePort } from '../harness/free-port.ts';

/** The same promises on the wire of one process and on a real NATS server. */
const hasNats = spawnSync('nats-server', ['--version']).status === 0;
if (!hasNats) console.warn('SKIPPED: the bus is not tested on NATS, because this machine has no nats-server (apt install nats-server)');

let server: ChildProcess | null = null;
let folder: string;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raha-nats-'));
  if (!hasNats) return;
  const port = await freePort();
  url = `nats://127.0.0.1:${String(port)}`;
  server = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder], { stdio: 'ignore' });
  await vi.waitFor(() => listens(port), { timeout: 10_000, interval: 50 });
});
afterAll(() => {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

function listens(port: number): Promise<void> {
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done();
    }).on('error', failed);
  });
}

const fail = (error: unknown): void => {
  throw error;
};

describe.each(['local', 'nats'] as const)('a bus (%s)', (kind) => {
  test('reaches every other hub, in order, and never the sender', async ({ skip }) => {
    skip(kind === 'nats' && !hasNats, 'no nats-server on this machine');
    const wire = new LocalWire();
    const join = (): Promise<Bus> => (kind === 'local' ? Promise.resolve(wire.join()) : openNatsBus([url], fail));
    const [left, middle, right] = [await join(), await join(), await join()];
    const heard = new Map<string, BusMessage[]>([['left', []], ['middle', []], ['right', []]]);
    left.subscribe((message) => heard.get('left')!.push(message));
    middle.subscribe((message) => heard.get('middle')!.push(message));
    const leave = right.subscribe((message) => heard.get('right')!.push(message));
    const messages: BusMessage[] = [{ type: 'heard', kiosks: ['MK-001', 'MK-002'] }, { type: 'kiosks' }, { type: 'state', kiosk: 'MK-001' }];
    messages.forEach((message) => left.publish(message));
    await vi.waitFor(() => expect(heard.get('right')).toEqual(messages), { timeout: 5_000 });
    await vi.waitFor(() => expect(heard.get('middle')).toEqual(messages), { timeout: 5_000 });
    leave();
    middle.publish({ type: 'kiosks' });
    await vi.waitFor(() => expect(heard.get('left')).toEqual([{ type: 'kiosks' }]), { timeout: 5_000 });
    await pause(50);
    expect(heard.get('right')).toEqual(messages);
    await Promise.all([left.close(), middle.close(), right.close()]);
  });
});

test('what is no message on the wire between hubs is told, and the next one is heard', async ({ skip }) => {
  skip(!hasNats, 'no nats-server on this machine');
  const troubles: unknown[] = [];
  const [bus, other] = [await openNatsBus([url], (error) => troubles.push(error)), await openNatsBus([url], () => undefined)];
  const heard: BusMessage[] = [];
  bus.subscribe((message) => heard.push(message));
  const stranger = await connectNats({ servers: [url] });
  stranger.publish('raha.hubs.stranger.state', 'no JSON');
  stranger.publish('raha.hubs.stranger.state', '{"type":"unknown"}');
  await stranger.drain();
  other.publish({ type: 'kiosks' });
  await vi.waitFor(() => expect(heard).toEqual([{ type: 'kiosks' }]), { timeout: 5_000 });
  expect(troubles).toHaveLength(2);
  await Promise.all([bus.close(), other.close()]);
});
