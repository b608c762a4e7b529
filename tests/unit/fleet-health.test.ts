import { beforeEach, describe, expect, test } from 'vitest';
import { COMPONENT_IDS, type ComponentId } from '../../src/domain/health.ts';
import { NO_ADMIN } from '../../src/domain/health-status.ts';
import { HealthBoard } from '../../src/main/health/board.ts';
import { watchClock } from '../../src/main/health/clock-watch.ts';
import { networkProbe, type HubTrouble } from '../../src/main/health/probes/network.ts';
import { FakeClock } from '../harness/fake-clock.ts';

/** What the agent of the fleet tells health. */
let clock: FakeClock;
let board: HealthBoard;

beforeEach(() => {
  clock = new FakeClock();
  const intervalsMs = Object.fromEntries(COMPONENT_IDS.map((id) => [id, 60_000])) as Record<ComponentId, number>;
  board = new HealthBoard({ clock, intervalsMs, notFitted: new Set(), admin: () => NO_ADMIN });
});

describe('the network', () => {
  let trouble: HubTrouble | null;
  let isThere: boolean;
  const probe = () =>
    networkProbe(
      { gateway: new URL('https://gateway.example'), hub: new URL('https://hub.example'), hubTrouble: () => trouble },
      () => null,
      { hasLink: () => true, resolve: async () => null, reach: async () => (isThere ? 10 : null) },
    );

  beforeEach(() => {
    trouble = null;
    isThere = true;
  });

  test('is well while the agent has nothing to say', async () => {
    expect(await probe().look()).toMatchObject({ state: 'ok' });
  });

  test.each(['network.hub_unreachable', 'network.hub_refuses_kiosk'] as const)('shows what the agent knows at once: %s', async (reason) => {
    trouble = reason;
    expect(await probe().look()).toEqual({ reason });
  });

  test('is gone only after three looks, though the hub has been away for long', async () => {
    trouble = 'network.hub_unreachable';
    isThere = false;
    const { look } = probe();
    expect([await look(), await look(), await look()]).toEqual([null, null, { reason: 'network.unreachable' }]);
  });
});

describe('the clock', () => {
  test('is held against the hub’s where the gateway has said nothing for two minutes', async () => {
    const watch = watchClock(board, clock);
    watch.noteOffset(0);
    watch.noteSecondOpinion(3_600_000);
    expect(board.reasonOf('clock')).toBeNull();
    await clock.pass(121_000);
    watch.noteSecondOpinion(3_600_000);
    expect(board.reasonOf('clock')).toBe('clock.wrong');
    expect(watch.time().getTime()).toBe(clock.now().getTime() - 3_600_000);
    watch.noteOffset(0);
    expect(board.reasonOf('clock')).toBeNull();
  });
});
