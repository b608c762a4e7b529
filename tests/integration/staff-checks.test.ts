import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StaffCheck } from '../../src/bridge/staff.ts';
import type { GatewayFault } from '../../src/domain/faults.ts';
import { notFittedComponent, type ComponentId, type Evidence, type TroubleEvidence } from '../../src/domain/health.ts';
import { componentsFrom, NO_ADMIN } from '../../src/domain/health-status.ts';
import { fault, ok } from '../../src/domain/result.ts';
import { HealthBoard } from '../../src/main/health/board.ts';
import { SYSTEM_DISK } from '../../src/main/health/probes/disk.ts';
import type { NetworkPort } from '../../src/main/health/probes/network.ts';
import { staffChecks, type CheckPorts } from '../../src/main/staff/checks.ts';
import type { CheckOutcome } from '../../src/main/staff/diagnostics/checks.ts';
import { CONFIG, FakeGateway, NOW } from '../harness/fakes.ts';

const GIGABYTE = 1024 ** 3;
const NETWORK: NetworkPort = { hasLink: () => true, resolve: async () => 'somewhere', reach: async () => 12 };
const GATEWAY = { ...CONFIG.gateway, baseUrl: 'https://gateway.emirate.example/kiosk/v1' };

interface Bench {
  readonly gateway: FakeGateway;
  readonly board: HealthBoard;
  readonly noted: Map<ComponentId, Evidence | TroubleEvidence>;
  readonly check: (id: StaffCheck) => Promise<CheckOutcome | 'not_fitted'>;
}

function bench(more: Partial<CheckPorts> = {}, clock: Evidence | TroubleEvidence = { state: 'ok', value: { amount: 400, unit: 'ms' } }): Bench {
  const gateway = new FakeGateway();
  const noted = new Map<ComponentId, Evidence | TroubleEvidence>();
  const board = new HealthBoard({
    clock: { now: () => NOW, monotonicMs: () => 0 },
    intervalsMs: Object.fromEntries(Object.keys(componentsFrom((id) => notFittedComponent(id, ''))).map((id) => [id, 1e9])) as Record<ComponentId, number>,
    notFitted: new Set(),
    admin: () => NO_ADMIN,
  });
  board.note('clock', clock);
  const note = board.note.bind(board);
  board.note = (component, evidence) => {
    noted.set(component, evidence);
    note(component, evidence);
  };
  const checks = staffChecks({
    config: { ...CONFIG, dataDirectory: tmpdir(), gateway: GATEWAY },
    gateway,
    hub: null,
    board,
    now: () => NOW,
    monotonicMs: () => 0,
    machine: { disk: SYSTEM_DISK, network: NETWORK },
    ...more,
  });
  return {
    gateway,
    board,
    noted,
    check: async (id) => checks[id]?.(new AbortController().signal) ?? 'not_fitted',
  };
}
const found = (code: string, value: number | null = null) => ({ state: 'failed', value, finding: { code, value } });

test.for([
  [{}, { state: 'passed', value: null }],
  [{ hasLink: () => false }, found('network_no_link')],
  [{ resolve: () => Promise.reject(new Error('ENOTFOUND')) }, found('network_no_names')],
  [{ reach: async () => null }, found('network_unreachable')],
] as const)('the network, first look: %#', async ([port, outcome]) => {
  const { check, noted } = bench({ machine: { disk: SYSTEM_DISK, network: { ...NETWORK, ...port } } });
  expect(await check('network')).toEqual(outcome);
  expect(noted.has('network')).toBe(true);
});

test.each([
  ['network.unreachable', null],
  ['network.hub_unreachable', 'network.hub_unreachable'],
  ['network.hub_refuses_kiosk', 'network.hub_refuses_kiosk'],
  ['network.slow', 'network.slow'],
] as const)('a network that is found well is told so, but what the look was not about stays: %s', async (before, after) => {
  const { board, check } = bench();
  board.note('network', { reason: before });
  expect(await check('network')).toEqual({ state: 'passed', value: null });
  expect(board.reasonOf('network')).toBe(after);
});

test('the hub is checked where there is one', async () => {
  expect(await bench().check('hub')).toBe('not_fitted');
  const hub = new URL('https://hub.emirate.example');
  expect(await bench({ hub }).check('hub')).toEqual({ state: 'passed', value: null });
  const away = { disk: SYSTEM_DISK, network: { ...NETWORK, reach: async () => null } };
  expect(await bench({ hub, machine: away }).check('hub')).toEqual(found('hub_unreachable'));
});

test('the gateway is asked for nothing but a session that is ended again', async () => {
  const { check, gateway } = bench();
  expect(await check('gateway')).toMatchObject({ state: 'passed' });
  expect(gateway.calls).toEqual(['openSession', 'endSession']);
});

test.for([
  ['unreachable', 'gateway_unreachable'],
  ['timeout', 'gateway_slow'],
  ['unauthorized', 'gateway_refuses_kiosk'],
  ['unavailable', 'gateway_unavailable'],
  ['bad_answer', 'gateway_bad_answer'],
] as const)('a gateway that is %s is found as %s', async ([code, finding]) => {
  const { check, gateway } = bench();
  gateway.openSession = async () => fault({ code } satisfies GatewayFault);
  expect(await check('gateway')).toMatchObject({ state: 'failed', finding: { code: finding } });
});

test.for([
  [2_999, { state: 'passed', value: 2_999 }],
  [3_000, found('gateway_slow', 3_000)],
] as const)('a gateway that takes %i ms', async ([ms, outcome]) => {
  let nowMs = 0;
  const { check, gateway } = bench({ monotonicMs: () => nowMs });
  gateway.openSession = async () => {
    nowMs += ms;
    return ok('session');
  };
  expect(await check('gateway')).toEqual(outcome);
});

test.for([
  [{ state: 'ok', value: { amount: -1_400, unit: 'ms' } }, { state: 'passed', value: 1 }],
  [{ reason: 'clock.offset', value: { amount: -5_200, unit: 'ms' } }, found('clock_off', 5)],
  [{ reason: 'clock.wrong', value: { amount: 95_000, unit: 'ms' } }, found('clock_off', 95)],
  [{ reason: 'clock.jumped', value: { amount: 3_600_000, unit: 'ms' } }, found('clock_off', 3600)],
  [{ state: 'unknown' }, found('no_evidence')],
] as const)('the clock is what the gateway just said: %#', async ([clock, outcome]) => {
  expect(await bench({}, clock).check('clock')).toEqual(outcome);
});

test.for([
  [{ bavail: 50, blocks: 100 }, true, { state: 'passed', value: 50 }],
  [{ bavail: 10, blocks: 100 }, true, found('disk_low', 90)],
  [{ bavail: 3, blocks: 100 }, true, found('disk_full', 97)],
  [{ bavail: 50, blocks: 100 }, false, found('disk_read_only', 50)],
] as const)('the disk: %#', async ([room, isWritable, outcome]) => {
  // Less than ten gigabytes free, or the share would say nothing.
  const disk = { room: async () => ({ ...room, bsize: GIGABYTE / 100 }), isWritable: async () => isWritable };
  const { check, noted } = bench({ machine: { disk, network: NETWORK } });
  expect(await check('disk')).toEqual(outcome);
  expect(noted.has('disk')).toBe(true);
});

test('a disk that was full is full until there is room as health counts it', async () => {
  const free = (percent: number) => ({ room: async () => ({ bavail: percent, blocks: 100, bsize: GIGABYTE / 100 }), isWritable: async () => true });
  const seven = bench({ machine: { disk: free(7), network: NETWORK } });
  seven.board.note('disk', { reason: 'disk.full' });
  expect(await seven.check('disk')).toEqual(found('disk_full', 93));
  expect(seven.board.reasonOf('disk')).toBe('disk.full');
  const nine = bench({ machine: { disk: free(9), network: NETWORK } });
  nine.board.note('disk', { reason: 'disk.full' });
  expect(await nine.check('disk')).toEqual(found('disk_low', 91));
});

test('without a sensor there is no temperature to check', async () => {
  const config = { ...CONFIG, gateway: GATEWAY, fitted: { ...CONFIG.fitted, temperatureSensor: false } };
  expect(await bench({ config }).check('temperature')).toBe('not_fitted');
});

const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.warn('SKIPPED: the certificate check is not tested, because this machine has no openssl');

describe.skipIf(!openssl)('certificates', () => {
  const DAY_MS = 86_400_000;
  let directory: string;
  let server: Server;
  let port: number;
  const file = (name: string): string => join(directory, name);
  const make = (name: string, days: number): void => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...key, '-out', `${name}.pem`, '-days', String(days), ...subject], { cwd: directory, stdio: 'pipe' });
  };
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'raha-checks-'));
    make('server', 60);
    make('kiosk', 40);
    make('stranger', 60);
    server = createServer({ key: readFileSync(file('server.key')), cert: readFileSync(file('server.pem')) });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.close();
    rmSync(directory, { recursive: true });
  });

  /** @param inDays how far in the future the kiosk's clock is */
  function check(authority: string, inDays = 0): Promise<CheckOutcome | 'not_fitted'> {
    const mutualTls = { certificateAuthorityFile: file(`${authority}.pem`), certificateFile: file('kiosk.pem'), keyFile: file('kiosk.key') };
    const gateway = { ...GATEWAY, baseUrl: `https://127.0.0.1:${String(port)}/kiosk/v1`, mutualTls };
    return bench({ config: { ...CONFIG, gateway }, now: () => new Date(Date.now() + inDays * DAY_MS) }).check('certificate');
  }

  test('trusted ones are good for as long as the first of them', async () => {
    expect(await check('server')).toEqual({ state: 'passed', value: 39 });
  });
  test('one that expires within two weeks is named with its days', async () => {
    expect(await check('server', 30)).toEqual(found('certificate_expires', 9));
  });
  test('an expired one is', async () => {
    expect(await check('server', 50)).toMatchObject({ finding: { code: 'certificate_expired' } });
  });
  test('a gateway that somebody else vouches for is not trusted', async () => {
    expect(await check('stranger')).toEqual(found('certificate_not_trusted'));
  });
  test('a certificate that can’t be read is no evidence, and a gateway that isn’t there is unreachable', async () => {
    await expect(check('none')).rejects.toThrow('ENOENT');
    server.close();
    expect(await check('server')).toEqual(found('gateway_unreachable'));
  });
});

