import { setImmediate as nextTurn } from 'node:timers/promises';
import { EVENTS, type KioskEventRecord } from '../../domain/events.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { Hub } from '../hub.ts';
import type { StatusSpan } from '../kpi/availability.ts';
import { isCounted, journeysOf, type Journey, type PlacedEvent } from '../kpi/journeys.ts';
import { statusSpans } from '../kpi/spans.ts';
import type { KioskRow } from '../store/schema.ts';

/** What the figures of a period are computed from. */
export interface GatheredFacts {
  readonly journeys: readonly Journey[];
  readonly spans: readonly StatusSpan[];
}

const COUNTED_TYPES = Object.keys(EVENTS).filter(isCounted);
const PAGE_MS = 7 * 24 * 3_600_000;
/** A visit takes 0.6 kB of memory and the hub is started with 256 MB; a quarter of the first roll-out fits. */
const MOST_VISITS = 150_000;

/**
 * Reads the events and states of a period, kiosk by kiosk and week by week: between two pages the hub does its other work.
 * `too_much`: so many visits that computing them would take the hub's memory.
 */
export async function gatherFacts(hub: Hub, kiosks: readonly KioskRow[], fromMs: number, toMs: number, mostVisits = MOST_VISITS): Promise<Result<GatheredFacts, 'too_much'>> {
  const journeys: Journey[] = [];
  const spans: StatusSpan[] = [];
  for (const kiosk of kiosks) {
    for (const journey of journeysOf(await eventsOf(hub, kiosk, fromMs, toMs))) journeys.push(journey);
    if (journeys.length > mostVisits) return fault('too_much');
    spans.push(...(await spansOf(hub, kiosk, fromMs, toMs)));
  }
  return ok({ journeys, spans });
}

async function eventsOf({ store }: Hub, { id, site }: KioskRow, fromMs: number, toMs: number): Promise<PlacedEvent[]> {
  const events: PlacedEvent[] = [];
  for (let pageMs = fromMs; pageMs < toMs; pageMs += PAGE_MS) {
    for (const row of await store.events.ofKiosk(id, COUNTED_TYPES, pageMs, Math.min(toMs, pageMs + PAGE_MS))) {
      const record = { boot: row.boot, seq: row.seq, type: row.type, atMs: row.occurred_ms, monotonicMs: row.monotonic_ms, data: JSON.parse(row.data) as unknown };
      events.push({ kiosk: id, site, ...(record as KioskEventRecord) });
    }
    await nextTurn();
  }
  return events;
}

async function spansOf({ fleet, now, store }: Hub, { enrolled_ms, id }: KioskRow, fromMs: number, toMs: number): Promise<readonly StatusSpan[]> {
  const endMs = Math.min(toMs, now());
  const changes = (await store.states.transitionsOf(id, fromMs, endMs)).filter(({ subject }) => subject === 'status');
  // Without a change in the period it was what the next change says it came from, and what it is now only where there is none.
  const next = changes.length > 0 ? null : await store.states.firstChange(id, 'status', endMs);
  const status = (next?.from_state as StatusSpan['status'] | undefined) ?? fleet.record(id)?.status ?? 'unknown';
  const spans = statusSpans(id, changes, fromMs, endMs, status);
  const [first, ...rest] = spans;
  // Before it was let in nobody heard of it, and it wasn't meant to serve anybody.
  const isNew = enrolled_ms === null || enrolled_ms >= fromMs;
  return isNew && first?.status === 'unknown' ? rest : spans;
}
