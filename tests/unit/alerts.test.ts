import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stateOf, componentOf, type ComponentHealth, type HealthReason } from '../../src/domain/health.ts';
import { conditionsOf, type FleetFacts, type HubFacts, type KioskFacts } from '../../src/fleet/alerts/conditions.ts';
import { acknowledge, advance, clearByHand, type Incidents } from '../../src/fleet/alerts/engine.ts';
import type { Incident, Notice } from '../../src/fleet/alerts/incident.ts';
import { isNightCall, MINUTE_MS, RULE_IDS, RULES } from '../../src/fleet/alerts/rules.ts';

const SECOND_MS = 1000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.parse('2026-11-22T06:00:00Z');

const GOOD_HUB: HubFacts = { ingestP95Ms: 20, diskUsedPercent: 40, backupAgeMs: HOUR_MS, failingChannels: [] };
const kioskFacts = (kiosk: string, change: Partial<KioskFacts> = {}, site = 'chamber'): KioskFacts => ({
  kiosk,
  site,
  status: 'in_service',
  statusSinceMs: START_MS,
  components: [],
  maintenance: null,
  outbox: { oldestAgeMs: 0, fullPercent: 0 },
  driftSinceMs: null,
  behindSinceMs: null,
  isUnused: false,
  tampering: null,
  ...change,
});
const broken = (reason: HealthReason): ComponentHealth => ({
  component: componentOf(reason),
  state: stateOf(reason),
  reason,
  since: '2026-11-22T06:00:00Z',
  asOf: '2026-11-22T06:00:00Z',
  value: null,
});
const away = (kiosk: string, atMs = START_MS, site = 'chamber'): KioskFacts =>
  kioskFacts(kiosk, { status: 'offline', statusSinceMs: atMs }, site);

/** The engine on a clock that moves in steps of a second, as the hub calls it. */
class Watch {
  facts: FleetFacts = { kiosks: [kioskFacts('MK-001')], hub: GOOD_HUB };
  isAttended = true;
  nowMs = START_MS;
  incidents: Incidents = new Map();
  readonly heard: { readonly atMs: number; readonly notice: Notice }[] = [];
  #count = 0;

  pass(ms: number, everyMs = SECOND_MS): this {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) {
      this.look();
      this.nowMs += everyMs;
    }
    this.look();
    return this;
  }
  look(): void {
    const { incidents, notices } = advance(this.incidents, {
      conditions: conditionsOf(this.facts, this.nowMs),
      nowMs: this.nowMs,
      isAttended: () => this.isAttended,
      newId: () => `incident-${String((this.#count += 1))}`,
    });
    this.incidents = incidents;
    for (const notice of notices) this.heard.push({ atMs: this.nowMs, notice });
  }
  kiosks(...kiosks: KioskFacts[]): this {
    this.facts = { ...this.facts, kiosks };
    return this;
  }
  change(edit: (incident: Incident) => Incident | null): void {
    this.incidents = new Map([...this.incidents].map(([key, incident]) => [key, edit(incident) ?? incident]));
  }
  get open(): Incident[] {
    return [...this.incidents.values()].filter(({ phase }) => phase === 'firing' || phase === 'acknowledged');
  }
  /** `minutes: kind rule → roles` of everything said so far. */
  get log(): string[] {
    return this.heard.map(
      ({ atMs, notice: { incident, kind, to } }) =>
        `${String((atMs - START_MS) / MINUTE_MS)}: ${kind} ${incident.rule} → ${to.join(', ')}`,
    );
  }
}

/** A trouble, the rule it falls under, when people hear of it, and who hears of it in an hour when nobody answers. */
const TABLE: readonly [string, Partial<FleetFacts>, string[]][] = [
  ['A1 paper low: the morning list only', { kiosks: [kioskFacts('MK-001', { components: [broken('paper.low')] })] }, []],
  [
    'A2 paper out',
    { kiosks: [kioskFacts('MK-001', { components: [broken('paper.out')] })] },
    ['1: firing A2 → liaison', '16: escalation A2 → technical', '31: escalation A2 → technical'],
  ],
  [
    'A2 cover open',
    { kiosks: [kioskFacts('MK-001', { components: [broken('printer.cover_open')] })] },
    ['1: firing A2 → liaison', '16: escalation A2 → technical', '31: escalation A2 → technical'],
  ],
  [
    'A3 reader broken',
    { kiosks: [kioskFacts('MK-001', { components: [broken('reader.no_reader')] })] },
    ['1.5: firing A3 → technical, liaison', '31.5: escalation A3 → technical_lead'],
  ],
  ['A4 offline', { kiosks: [away('MK-001')] }, ['2: firing A4 → liaison', '12: escalation A4 → technical']],
  [
    'A5 out of service',
    { kiosks: [kioskFacts('MK-001', { status: 'out_of_service' })] },
    ['1: firing A5 → liaison, technical', '31: escalation A5 → manager'],
  ],
  [
    'A6 crash loop',
    { kiosks: [kioskFacts('MK-001', { components: [broken('page.crash_loop')] })] },
    ['0: firing A6 → technical', '15: escalation A6 → technical_lead'],
  ],
  [
    'A7 gateway down at two kiosks',
    { kiosks: ['MK-001', 'MK-002'].map((kiosk) => kioskFacts(kiosk, { components: [broken('gateway.timeout')] })) },
    ['1: firing A7 → technical', '16: escalation A7 → manager'],
  ],
  [
    'A8 a site away',
    { kiosks: [away('MK-001'), away('MK-002'), kioskFacts('MK-003', {}, 'diwan'), ...Array.from({ length: 9 }, (_, index) => kioskFacts(`MK-1${String(index)}`, {}, 'airport'))] },
    ['0: firing A8 → technical, manager', '30: escalation A8 → director'],
  ],
  ['A9 disk low', { kiosks: [kioskFacts('MK-001', { components: [broken('disk.low')] })] }, []],
  [
    'A10 the door',
    { kiosks: [kioskFacts('MK-001', { tampering: 'door_open' })] },
    ['0: firing A10 → technical, security_officer', '10: escalation A10 → director'],
  ],
  [
    'A11 unused',
    { kiosks: [kioskFacts('MK-001', { isUnused: true })] },
    ['0: firing A11 → liaison', '30: escalation A11 → technical'],
  ],
  [
    'A12 maintenance over-run',
    {
      kiosks: [
        kioskFacts('MK-001', {
          status: 'maintenance',
          maintenance: { startedMs: START_MS - 3 * HOUR_MS, plannedEndMs: START_MS + HOUR_MS },
        }),
      ],
    },
    ['0: firing A12 → window_owner', '30: escalation A12 → technical_lead'],
  ],
  [
    'A13 old outbox',
    { kiosks: [kioskFacts('MK-001', { outbox: { oldestAgeMs: 31 * MINUTE_MS, fullPercent: 0 } })] },
    ['5: firing A13 → technical'],
  ],
  ['A14 old version', { kiosks: [kioskFacts('MK-001', { behindSinceMs: START_MS - 8 * 24 * HOUR_MS })] }, []],
  ['A15 slow hub', { hub: { ...GOOD_HUB, ingestP95Ms: 1500 } }, ['5: firing A15 → technical']],
];

describe('every rule', () => {
  test.each(TABLE)('%s', (_name, facts, expected) => {
    const watch = new Watch();
    watch.facts = { ...watch.facts, ...facts };
    watch.pass(45 * MINUTE_MS);
    expect(watch.log).toEqual(expected);
  });

  test('the table has them all', () => {
    expect(new Set(TABLE.map(([name]) => name.split(' ')[0]))).toEqual(new Set(RULE_IDS));
  });

  test.each(TABLE)('%s is an incident, whether or not anybody is called', (name, facts) => {
    const watch = new Watch();
    watch.facts = { ...watch.facts, ...facts };
    watch.pass(11 * MINUTE_MS);
    expect(watch.open.map(({ rule }) => rule)).toEqual([name.split(' ')[0]]);
  });
});

const paperOut = (): KioskFacts => kioskFacts('MK-001', { components: [broken('paper.out')] });

test('a trouble shorter than its hold is never heard of', () => {
  const watch = new Watch().kiosks(paperOut()).pass(50 * SECOND_MS);
  watch.kiosks(kioskFacts('MK-001')).pass(20 * MINUTE_MS);
  expect(watch.log).toEqual([]);
  expect(watch.incidents.size).toBe(0);
});

test('it is over when the condition has been gone for twice its hold, and whoever was called hears so', () => {
  const watch = new Watch().kiosks(paperOut()).pass(2 * MINUTE_MS);
  watch.kiosks(kioskFacts('MK-001')).pass(10 * MINUTE_MS);
  expect(watch.log).toEqual(['1: firing A2 → liaison', '4: resolved A2 → liaison']);
  expect(watch.open).toEqual([]);
});

test('the same trouble within a quarter of an hour opens the same incident again', () => {
  const watch = new Watch().kiosks(paperOut()).pass(2 * MINUTE_MS);
  const [first] = watch.open;
  watch.kiosks(kioskFacts('MK-001')).pass(5 * MINUTE_MS);
  watch.kiosks(paperOut()).pass(2 * MINUTE_MS);
  expect(watch.open).toMatchObject([{ id: first?.id, reopened: 1 }]);
  watch.kiosks(kioskFacts('MK-001')).pass(40 * MINUTE_MS);
  watch.kiosks(paperOut()).pass(2 * MINUTE_MS);
  expect(watch.open[0]?.id).not.toBe(first?.id);
});

test('an answer stops the escalation that waits for one, not the one that waits for the end', () => {
  const watch = new Watch().kiosks(paperOut()).pass(2 * MINUTE_MS);
  watch.change((incident) => acknowledge(incident, 'officer-1', watch.nowMs));
  watch.pass(40 * MINUTE_MS);
  expect(watch.log).toEqual(['1: firing A2 → liaison', '31: escalation A2 → technical']);
});

test('a promise runs out after two hours, and the others are called then', () => {
  const watch = new Watch().kiosks(away('MK-001')).pass(3 * MINUTE_MS);
  watch.change((incident) => acknowledge(incident, 'officer-1', watch.nowMs));
  watch.pass(125 * MINUTE_MS);
  expect(watch.log).toEqual(['2: firing A4 → liaison', '123: escalation A4 → technical']);
});

test('who does not answer is reminded every hour', () => {
  const watch = new Watch().kiosks(kioskFacts('MK-001', { outbox: { oldestAgeMs: HOUR_MS, fullPercent: 0 } }));
  watch.pass(130 * MINUTE_MS, 5 * SECOND_MS);
  expect(watch.log).toEqual(['5: firing A13 → technical', '65: reminder A13 → technical', '125: reminder A13 → technical']);
});

test('at night nobody is called for a kiosk; in the morning they are', () => {
  const watch = new Watch().kiosks(away('MK-001'));
  watch.isAttended = false;
  watch.pass(8 * HOUR_MS, 10 * SECOND_MS);
  expect(watch.log).toEqual([]);
  expect(watch.open).toHaveLength(1);
  watch.isAttended = true;
  watch.pass(11 * MINUTE_MS);
  expect(watch.log).toEqual(['480: firing A4 → liaison', '490: escalation A4 → technical']);
});

test('tampering, the hub and a fleet that is away call people at night, nothing else does', () => {
  const night = (kind: 'kiosk' | 'site' | 'fleet' | 'hub') => RULE_IDS.filter((id) => isNightCall(id, kind));
  expect(night('kiosk')).toEqual(['A10', 'A15']);
  expect(night('fleet')).toEqual(['A8', 'A10', 'A15']);
});

test('tampering is over only when a person says so, and not before it is gone', () => {
  const watch = new Watch().kiosks(kioskFacts('MK-001', { tampering: 'door_open' })).pass(MINUTE_MS);
  const [held] = watch.open;
  expect(held === undefined ? 'none' : clearByHand(held, watch.nowMs)).toBeNull();
  watch.kiosks(kioskFacts('MK-001')).pass(5 * HOUR_MS, MINUTE_MS);
  expect(watch.open).toHaveLength(1);
  watch.change((incident) => clearByHand(incident, watch.nowMs));
  watch.look();
  expect(watch.open).toEqual([]);
});

describe('correlation', () => {
  const fleet = (change: (kiosk: string) => KioskFacts): KioskFacts[] => [
    ...['MK-001', 'MK-002', 'MK-003'].map((kiosk) => change(kiosk)),
    ...Array.from({ length: 9 }, (_, index) => kioskFacts(`MK-01${String(index)}`, {}, `site-${String(index)}`)),
  ];

  test('a whole site is one alert, however its kiosks trickle in', () => {
    const watch = new Watch();
    const atMs: Record<string, number> = { 'MK-001': START_MS, 'MK-002': START_MS + 9_000, 'MK-003': START_MS + 14_000 };
    const facts = (): KioskFacts[] =>
      fleet((kiosk) => (watch.nowMs >= (atMs[kiosk] ?? 0) ? away(kiosk, atMs[kiosk]) : kioskFacts(kiosk)));
    for (let second = 0; second < 1200; second += 1) watch.kiosks(...facts()).pass(SECOND_MS);
    expect(watch.heard.map(({ notice }) => `${notice.kind} ${notice.incident.rule} ${notice.incident.scope.kind}`)).toEqual([
      'firing A8 site',
    ]);
  });

  test('kiosks of one site that went at different times are each their own trouble', () => {
    const watch = new Watch().kiosks(...fleet((kiosk) => (kiosk === 'MK-003' ? kioskFacts(kiosk) : away(kiosk, START_MS - (kiosk === 'MK-001' ? HOUR_MS : 0)))));
    watch.pass(3 * MINUTE_MS);
    expect(watch.log).toEqual(['2: firing A4 → liaison', '2: firing A4 → liaison']);
  });

  test('a third of the fleet is one alert, and no site is named', () => {
    const watch = new Watch().kiosks(...fleet((kiosk) => away(kiosk)).map((facts, index) => (index < 5 ? { ...facts, status: 'offline' as const } : facts)));
    watch.pass(20 * MINUTE_MS);
    expect(watch.open.map(({ rule, scope }) => [rule, scope.kind])).toEqual([['A8', 'fleet']]);
    expect(watch.heard).toHaveLength(1);
  });

  test('one kiosk that the gateway refuses is no outage of the gateway', () => {
    const watch = new Watch().kiosks(kioskFacts('MK-001', { components: [broken('gateway.timeout')] }), kioskFacts('MK-002'));
    watch.pass(10 * MINUTE_MS);
    expect(watch.incidents.size).toBe(0);
  });
});

test('during maintenance nobody is called for what the technician does', () => {
  const watch = new Watch().kiosks(
    kioskFacts('MK-001', {
      status: 'maintenance',
      maintenance: { startedMs: START_MS, plannedEndMs: START_MS + HOUR_MS },
      components: [broken('paper.out'), broken('reader.unplugged')],
    }),
  );
  watch.pass(50 * MINUTE_MS);
  expect(watch.log).toEqual([]);
});

test('a kiosk that is unplugged in its planned maintenance calls nobody until the time is over', () => {
  const watch = new Watch().kiosks({ ...away('MK-001'), maintenance: { startedMs: START_MS, plannedEndMs: START_MS + HOUR_MS } });
  watch.pass(59 * MINUTE_MS);
  expect(watch.log).toEqual([]);
  watch.pass(5 * MINUTE_MS);
  expect(watch.log[0]).toMatch(/firing A4/);
});

test('what comes and goes is told once as flapping, and ends when it has been quiet', () => {
  const watch = new Watch();
  for (let round = 0; round < 6; round += 1) {
    watch.kiosks(paperOut()).pass(30 * SECOND_MS);
    watch.kiosks(kioskFacts('MK-001')).pass(30 * SECOND_MS);
  }
  expect(watch.log).toEqual(['2: flapping A2 → liaison']);
  watch.pass(40 * MINUTE_MS);
  expect(watch.log.at(-1)).toMatch(/resolved A2/);
  expect(watch.open).toEqual([]);
});

const timeline = fc.array(fc.record({ paper: fc.boolean(), reader: fc.boolean(), offline: fc.boolean(), ms: fc.integer({ min: 1, max: 20 * MINUTE_MS }) }), {
  minLength: 1,
  maxLength: 40,
});

function run(changes: readonly { paper: boolean; reader: boolean; offline: boolean; ms: number }[]): Watch {
  const watch = new Watch();
  for (const { ms, offline, paper, reader } of changes) {
    const components = [...(paper ? [broken('paper.out')] : []), ...(reader ? [broken('reader.unplugged')] : [])];
    watch.kiosks(offline ? away('MK-001', watch.nowMs) : kioskFacts('MK-001', { components }));
    watch.pass(ms, 10 * SECOND_MS);
  }
  return watch;
}

test('whatever happens: told at most twice in half an hour, reminders and escalation apart', () => {
  fc.assert(
    fc.property(timeline, (changes) => {
      const told = run(changes).heard.filter(({ notice }) => ['firing', 'flapping', 'resolved'].includes(notice.kind));
      for (const [, same] of Map.groupBy(told, ({ notice }) => notice.incident.id)) {
        for (const { atMs } of same)
          expect(same.filter((other) => other.atMs >= atMs && other.atMs < atMs + 30 * MINUTE_MS).length).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 60 },
  );
});

test('whatever happens: quiet in the end, no notice without a trouble, no step taken twice', () => {
  fc.assert(
    fc.property(timeline, (changes) => {
      const watch = run(changes);
      watch.kiosks(kioskFacts('MK-001')).pass(3 * HOUR_MS, 30 * SECOND_MS);
      expect(watch.open).toEqual([]);
      expect(watch.incidents.size).toBe(0);
      for (const { notice } of watch.heard) {
        expect(notice.incident.firedMs).not.toBeNull();
        expect(new Set(notice.incident.stepsTaken).size).toBe(notice.incident.stepsTaken.length);
        expect(notice.incident.stepsTaken.length).toBeLessThanOrEqual(RULES[notice.incident.rule].steps.length);
      }
    }),
    { numRuns: 60 },
  );
});
