import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  believed,
  COMPONENT_IDS,
  COMPONENT_STATES,
  componentOf,
  HEALTH_REASON_CODES,
  startingComponent,
  STARTING_LIMIT_MS,
  stateOf,
  whoActs,
  withEvidence,
  type ComponentHealth,
  type ComponentId,
  type ComponentState,
  type HealthReason,
} from '../../src/domain/health.ts';
import {
  capabilityOf,
  componentsFrom,
  deriveStatus,
  NO_ADMIN,
  type Components,
} from '../../src/domain/health-status.ts';

const NOW = '2026-11-21T07:42:00.000Z';
const later = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();

const part = (component: ComponentId, state: ComponentState, reason: HealthReason | null = null): ComponentHealth => ({
  ...startingComponent(component, NOW),
  state,
  reason,
});

/** All well, but for what is named. */
type Wrong = HealthReason | readonly [ComponentId, ComponentState];
function kiosk(...wrong: readonly Wrong[]): Components {
  return componentsFrom((id) => {
    for (const one of wrong) {
      if (typeof one !== 'string') {
        if (one[0] === id) return part(id, one[1]);
      } else if (componentOf(one) === id) return part(id, stateOf(one), one);
    }
    return part(id, 'ok');
  });
}

const statusOf = (components: Components) => deriveStatus(components, NO_ADMIN);

test('a kiosk of which every part is well is in service', () => {
  expect(statusOf(kiosk())).toEqual({ status: 'in_service', decidedBy: null });
});

test.each<[HealthReason, string]>([
  ['disk.full', 'out_of_service'],
  ['journal.full', 'out_of_service'],
  ['journal.not_writable', 'out_of_service'],
  ['page.crash_loop', 'out_of_service'],
  ['touch.missing', 'out_of_service'],
  ['power.battery_low', 'out_of_service'],
  ['temperature.critical', 'out_of_service'],
  ['gateway.unreachable', 'limited'],
  ['network.unreachable', 'limited'],
  ['reader.unplugged', 'limited'],
  ['paper.out', 'limited'],
  ['printer.cover_open', 'limited'],
  ['clock.wrong', 'limited'],
  ['page.restarted', 'limited'],
  ['disk.low', 'limited'],
  ['gateway.slow', 'limited'],
])('%s makes the kiosk %s, and is named as what decided', (reason, status) => {
  expect(statusOf(kiosk(reason))).toEqual({ status, decidedBy: { component: componentOf(reason), reason } });
});

test('the cause is named, not what follows from it', () => {
  const cause = (...wrong: HealthReason[]) => statusOf(kiosk(...wrong)).decidedBy?.reason;
  expect(cause('gateway.unreachable', 'network.link_down')).toBe('network.link_down');
  expect(cause('paper.out', 'printer.offline')).toBe('printer.offline');
  expect(cause('reader.unavailable', 'devices.away')).toBe('devices.away');
  expect(cause('gateway.slow', 'paper.out'), 'what is gone, before what is only slow').toBe('paper.out');
});

test('who was told to stay out of it decides first', () => {
  const broken = kiosk('disk.full');
  const all = { maintenance: true, closed: true, silent: true };
  expect(deriveStatus(broken, all).status).toBe('maintenance');
  expect(deriveStatus(broken, { ...all, maintenance: false }).status).toBe('closed');
  expect(deriveStatus(broken, { ...all, maintenance: false, closed: false }).status).toBe('offline');
  expect(deriveStatus(broken, NO_ADMIN).status).toBe('out_of_service');
});

test('an inquiry needs one way to say who asks', () => {
  const inquiry = (...wrong: Wrong[]) => capabilityOf('inquiry', kiosk(...wrong)).state;
  expect(inquiry('reader.unplugged')).toBe('available');
  expect(inquiry(['keypad', 'not_fitted'])).toBe('available');
  expect(inquiry('reader.unplugged', ['keypad', 'not_fitted'])).toBe('unavailable');
  expect(inquiry(['reader', 'not_fitted'], ['keypad', 'not_fitted'])).toBe('unavailable');
  expect(inquiry(['reader', 'unknown'], ['keypad', 'not_fitted'])).toBe('unknown');
  expect(inquiry('gateway.timeout')).toBe('unavailable');
});

test('what is not fitted limits nothing', () => {
  const without = kiosk(['reader', 'not_fitted'], ['power', 'not_fitted'], ['temperature', 'not_fitted'], ['touch', 'not_fitted']);
  expect(statusOf(without).status).toBe('in_service');
  expect(capabilityOf('card', without).state).toBe('not_fitted');
});

const anyComponents = fc
  .tuple(...COMPONENT_IDS.map(() => fc.constantFrom(...COMPONENT_STATES)))
  .map((states) =>
    componentsFrom((id) => {
      const state = states[COMPONENT_IDS.indexOf(id)] ?? 'ok';
      const reason = HEALTH_REASON_CODES.find((code) => componentOf(code) === id && stateOf(code) === state) ?? null;
      // The keypad has nothing that could be wrong with it.
      return part(id, (state === 'down' || state === 'degraded') && reason === null ? 'ok' : state, reason);
    }),
  );

test('property: unknown is never taken for ok', () => {
  fc.assert(
    fc.property(anyComponents, fc.constantFrom(...COMPONENT_IDS), fc.constantFrom('unknown' as const, 'starting' as const), (components, id, blind) => {
      fc.pre(components[id].state !== 'not_fitted');
      const { status } = statusOf({ ...components, [id]: part(id, blind) });
      // Another way to say who asks may do.
      fc.pre(id !== 'keypad' && id !== 'reader');
      expect(status).not.toBe('in_service');
    }),
    { numRuns: 300 },
  );
});

test('property: nothing that gets worse makes the status better', () => {
  const rank = ['in_service', 'limited', 'unknown', 'out_of_service'];
  fc.assert(
    fc.property(anyComponents, fc.constantFrom(...HEALTH_REASON_CODES.filter((code) => stateOf(code) === 'down')), (components, reason) => {
      const id = componentOf(reason);
      fc.pre(components[id].state !== 'not_fitted');
      const worse = { ...components, [id]: part(id, 'down', reason) };
      expect(rank.indexOf(statusOf(worse).status)).toBeGreaterThanOrEqual(rank.indexOf(statusOf(components).status));
    }),
    { numRuns: 300 },
  );
});

test('property: whatever is not in service names the part that decided, in the state that decides', () => {
  fc.assert(
    fc.property(anyComponents, (components) => {
      fc.pre(components.reader.state !== 'not_fitted' || components.keypad.state !== 'not_fitted');
      const { decidedBy, status } = statusOf(components);
      expect(decidedBy === null).toBe(status === 'in_service');
      if (decidedBy === null) return;
      expect(components[decidedBy.component].reason).toBe(decidedBy.reason);
      expect(['down', 'degraded', 'unknown', 'starting']).toContain(components[decidedBy.component].state);
    }),
    { numRuns: 300 },
  );
});

test('a state keeps its beginning while only the evidence is new', () => {
  const first = withEvidence(startingComponent('paper', NOW), { reason: 'paper.low' }, later(1_000));
  const again = withEvidence(first, { reason: 'paper.low' }, later(2_000));
  expect(again).toMatchObject({ state: 'degraded', since: later(1_000), asOf: later(2_000) });
  const out = withEvidence(again, { reason: 'paper.out' }, later(3_000));
  expect(out).toMatchObject({ state: 'down', reason: 'paper.out', since: later(3_000) });
});

test('a reason of another part is a bug', () => {
  expect(() => withEvidence(startingComponent('paper', NOW), { reason: 'disk.full' }, NOW)).toThrow('disk.full');
});

test('evidence older than three intervals is none', () => {
  const seen = withEvidence(startingComponent('disk', NOW), { state: 'ok' }, NOW);
  expect(believed(seen, 60_000, 180_000, later(180_000)).state).toBe('ok');
  expect(believed(seen, 60_000, 180_001, later(180_001))).toMatchObject({ state: 'unknown', reason: null, asOf: NOW });
});

test('nothing starts for longer than two minutes, and what is not fitted never gets stale', () => {
  const starting = startingComponent('reader', NOW);
  expect(believed(starting, 1_000, STARTING_LIMIT_MS, NOW).state).toBe('starting');
  expect(believed(starting, 1_000, STARTING_LIMIT_MS + 1, NOW).state).toBe('unknown');
  expect(believed(part('power', 'not_fitted'), 1_000, 1e9, NOW).state).toBe('not_fitted');
});

test('each reason has somebody who acts, and its text in every language', () => {
  for (const language of ['ar', 'en']) {
    const { reasons, components } = JSON.parse(readFileSync(`assets/locales/${language}/health.json`, 'utf8')) as {
      reasons: Record<string, Record<string, { what: string; fix: string }>>;
      components: Record<string, string>;
    };
    expect(Object.keys(components).sort()).toEqual([...COMPONENT_IDS].sort());
    const told = Object.entries(reasons).flatMap(([part, codes]) => Object.keys(codes).map((code) => `${part}.${code}`));
    expect(told.sort()).toEqual([...HEALTH_REASON_CODES].sort());
  }
  for (const reason of HEALTH_REASON_CODES) expect(['liaison_officer', 'technician', 'emirate_it']).toContain(whoActs(reason));
});
