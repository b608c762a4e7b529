import { randomUUID } from 'node:crypto';
import { DEMO_OFFICERS } from '../../scripts/demo-roster.ts';
import type { ComponentId, HealthReason } from '../../src/domain/health.ts';
import { stateOf } from '../../src/domain/health.ts';
import { AlertStore } from '../../src/fleet/alerts/store.ts';
import { rowOfRecord } from '../../src/fleet/session/record.ts';
import { DAY_EVENTS, DAY_MS } from '../fixtures/kpi-day.ts';
import { FleetKiosk, healthy } from '../harness/fleet-kiosk.ts';
import { OfficersHub } from '../harness/officers-hub.ts';

const MINUTE_MS = 60_000;
/** 10:42 on the morning of the fixture day, a Sunday. */
export const STORY_MS = DAY_MS + (10 * 60 + 42) * MINUTE_MS;
const at = (hours: number, minutes: number): number => DAY_MS + (hours * 60 + minutes) * MINUTE_MS;

type Trouble = readonly [component: ComponentId, reason: HealthReason | null];

/**
 * A morning at the fourteen kiosks: one with its cover open, one away, one short of paper, one in maintenance, one that
 * lost its gateway and found it again, and nine about which there is nothing to say.
 */
export async function startStory(page: string): Promise<OfficersHub> {
  const own = await OfficersHub.start(at(-17, 30), page);
  const { hub, room } = own;
  for (const officer of DEMO_OFFICERS) await room.officers.save({ ...officer, phone: officer.phone ?? phoneOf(officer.account) });
  await own.officer('k.otaibi', { role: 'manager' });
  await own.officer('f.qahtani');
  await own.officer('l.shehri');
  await own.officer('m.ghamdi');
  await own.officer('admin', { name: { ar: 'مسؤول النظام', en: 'Administrator' } });

  const kiosks = new Map(Array.from({ length: 14 }, (_, index) => `MK-${String(index + 1).padStart(3, '0')}`).map((id) => [id, new FleetKiosk(id, hub.url)]));
  const clock = (): { atMs: number; monotonicMs: number } => ({ atMs: own.nowMs, monotonicMs: own.nowMs - at(7, 0) });
  let n = 10;

  function hello(id: string): void {
    const kiosk = kiosks.get(id);
    if (kiosk === undefined) throw new Error(id);
    hub.fleet.hello(kiosk.hello({ clock: clock(), appVersion: '1.0.0', configVersion: 'a41c90d2', components: parts([]) }) as never);
    own.keepHere(id);
  }
  function parts(troubles: readonly Trouble[]) {
    const since = new Date(own.nowMs).toISOString();
    const changes = Object.fromEntries(troubles.map(([component, reason]) => [component, { state: reason === null ? 'ok' : stateOf(reason), reason }]));
    return healthy(changes).map((part) => ({ ...part, since, asOf: since }));
  }
  async function tell(id: string, troubles: readonly Trouble[], admin = { maintenance: false, closed: false }): Promise<void> {
    const changed = new Set(troubles.map(([component]) => component));
    const delta = { v: 1, type: 'delta', n: (n += 1), clock: clock(), components: parts(troubles).filter(({ component }) => changed.has(component)), admin, screen: 'A1' };
    await hub.fleet.delta(id, delta as never);
  }
  async function goTo(ms: number): Promise<void> {
    await own.pass(ms - own.nowMs, 60_000 * (ms - own.nowMs > 3_600_000 ? 30 : 1));
  }

  // They have been there for a while: availability looks back.
  const longAgo = [...kiosks.keys()].map((kiosk) => ({ id: randomUUID(), kiosk, subject: 'status', from_state: 'unknown', to_state: 'in_service', reason: null, component: null, at_ms: at(-24 * 6, 0) }));
  await hub.store.states.save([], longAgo);
  for (const [id, kiosk] of kiosks) {
    if (id === 'MK-014') continue;
    const issued = await hub.identity.issueCode(id, { account: 'admin', role: 'administrator', address: null });
    if (issued.ok) await kiosk.enrol(issued.value.code);
    hello(id);
  }
  await goTo(at(-9, 10));
  await tell('MK-009', [['reader', 'reader.unplugged']]);
  await goTo(at(-8, 25));
  await tell('MK-009', [['reader', null]]);
  await goTo(at(8, 5));
  await tell('MK-005', [['gateway', 'gateway.timeout']]);
  await goTo(at(8, 31));
  await tell('MK-005', [['gateway', null]]);
  await goTo(at(9, 4));
  await tell('MK-010', [['paper', 'paper.low']]);
  await goTo(at(9, 40));
  await tell('MK-009', [['printer', 'printer.slow']]);
  await goTo(at(9, 58));
  await tell('MK-009', [['printer', 'printer.cover_open']]);
  await goTo(at(10, 3));
  await tell('MK-006', [['touch', 'touch.missing']]);
  await goTo(at(10, 20));
  await tell('MK-003', [], { maintenance: true, closed: false });
  await goTo(at(10, 31));
  const alerts = new AlertStore(hub.store);
  for (const [kiosk, owner, reason, startsMs, minutes] of [
    ['MK-003', 'l.shehri', 'repair', at(10, 20), 90],
    ['MK-007', 'f.qahtani', 'paper', at(33, 0), 30],
    ['MK-001', 'l.shehri', 'inspection', at(57, 30), 60],
    ['MK-008', 'f.qahtani', 'cleaning', at(58, 0), 60],
    ['MK-011', 'l.shehri', 'repair', at(-86, 0), 120],
    ['MK-004', 'l.shehri', 'site_event', at(202, 0), 120],
  ] as const)
    await alerts.planMaintenance({ id: randomUUID(), kiosk, owner, reason, starts_ms: startsMs, planned_end_ms: startsMs + minutes * MINUTE_MS, ended_ms: null });
  const away = hub.fleet.record('MK-013');
  if (away === null) throw new Error('MK-013');
  own.letGo('MK-013');
  // The hub's presence goes by a clock of its own: it has to know as well, or it finds out again in a minute.
  hub.fleet.presence.adopt('MK-013', 'offline');
  Object.assign(away, { heardMs: own.nowMs, link: 'offline', status: 'offline', statusSinceMs: own.nowMs + 45_000, decidedBy: null });
  await hub.store.states.save([rowOfRecord(away)], [
    { id: randomUUID(), kiosk: 'MK-013', subject: 'status', from_state: 'in_service', to_state: 'offline', reason: null, component: null, at_ms: own.nowMs + 45_000 },
  ]);
  await goTo(STORY_MS);
  const technician = { account: 'f.qahtani', role: 'technician', address: null } as const;
  await hub.jobs.request({ kiosk: 'MK-009', type: 'restart_device', args: {}, by: technician });
  await hub.jobs.request({ kiosk: 'MK-009', type: 'print_test_slip', args: {}, by: technician });

  // What visitors did: the fixture day at the airport, the same journeys at other hours of the days before.
  const rows = [0, 1, 2, 3, 4, 5, 6].flatMap((daysAgo) =>
    DAY_EVENTS.filter(({ data }) => daysAgo === 0 || (data as { readonly journey: number }).journey % 7 !== daysAgo).map((event) => {
      const boot = event.boot.replace('0000-4000', `000${String(daysAgo)}-4000`);
      const atMs = event.atMs - daysAgo * 24 * 3_600_000;
      return { kiosk: 'MK-007', boot, seq: event.seq, type: event.type, at_ms: atMs, monotonic_ms: event.monotonicMs, occurred_ms: atMs, received_ms: atMs, data: JSON.stringify(event.data) };
    }),
  );
  await hub.store.events.append(rows, []);
  await hub.store.states.addGauges(
    [at(7, 0), at(8, 0), at(9, 0), at(10, 0)].map((hour_ms, index) => ({ kiosk: 'MK-009', gauge: 'paper_used_mm', hour_ms, samples: 240, least: 41_000 + 2_000 * index, most: 43_000 + 2_000 * index, total: 10_000_000 })),
  );
  return own;
}

const phoneOf = (account: string): string => `+966 50 000 ${String(1000 + account.length * 37)}`;
