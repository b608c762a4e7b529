import { randomBytes, randomUUID } from 'node:crypto';
import { isJobType, JOBS, PROTOCOL_VERSION, type JobEnvelope, type JobType } from '../../../contract/fleet/messages.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { Asker } from '../asker.ts';
import type { JobRow } from '../store/schema.ts';

export interface JobRequest {
  readonly kiosk: string;
  readonly type: string;
  readonly args: unknown;
  readonly by: Asker;
  /** Unix milliseconds; at once where left out. */
  readonly notBeforeMs?: number;
}

export type JobFault =
  | 'unknown_kiosk'
  /** Not in the catalogue. */
  | 'unknown_job'
  | 'bad_arguments'
  /** Not for this role. */
  | 'not_allowed'
  /** This kiosk's program doesn't know it. */
  | 'unsupported'
  /** The second person must be another one. */
  | 'same_person'
  /** So many wait for this kiosk already that more would only wait, too. */
  | 'too_many'
  | 'not_found'
  /** It is over, or hasn't come that far. */
  | 'wrong_state';

/** Nobody plans a job further ahead. */
const MAX_AHEAD_MS = 14 * 24 * 3_600_000;

/**
 * A job as it is first written down, not signed yet.
 * @param supported what the kiosk said it knows; null for a kiosk the hub doesn't know, empty while it has said nothing
 */
export function orderJob(request: JobRequest, supported: readonly JobType[] | null, nowMs: number): Result<JobRow, JobFault> {
  const { by, kiosk, type } = request;
  const notBeforeMs = Math.max(nowMs, request.notBeforeMs ?? nowMs);
  if (supported === null) return fault('unknown_kiosk');
  if (!isJobType(type)) return fault('unknown_job');
  const { lifetimeMs, roles, twoPersons } = JOBS[type];
  if (!roles.some((allowed) => allowed === by.role)) return fault('not_allowed');
  const args = JOBS[type].args.safeParse(request.args);
  if (!args.success || notBeforeMs > nowMs + MAX_AHEAD_MS) return fault('bad_arguments');
  if (supported.length > 0 && !supported.includes(type)) return fault('unsupported');
  return ok({
    id: randomUUID(),
    kiosk,
    type,
    args: JSON.stringify(args.data),
    state: twoPersons ? 'awaiting_approval' : 'queued',
    issued_by: by.account,
    approved_by: null,
    created_ms: nowMs,
    not_before_ms: notBeforeMs,
    expires_ms: notBeforeMs + lifetimeMs,
    payload: null,
    signature: null,
    reason: null,
    findings: null,
    updated_ms: nowMs,
  });
}

/** What is signed of a job. */
export function envelopeOf(row: JobRow): string {
  const envelope: JobEnvelope = {
    v: PROTOCOL_VERSION,
    job: row.id,
    kiosk: row.kiosk,
    type: row.type,
    args: JSON.parse(row.args) as unknown,
    issuedBy: row.issued_by,
    approvedBy: row.approved_by,
    notBeforeMs: row.not_before_ms,
    expiresAtMs: row.expires_ms,
    nonce: randomBytes(16).toString('base64url'),
  };
  return JSON.stringify(envelope);
}
