import { z } from 'zod';
import { JOB_TYPES } from './job-catalogue.ts';
import { jobEnd, signedJob } from './jobs.ts';
import {
  admin,
  components,
  counter,
  gauges,
  kioskId,
  monotonicMs,
  name,
  screen,
  shortText,
  timeMs,
  uuid,
  version,
} from './fields.ts';
import { MAX_RECONNECT_MS } from './limits.ts';

/**
 * What is said on a session, `WSS /v1/session`, one JSON text per message. Where WebSocket can't pass, the same messages
 * go by `POST /v1/session/messages` and `GET /v1/jobs?wait=`.
 */

/** Every message of a kiosk is numbered within its connection and acknowledged by that number. */
const numbered = { v: version, n: counter };

/** The clocks of the kiosk when it wrote the message. */
const clock = z.object({ atMs: timeMs, monotonicMs });

/** Birth of a session: always the first message, with everything the hub has to know. */
export const helloSchema = z.object({
  ...numbered,
  type: z.literal('hello'),
  kiosk: kioskId,
  /** UUID of this life of the kiosk process. */
  boot: uuid,
  /** Grows with every connection of a boot: the late end of an old connection never ends a newer one. */
  conn: counter,
  appVersion: shortText,
  configVersion: shortText,
  /** The remote jobs that this kiosk knows; names it doesn't share with the hub are passed over. */
  jobs: z.array(name).max(60),
  components,
  admin,
  screen,
  gauges,
  clock,
});

/** A sign of life. Lives in the hub's memory only. */
export const beatSchema = z.object({
  ...numbered,
  type: z.literal('hb'),
  clock,
  screen,
  gauges,
  /** All components in every twentieth beat; see `BEATS_PER_SNAPSHOT`. */
  components: components.optional(),
});

/** Something changed; sent at once and acknowledged when the hub has written it down. */
export const deltaSchema = z.object({
  ...numbered,
  type: z.literal('delta'),
  clock,
  /** Those that changed. */
  components,
  admin,
  screen,
});

/** How a job comes along. Repeated until it is acknowledged; the hub takes each step once. */
export const jobUpdateSchema = z.object({
  ...numbered,
  type: z.literal('job_update'),
  job: uuid,
  update: z.discriminatedUnion('state', [
    z.object({ state: z.literal('accepted') }),
    z.object({ state: z.literal('rejected'), reason: name }),
    z.object({ state: z.literal('running') }),
    jobEnd,
  ]),
});

export const kioskMessageSchema = z.discriminatedUnion('type', [helloSchema, beatSchema, deltaSchema, jobUpdateSchema]);

/** The hub took a kiosk in. Jobs that wait follow as messages of their own. */
export const welcomeSchema = z.object({
  v: version,
  type: z.literal('welcome'),
  /** The number of the hello. */
  n: counter,
  hubTimeMs: timeMs,
  beatMs: z.int().min(1_000).max(300_000),
  /** What the hub would like the kiosk to run on; null where it has no opinion. */
  desiredConfigVersion: shortText.nullable(),
});

/** A message arrived; a delta and a job's update are written down as well. */
export const ackSchema = z.object({
  v: version,
  type: z.literal('ack'),
  n: counter,
  /** Answered within a beat it tells the kiosk how far its clock is off: half the round trip is the error. */
  hubTimeMs: timeMs,
});

export const jobSchema = z.object({ v: version, type: z.literal('job'), signed: signedJob });

export const cancelSchema = z.object({ v: version, type: z.literal('cancel_job'), job: uuid });

/** Please go, and come back after this long: the hub stops, or has more kiosks than it can greet. */
export const reconnectSchema = z.object({
  v: version,
  type: z.literal('reconnect'),
  afterMs: z.int().min(0).max(MAX_RECONNECT_MS),
});

/** Why a session ends; also the reason of the WebSocket's close. */
export const REFUSALS = [
  /** A newer connection of the same kiosk took over. */
  'superseded',
  /** The kiosk's key was revoked. */
  'revoked',
  /** The hello names another kiosk than the token. */
  'another_kiosk',
  /** Not a message of this protocol, or not in this order. */
  'malformed',
  /** More messages than a kiosk could have to say. */
  'too_many',
  /** A connection of an older count than the one that is open. */
  'stale_connection',
] as const;
export const refusedSchema = z.object({ v: version, type: z.literal('refused'), reason: z.enum(REFUSALS).or(name) });

export const hubMessageSchema = z.discriminatedUnion('type', [
  welcomeSchema,
  ackSchema,
  jobSchema,
  cancelSchema,
  reconnectSchema,
  refusedSchema,
]);

/** A kiosk without WebSocket says the same in a list, and gets the answers in a list. */
export const kioskMessagesSchema = z.object({ v: version, messages: z.array(kioskMessageSchema).min(1).max(20) });
export const hubMessagesSchema = z.object({ v: version, messages: z.array(hubMessageSchema).max(100) });

/** WebSocket close codes of the refusals. */
export const CLOSE_CODES: Readonly<Record<(typeof REFUSALS)[number], number>> = {
  superseded: 4001,
  revoked: 4002,
  another_kiosk: 4003,
  malformed: 4004,
  too_many: 4005,
  stale_connection: 4006,
};

export type Hello = z.infer<typeof helloSchema>;
export type Beat = z.infer<typeof beatSchema>;
export type Delta = z.infer<typeof deltaSchema>;
export type JobUpdate = z.infer<typeof jobUpdateSchema>;
export type KioskMessage = z.infer<typeof kioskMessageSchema>;
export type Welcome = z.infer<typeof welcomeSchema>;
export type HubMessage = z.infer<typeof hubMessageSchema>;
export type Refusal = (typeof REFUSALS)[number];

/** The jobs of a hello that this side knows too. */
export const sharedJobs = (names: readonly string[]): readonly (typeof JOB_TYPES)[number][] =>
  JOB_TYPES.filter((type) => names.includes(type));

