import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../src/domain/json.ts';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import { base64url, kioskId, name, signature, timeMs, uuid, version } from './fields.ts';
import { isJobType, JOBS, type JobArgs, type JobType } from './job-catalogue.ts';
import { isSignedBy } from './keys.ts';
import { MAX_PICTURE_CHARACTERS } from './limits.ts';

/**
 * Remote jobs: what the hub signs and what the kiosk checks before it does anything. A job runs at most once, even when
 * the kiosk dies in the middle of it.
 */

export const accountName = z.string().regex(/^[a-z][a-z0-9.-]{1,31}$/);

/** What is signed. Travels as text, so that both sides look at the same bytes. */
export const jobEnvelope = z.object({
  v: version,
  job: uuid,
  kiosk: kioskId,
  type: name,
  args: z.unknown(),
  issuedBy: accountName,
  /** The second person, where the job needs one. */
  approvedBy: accountName.nullable(),
  notBeforeMs: timeMs,
  expiresAtMs: timeMs,
  nonce: base64url.length(22),
});

export const signedJob = z.object({ payload: z.string().max(4_000), signature });

const finding = z.union([z.number(), z.boolean(), name]);

/** What came of a job: a few named findings, and the picture of a masked screenshot. No free text. */
export const jobResult = z.object({
  findings: z.record(name, finding).refine((all) => Object.keys(all).length <= 60, 'expected at most 60 findings'),
  /** PNG, base64. */
  picture: z.base64().max(MAX_PICTURE_CHARACTERS).nullable(),
});

export const jobEnd = z.object({
  /** `interrupted`: the kiosk was restarted meanwhile; whether the job had its effect is not known. */
  state: z.enum(['succeeded', 'failed', 'timed_out', 'cancelled', 'interrupted']),
  result: jobResult.nullable(),
});

export type SignedJob = z.infer<typeof signedJob>;
export type JobEnvelope = z.infer<typeof jobEnvelope>;
export type JobResult = z.infer<typeof jobResult>;
export type JobEnd = z.infer<typeof jobEnd>;

/** A job as its catalogue entry says. */
export type Job = { [Type in JobType]: Omit<JobEnvelope, 'type' | 'args'> & { readonly type: Type; readonly args: JobArgs<Type> } }[JobType];

/** The reasons of `job.refused` in the catalogue of events. */
export type JobRefusal = 'bad_signature' | 'not_allowed' | 'unsupported' | 'expired' | 'replayed' | 'too_often';

/** What the kiosk has to remember about jobs; `begin` is on the disk before it returns. */
export interface JobMemory {
  has(job: string): boolean;
  begunSince(type: JobType, sinceMs: number): number;
  begin(job: string, type: JobType, atMs: number): void;
}

export interface JobChecks {
  readonly kiosk: string;
  /** Pinned when the kiosk was enrolled. */
  readonly hubKey: KeyObject;
  /** The hub's time: the kiosk's own clock may be wrong. */
  readonly nowMs: number;
  /** What this kiosk can do. */
  readonly supported: readonly JobType[];
  readonly memory: JobMemory;
}

/** Clocks are compared across a network. */
const SKEW_MS = 30_000;
const HOUR_MS = 3_600_000;

/**
 * Everything that must hold before a kiosk takes a job. Whoever gets a job calls `memory.begin` before its first effect;
 * until then it may come again, and afterwards it is `replayed`.
 */
export function checkJob(signed: SignedJob, checks: JobChecks): Result<Job, JobRefusal> {
  if (!isSignedBy(checks.hubKey, signed.payload, signed.signature)) return fault('bad_signature');
  const envelope = jobEnvelope.safeParse(parseJson(signed.payload));
  if (!envelope.success || envelope.data.kiosk !== checks.kiosk) return fault('not_allowed');
  const { approvedBy, expiresAtMs, issuedBy, job, notBeforeMs, type } = envelope.data;
  if (!isJobType(type) || !checks.supported.includes(type)) return fault('unsupported');
  const { perHour, twoPersons } = JOBS[type];
  if (twoPersons && (approvedBy === null || approvedBy === issuedBy)) return fault('not_allowed');
  const args = JOBS[type].args.safeParse(envelope.data.args);
  if (!args.success || checks.nowMs < notBeforeMs - SKEW_MS) return fault('not_allowed');
  if (checks.nowMs >= expiresAtMs) return fault('expired');
  if (checks.memory.has(job)) return fault('replayed');
  if (checks.memory.begunSince(type, checks.nowMs - HOUR_MS) >= perHour) return fault('too_often');
  return ok({ ...envelope.data, type, args: args.data } as Job);
}
