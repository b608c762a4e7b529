import { beforeEach, describe, expect, test } from 'vitest';
import type { Job, JobEnd } from '../../contract/fleet/messages.ts';
import { diagnoseActs } from '../../src/main/fleet-agent/acts/diagnose.ts';
import { restartActs } from '../../src/main/fleet-agent/acts/restart.ts';
import { COMPONENT_IDS, startingComponent } from '../../src/domain/health.ts';
import { componentsFrom, kioskHealth, NO_ADMIN } from '../../src/domain/health-status.ts';
import { FakeClock } from '../harness/fake-clock.ts';
import { FakeDevices } from '../harness/fakes.ts';

let clock: FakeClock;
let life: AbortController;

beforeEach(() => {
  clock = new FakeClock();
  life = new AbortController();
});

const jobOf = (args: object): never => ({ job: 'a', args }) as unknown as Job as never;

describe('a restart', () => {
  let isIdle: boolean;
  let restarts: number;
  let configurationFault: string | null;
  let allows: boolean;

  beforeEach(() => {
    isIdle = true;
    restarts = 0;
    configurationFault = null;
    allows = true;
  });

  const acts = () =>
    restartActs({
      after: clock.after,
      isIdle: () => isIdle,
      host: {
        name: () => '',
        reloadPage: () => undefined,
        restartApp: () => void (restarts += 1),
        shutDown: async () => false,
        remote: {
          restartComputer: async () => {
            restarts += 1;
            return allows;
          },
          configurationFault: () => configurationFault,
          capture: null,
        },
      },
    });

  async function run(type: 'reload_configuration' | 'restart_app' | 'restart_device'): Promise<() => JobEnd | null> {
    let end: JobEnd | null = null;
    void acts()[type]?.(jobOf({}), life.signal).then((came) => (end = came));
    await clock.pass(1_500);
    return () => end;
  }

  test('comes when the hub has heard that it begins', async () => {
    const end = await run('restart_app');
    expect([restarts, end()]).toEqual([1, null]);
  });

  test('never cuts off a visitor who came at the last moment', async () => {
    isIdle = false;
    await run('restart_app');
    expect(restarts).toBe(0);
    isIdle = true;
    await clock.pass(1_000);
    expect(restarts).toBe(1);
  });

  test('that is called off before it comes doesn’t come', async () => {
    isIdle = false;
    const end = await run('restart_device');
    life.abort();
    await clock.pass(0);
    expect([restarts, end()?.state]).toEqual([0, 'cancelled']);
  });

  test('with a configuration that is wrong isn’t made', async () => {
    configurationFault = 'helpPhone: expected digits';
    const end = await run('reload_configuration');
    expect([restarts, end()?.result?.findings]).toEqual([0, { refused: 'bad_configuration' }]);
  });

  test('that the computer doesn’t allow says so', async () => {
    allows = false;
    const end = await run('restart_device');
    expect(end()).toMatchObject({ state: 'failed', result: { findings: { refused: 'host' } } });
  });
});

describe('a diagnosis', () => {
  const now = new Date(0).toISOString();
  const health = () => kioskHealth(componentsFrom((id) => ({ ...startingComponent(id, now), state: 'ok' })), NO_ADMIN, now);
  const acts = (devices: FakeDevices, isMaintenance: boolean) =>
    diagnoseActs({
      after: clock.after,
      devices,
      health,
      isMaintenance: () => isMaintenance,
      checks: {
        network: async () => ({ state: 'passed', value: 3 }),
        gateway: async () => ({ state: 'failed', value: 9, finding: { code: 'gateway_slow', value: 9 } }),
        disk: () => Promise.reject(new Error('no disk')),
      },
    });

  test('names every part and what each check found, also one that saw nothing', async () => {
    const devices = new FakeDevices();
    const end = await acts(devices, false).diagnose?.(jobOf({ depth: 'light' }), life.signal);
    expect(end?.result?.findings).toMatchObject({ 'status': 'in_service', 'check.network': 'passed', 'check.gateway': 'gateway_slow', 'check.disk': 'no_evidence' });
    expect(Object.keys(end?.result?.findings ?? {})).toEqual(expect.arrayContaining([...COMPONENT_IDS]));
    expect(devices.commands).toEqual([]);
  });

  test('with paper belongs into maintenance', async () => {
    const end = await acts(new FakeDevices(), false).diagnose?.(jobOf({ depth: 'full' }), life.signal);
    expect(end?.result?.findings).toEqual({ refused: 'not_maintenance' });
  });

  test('a slip that nobody hears of again is unknown, not printed', async () => {
    const devices = new FakeDevices();
    let end: JobEnd | null = null;
    void acts(devices, true).print_test_slip?.(jobOf({}), life.signal).then((came) => (end = came));
    await clock.pass(31_000);
    expect(devices.commands).toMatchObject([{ type: 'printer.test', kind: 'slip' }]);
    expect(end).toEqual({ state: 'failed', result: { findings: { slip: 'unknown', slip_reason: 'no_answer' }, picture: null } });
  });
});
