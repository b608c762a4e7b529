import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HubEvents } from '../../src/fleet/hub-events.ts';
import { occurredMs } from '../../src/fleet/ingest/dating.ts';
import { HourlyGauges } from '../../src/fleet/session/hourly-gauges.ts';
import { newRecord, recordOfRow, rowOfRecord, takeHealth, takeLink } from '../../src/fleet/session/record.ts';
import { COMPONENT_IDS } from '../../src/domain/health.ts';

const NOW_MS = 1_795_324_200_000;
const HOUR_MS = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const part = (component: string, state: 'ok' | 'degraded' | 'down', reason: string | null, sinceMs = NOW_MS) => ({
  component,
  state,
  reason,
  since: at(sinceMs),
  asOf: at(NOW_MS),
  value: null,
});
const ALL_OK = { components: COMPONENT_IDS.map((id) => part(id, 'ok', null)), admin: { maintenance: false, closed: false } };

function online() {
  const record = newRecord('MK-007', NOW_MS);
  takeHealth(record, ALL_OK, NOW_MS);
  takeLink(record, 'online', NOW_MS);
  return record;
}

describe('what the hub knows of a kiosk', () => {
  test('begins with its first words, without a history', () => {
    const record = newRecord('MK-007', NOW_MS);
    expect(takeHealth(record, ALL_OK, NOW_MS)).toEqual([]);
    const begun = takeLink(record, 'online', NOW_MS).map(({ subject, from_state, to_state }) => [subject, from_state, to_state]);
    expect(begun).toEqual([
      ['link', 'never', 'online'],
      ['status', 'unknown', 'in_service'],
    ]);
  });

  test('comes back from a silence as what it is now, not as what it was', () => {
    const record = online();
    takeLink(record, 'offline', NOW_MS);
    expect(record.status).toBe('offline');
    takeHealth(record, { components: [part('paper', 'down', 'paper.out')] }, NOW_MS + 5);
    const back = takeLink(record, 'online', NOW_MS + 5);
    expect(back.at(-1)).toMatchObject({ subject: 'status', from_state: 'offline', to_state: 'limited', component: 'paper', reason: 'paper.out' });
  });

  test('is in maintenance, or closed, also while it is silent', () => {
    const record = online();
    takeHealth(record, { components: [], admin: { maintenance: false, closed: true } }, NOW_MS);
    takeLink(record, 'offline', NOW_MS + 1);
    expect(record.status).toBe('closed');
  });

  test('is dated by the hub’s clock, never in the future', () => {
    const record = online();
    record.offsetMs = -HOUR_MS;
    const [early] = takeHealth(record, { components: [part('paper', 'degraded', 'paper.low', NOW_MS + HOUR_MS - 4_000)] }, NOW_MS);
    expect(early?.at_ms).toBe(NOW_MS - 4_000);
    const [late] = takeHealth(record, { components: [part('paper', 'ok', null, NOW_MS + 9 * HOUR_MS)] }, NOW_MS);
    expect(late?.at_ms).toBe(NOW_MS);
  });

  test('told twice changes nothing', () => {
    const record = online();
    const paper = { components: [part('paper', 'down', 'paper.out')] };
    expect(takeHealth(record, paper, NOW_MS)).toHaveLength(2);
    expect(takeHealth(record, paper, NOW_MS + 1)).toEqual([]);
  });

  test('is the same after it was stored and read', () => {
    const record = online();
    takeHealth(record, { components: [part('paper', 'down', 'paper.out')] }, NOW_MS);
    const again = recordOfRow(rowOfRecord(record), NOW_MS + 99);
    expect(again).toEqual({ ...record, gauges: {}, screen: null, offsetMs: null });
  });
});

test('an event never happened in the future, and keeps its distance to its neighbours', () => {
  const ms = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(ms, ms, fc.nat(1e9), fc.nat(1e6), fc.option(fc.integer({ min: -1e12, max: 1e12 })), (atMs, nowMs, sentMonotonicMs, agoMs, offsetMs) => {
      const batch = { v: 1 as const, boot: 'boot', atMs, monotonicMs: sentMonotonicMs + agoMs + 10, offsetMs };
      const event = { boot: 'boot', atMs, monotonicMs: sentMonotonicMs };
      const first = occurredMs(event, batch, nowMs);
      const second = occurredMs({ ...event, monotonicMs: sentMonotonicMs + 10 }, batch, nowMs);
      expect(first).toBeLessThanOrEqual(nowMs);
      fc.pre(nowMs > agoMs + 10);
      expect(second - first).toBe(10);
      expect(occurredMs({ ...event, boot: 'earlier' }, batch, nowMs)).toBeLessThanOrEqual(nowMs);
    }),
    { numRuns: 300 },
  );
});

describe('hourly sums', () => {
  test('keep least, most and total of each hour, and count the beats', () => {
    const gauges = new HourlyGauges();
    const hour = NOW_MS - (NOW_MS % HOUR_MS);
    gauges.add('MK-007', { temperature: 40 }, hour);
    gauges.add('MK-007', { temperature: 44 }, hour + 15_000);
    gauges.add('MK-007', { temperature: 50 }, hour + HOUR_MS);
    const rows = gauges.takeAll();
    expect(rows).toContainEqual({ kiosk: 'MK-007', gauge: 'temperature', hour_ms: hour, samples: 2, least: 40, most: 44, total: 84 });
    expect(rows).toContainEqual({ kiosk: 'MK-007', gauge: 'temperature', hour_ms: hour + HOUR_MS, samples: 1, least: 50, most: 50, total: 50 });
    expect(rows).toContainEqual(expect.objectContaining({ gauge: 'beats', hour_ms: hour, samples: 2 }));
    expect(gauges.takeAll()).toEqual([]);
  });

  test('are not lost when they could not be written', () => {
    const gauges = new HourlyGauges();
    gauges.add('MK-007', { visits: 1 }, NOW_MS);
    const failed = gauges.takeAll();
    gauges.add('MK-007', { visits: 5 }, NOW_MS);
    gauges.giveBack(failed);
    const visits = gauges.takeAll().filter(({ gauge }) => gauge === 'visits');
    expect(visits).toEqual([expect.objectContaining({ samples: 2, least: 1, most: 5, total: 6 })]);
  });

  test('of a kiosk that makes up names stay bounded, and spoil nobody else’s', () => {
    const gauges = new HourlyGauges();
    for (let name = 0; name < 10_000; name += 1) gauges.add('MK-007', { [`made_up_${String(name)}`]: 1 }, NOW_MS);
    gauges.add('MK-008', {}, NOW_MS);
    const rows = gauges.takeAll();
    expect(rows.length).toBeLessThan(300);
    expect(rows).toContainEqual(expect.objectContaining({ kiosk: 'MK-008', gauge: 'beats' }));
  });

  test('of every kiosk have their turn', () => {
    const gauges = new HourlyGauges();
    const seen = new Set<string>();
    const beats = (): void => {
      for (let index = 0; index < 25; index += 1) gauges.add(`K${String(index)}`, {}, NOW_MS);
    };
    beats();
    for (let turn = 0; turn < 10; turn += 1) {
      for (const { kiosk } of gauges.take(10)) seen.add(kiosk);
      beats();
    }
    expect(seen.size).toBe(25);
  });
});

test('a listener that throws hurts nobody else', () => {
  const errors: unknown[] = [];
  const heard: string[] = [];
  const events = new HubEvents((error) => errors.push(error));
  events.on('kiosk', () => {
    throw new Error('a bug');
  });
  const off = events.on('kiosk', ({ kiosk }) => heard.push(kiosk));
  events.emit('kiosk', { kiosk: 'MK-007' });
  off();
  events.emit('kiosk', { kiosk: 'MK-008' });
  expect(heard).toEqual(['MK-007']);
  expect(errors).toHaveLength(2);
});
