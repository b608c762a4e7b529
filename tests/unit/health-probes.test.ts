import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { HealthReason } from '../../src/domain/health.ts';
import type { Probe } from '../../src/main/health/probe.ts';
import { certificateProbe } from '../../src/main/health/probes/certificate.ts';
import { diskProbe } from '../../src/main/health/probes/disk.ts';
import { networkProbe, type NetworkPort } from '../../src/main/health/probes/network.ts';
import { powerProbe } from '../../src/main/health/probes/power.ts';
import { temperatureProbe } from '../../src/main/health/probes/temperature.ts';
import { noteTouchTest, touchProbe } from '../../src/main/health/probes/touch.ts';

const statfs = vi.hoisted(() => vi.fn<(path: string) => Promise<unknown>>());
vi.mock('node:fs/promises', async (original) => ({ ...(await original<object>()), statfs }));

const folder = mkdtempSync(join(tmpdir(), 'raha-probes-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** What a look makes of it: the reason, or the state. */
async function seen(probe: Probe): Promise<string | null> {
  const evidence = await probe.look();
  if (evidence === null) return null;
  return 'reason' in evidence ? evidence.reason : evidence.state;
}

// Disk

const GB = 1024 ** 3;
async function disk(totalGb: number, freeGb: number, before: HealthReason | null = null): Promise<string | null> {
  statfs.mockResolvedValue({ bsize: 4096, blocks: (totalGb * GB) / 4096, bavail: (freeGb * GB) / 4096 });
  return seen(diskProbe(folder, () => before));
}

test('room on the disk, by share, unless there is plenty', async () => {
  expect(await disk(32, 8)).toBe('ok');
  expect(await disk(32, 4)).toBe('disk.low');
  expect(await disk(32, 1)).toBe('disk.full');
  expect(await disk(32, 6, 'disk.low'), 'not below the exit yet').toBe('disk.low');
  expect(await disk(2_000, 40), 'two per cent of two terabytes').toBe('ok');
});

test('a disk that can be read only', async () => {
  statfs.mockResolvedValue({ bsize: 4096, blocks: GB, bavail: GB });
  expect(await seen(diskProbe('/proc/self/nowhere', () => null))).toBe('disk.read_only');
});

// Temperature

test('the hottest sensor counts; one that is off is left out', async () => {
  const zones = join(folder, 'thermal');
  write('thermal/thermal_zone0/temp', '41000\n');
  write('thermal/thermal_zone1/type', 'off\n');
  write('thermal/cooling_device0/temp', '99000\n');
  expect(await temperatureProbe(() => null, zones).look()).toEqual({ state: 'ok', value: { amount: 41, unit: 'celsius' } });
  write('thermal/thermal_zone2/temp', '85500\n');
  expect(await seen(temperatureProbe(() => null, zones))).toBe('temperature.critical');
  write('thermal/thermal_zone2/temp', '67000\n');
  write('thermal/thermal_zone3/temp', '255000\n');
  expect(await seen(temperatureProbe(() => null, zones)), 'a broken sensor').toBe('ok');
  expect(await seen(temperatureProbe(() => 'temperature.high', zones))).toBe('temperature.high');
});

test('no sensor where one should be is unknown', async () => {
  mkdirSync(join(folder, 'cold'));
  write('cold/thermal_zone0/temp', '-273200\n');
  expect(await seen(temperatureProbe(() => null, join(folder, 'cold')))).toBe('unknown');
});

// Power

test('on battery for a minute is told, nearly empty at once, a flicker never', async () => {
  const supplies = join(folder, 'power');
  const battery = (status: string, percent: number): void => {
    write('power/ups/type', 'UPS\n');
    write('power/ups/status', `${status}\n`);
    write('power/ups/capacity', `${String(percent)}\n`);
  };
  write('power/mains/type', 'Mains\n');
  write('power/mains/online', '0\n');
  let nowMs = 0;
  let before: HealthReason | null = null;
  const probe = powerProbe(() => before, () => nowMs, supplies);
  battery('Discharging', 80);
  expect(await seen(probe)).toBe('ok');
  nowMs = 60_000;
  expect(await seen(probe)).toBe('power.on_battery');
  battery('Discharging', 19);
  expect(await seen(probe)).toBe('power.battery_low');
  before = 'power.battery_low';
  battery('Discharging', 25);
  expect(await seen(probe)).toBe('power.battery_low');
  battery('Charging', 25);
  expect(await seen(probe)).toBe('ok');
  before = null;
  battery('Discharging', 25);
  nowMs = 70_000;
  expect(await seen(probe), 'the minute begins anew').toBe('ok');
});

// Touch

const KEYBOARD = 'I: Bus=0003 Vendor=046d Product=c31c Version=0110\nN: Name="Keyboard"\nB: PROP=0\nB: EV=120013\n\n';
const SCREEN = 'I: Bus=0003 Vendor=0eef Product=0001 Version=0210\nN: Name="eGalax Touch"\nB: PROP=2\nB: EV=b\n\n';
const TOUCH_PAD = 'N: Name="Touch pad"\nB: PROP=5\n\n';

test('a touch screen is there, a keyboard and a touch pad are none', async () => {
  expect(await seen(touchProbe(() => null, write('input', KEYBOARD + SCREEN)))).toBe('ok');
  expect(await seen(touchProbe(() => null, write('input', KEYBOARD + TOUCH_PAD)))).toBe('touch.missing');
});

test('what a test found of a touch screen stays until one is passed, while the screen is there', async () => {
  let reason: HealthReason | null = null;
  const board = { reasonOf: () => reason, note: (_: string, evidence: object) => (reason = 'reason' in evidence ? (evidence.reason as HealthReason) : null) };
  const look = (devices: string) => seen(touchProbe(board.reasonOf, write('input', devices)));
  noteTouchTest(board, true);
  expect(await look(KEYBOARD + SCREEN)).toBe('touch.dead_zone');
  expect(await look(KEYBOARD)).toBe('touch.missing');
  noteTouchTest(board, false);
  expect(await look(KEYBOARD + SCREEN)).toBe('ok');
  reason = 'touch.missing';
  noteTouchTest(board, false);
  expect(reason, 'a mouse passes the test').toBe('touch.missing');
});

// Certificate

test('a certificate is told two weeks before its end, and at its end', async () => {
  const certificate = join(folder, 'kiosk.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '30', '-subj', '/CN=kiosk', '-keyout', join(folder, 'kiosk.key'), '-out', certificate], { stdio: 'ignore' });
  const inDays = (days: number) => seen(certificateProbe(certificate, () => new Date(Date.now() + days * 86_400_000)));
  expect(await inDays(0)).toBe('ok');
  expect(await inDays(17)).toBe('security.certificate_expiring');
  expect(await inDays(31)).toBe('security.certificate_expired');
});

// Network

const GATEWAY = new URL('https://gateway.emirate.example/kiosk/v1');
const HUB = new URL('https://hub.emirate.example');

function network(port: Partial<NetworkPort>, hub: URL | null = null, before: () => HealthReason | null = () => null): Probe {
  return networkProbe({ gateway: GATEWAY, hub }, before, {
    hasLink: () => true,
    resolve: async () => undefined,
    reach: async () => 20,
    ...port,
  });
}

async function looks(probe: Probe, count: number): Promise<(string | null)[]> {
  const all: (string | null)[] = [];
  for (let look = 0; look < count; look += 1) all.push(await seen(probe));
  return all;
}

test('says what keeps the kiosk from the network, and not before the third look', async () => {
  expect(await looks(network({ hasLink: () => false }), 3)).toEqual([null, null, 'network.link_down']);
  const nameless = network({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  expect((await looks(nameless, 3)).at(-1)).toBe('network.names_unresolved');
  expect((await looks(network({ reach: async () => null }), 3)).at(-1)).toBe('network.unreachable');
});

test('one lost packet is nothing', async () => {
  const answers = [20, null, 20, null, null, 20];
  const probe = network({ reach: async () => answers.shift() ?? null });
  expect(await looks(probe, 6)).toEqual(['ok', null, 'ok', null, null, 'ok']);
});

test('tells the hub from the network', async () => {
  const reaches = (reachable: string): Partial<NetworkPort> => ({ reach: async (host) => (host.startsWith(reachable) ? 20 : null) });
  expect((await looks(network(reaches('gateway'), HUB), 3)).at(-1)).toBe('network.hub_unreachable');
  expect((await looks(network(reaches('hub'), HUB), 3)).at(-1), 'there is a way out, so the gateway is to blame').toBe('ok');
});

test('a slow network is told until it is quick again', async () => {
  let before: HealthReason | null = null;
  let ms = 900;
  const probe = network({ reach: async () => ms }, null, () => before);
  expect(await looks(probe, 5)).toEqual(['ok', 'ok', 'ok', 'ok', 'network.slow']);
  before = 'network.slow';
  ms = 100;
  expect((await looks(probe, 25)).at(-1)).toBe('ok');
});

test('really connects: to somebody who listens and to somebody who refuses', async () => {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const probe = networkProbe({ gateway: new URL(`http://127.0.0.1:${String(port)}`), hub: null }, () => null);
  expect(await seen(probe)).toBe('ok');
  await new Promise((resolve) => server.close(resolve));
  expect(await seen(probe), 'the machine is there, only its service is not').toBe('ok');
});
