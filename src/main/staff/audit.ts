import type { EventData, EventType, KioskEventRecord } from '../../domain/events.ts';
import type { StaffEvent } from '../../bridge/staff.ts';

/** Writes an event of the catalog to the journal. */
export type RecordEvent = <Type extends EventType>(type: Type, data: EventData<Type>) => void;

/** How many of the newest events a technician may leaf through. */
export const EVENTS_SHOWN = 200;

/** An event as the page shows it. Its fields are closed kinds, so there is nothing personal to take out. */
export function staffEvent({ atMs, data, type }: KioskEventRecord): StaffEvent {
  const fields = Object.entries(data as Readonly<Record<string, unknown>>).map(([name, value]) => [name, shown(value)] as const);
  return { at: new Date(atMs).toISOString(), event: type, fields: Object.fromEntries(fields) };
}

function shown(value: unknown): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.join(' ') : String(value);
}

