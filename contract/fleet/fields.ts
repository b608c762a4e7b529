import { z } from 'zod';
import { COMPONENT_STATES, MEASURE_UNITS } from '../../src/domain/health.ts';

/** What the messages are made of. Everything is bounded; keys nobody knows are passed over. */

/** Version of the protocol. A hub understands this one and, until all kiosks are newer, the one before. */
export const PROTOCOL_VERSION = 1;
export const version = z.literal(PROTOCOL_VERSION);

export const kioskId = z.string().regex(/^[A-Z]{2,3}-[0-9]{3}$/, 'expected a kiosk id such as "MK-007"');
export const uuid = z.uuid();
/** Names in lower case with underscores, dots between levels; unknown ones are a newer kiosk's. */
export const name = z.string().regex(/^[a-z][a-zA-Z0-9_.]{0,59}$/);
export const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
export const publicKey = base64url.min(40).max(400);
export const signature = base64url.min(80).max(120);
export const counter = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Unix time in milliseconds. */
export const timeMs = z.int().min(0).max(8_640_000_000_000);
/** Milliseconds of a clock that never jumps. */
export const monotonicMs = counter;
export const shortText = z.string().max(120);

/** One part of the kiosk. Names are open here, so that an older hub understands a newer kiosk; see `knownComponents`. */
export const component = z.object({
  component: name,
  state: z.enum(COMPONENT_STATES).catch('unknown'),
  reason: name.nullable(),
  since: z.iso.datetime({ offset: true }),
  asOf: z.iso.datetime({ offset: true }),
  value: z.object({ amount: z.number(), unit: z.enum(MEASURE_UNITS) }).nullable().catch(null),
});
export const components = z.array(component).max(40);

/** What people decided at the kiosk: hub and kiosk derive the same status from it and the components. */
export const admin = z.object({ maintenance: z.boolean(), closed: z.boolean() });

/** Numbers that come and go: never stored one by one. `outbox_events`, `disk_used_percent`, … */
export const gauges = z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), z.number()).refine(
  (values) => Object.keys(values).length <= 24,
  'expected at most 24 gauges',
);

/** Code of the screen that is on, e.g. `A9`. */
export const screen = z.string().regex(/^[A-Z][0-9]{1,2}[a-z]?$/).nullable();
