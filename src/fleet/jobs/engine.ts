import { signText } from '../../../contract/fleet/keys.ts';
import {
  isJobType,
  JOBS,
  PROTOCOL_VERSION,
  type HubMessage,
  type JobType,
  type JobUpdate,
  type SignedJob,
} from '../../../contract/fleet/messages.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import type { Asker } from '../asker.ts';
import type { HubEvents } from '../hub-events.ts';
import type { HubKeys } from '../identity/hub-keys.ts';
import type { JobStep } from '../store/jobs.ts';
import type { JobRow } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { envelopeOf, orderJob, type JobFault, type JobRequest } from './order.ts';
import { CANCEL_ASKED, COMES_FROM, OPEN_STATES, TO_DELIVER, type JobState } from './states.ts';

export interface JobParts {
  readonly store: Store;
  readonly events: HubEvents;
  readonly keys: HubKeys;
  readonly now: () => number;
  /** What the kiosk said it knows; null for a kiosk the hub doesn't know, empty while it has said nothing. */
  readonly jobsOf: (kiosk: string) => readonly JobType[] | null;
  /** Sends to the kiosk if it is at this hub. False: it isn't. */
  readonly send: (kiosk: string, message: HubMessage) => boolean;
  /** Other hubs may hold the kiosk. */
  readonly tellOthers: (kiosk: string, job: string) => void;
}

/** A job the kiosk began may take this long after its time to be begun was over. */
const RUN_LIMIT_MS = 15 * 60_000;
/** Of one kiosk: the catalogue has ten kinds, and each is over within minutes. */
const MOST_OPEN = 20;
const PICTURE_LIFETIME_MS = 7 * 24 * 3_600_000;

/** Remote jobs: asked for, agreed to, signed, delivered, followed to their end. */
export class JobEngine {
  readonly #parts: JobParts;
  /** Jobs that are not over, by kiosk: a kiosk that comes back costs no query. */
  readonly #open = new Map<string, Set<string>>();
  readonly #delivering = new Map<string, Promise<void>>();

  constructor(parts: JobParts) {
    this.#parts = parts;
  }

  async restore(): Promise<void> {
    for (const { id, kiosk } of await this.#parts.store.jobs.inStates(OPEN_STATES)) this.#remember(kiosk, id);
  }

  async request(request: JobRequest): Promise<Result<JobRow, JobFault>> {
    const { by, kiosk, type } = request;
    const nowMs = this.#parts.now();
    const isFull = (this.#open.get(kiosk)?.size ?? 0) >= MOST_OPEN;
    const ordered = isFull ? fault('too_many' as const) : orderJob(request, this.#parts.jobsOf(kiosk), nowMs);
    if (!ordered.ok) {
      await this.#audit(by, `job.request ${isJobType(type) ? type : 'unknown'}`, kiosk, `refused: ${ordered.fault}`);
      return ordered;
    }
    const row = ordered.value.state === 'queued' ? this.#signed(ordered.value) : ordered.value;
    await this.#parts.store.jobs.add(row);
    await this.#audit(by, `job.request ${type}`, kiosk, row.id);
    this.#remember(kiosk, row.id);
    await this.#changed(row.id);
    return ok(row);
  }

  /** The second person agrees; the first one can't. */
  async approve(id: string, by: Asker): Promise<Result<JobRow, JobFault>> {
    const row = await this.#parts.store.jobs.get(id);
    if (row === null || !isJobType(row.type)) return fault('not_found');
    if (!JOBS[row.type].roles.some((role) => role === by.role)) return this.#refuseApproval(row, by, 'not_allowed');
    if (row.issued_by === by.account) return this.#refuseApproval(row, by, 'same_person');
    const { approved_by, payload, signature } = this.#signed({ ...row, approved_by: by.account });
    const changes = { approved_by, payload, signature };
    if (!(await this.#step(row, 'queued', { changes }))) return fault('wrong_state');
    await this.#audit(by, `job.approve ${row.type}`, row.kiosk, id);
    return this.#current(id);
  }

  /** Takes a job back. One that the kiosk has already may be too late: then its own end counts. */
  async cancel(id: string, by: Asker): Promise<Result<JobRow, JobFault>> {
    const row = await this.#parts.store.jobs.get(id);
    if (row === null) return fault('not_found');
    if (!OPEN_STATES.some((state) => state === row.state)) return fault('wrong_state');
    await this.#audit(by, `job.cancel ${row.type}`, row.kiosk, id);
    if (await this.#step(row, 'cancelled', { from: ['awaiting_approval', 'queued'] })) return this.#current(id);
    return this.#askBack(id);
  }

  /** Written down, so that a kiosk that is away hears of it before it hears of the job again. */
  async #askBack(id: string): Promise<Result<JobRow, JobFault>> {
    for (;;) {
      const row = await this.#parts.store.jobs.get(id);
      const state = OPEN_STATES.find((one) => one === row?.state);
      if (row === null || state === undefined) return this.#current(id);
      if (await this.#step(row, state, { from: [state], changes: { reason: CANCEL_ASKED } })) return this.#current(id);
    }
  }

  #sendCancel({ id, kiosk }: JobRow): boolean {
    return this.#parts.send(kiosk, { v: PROTOCOL_VERSION, type: 'cancel_job', job: id });
  }

  /** The kiosk has come: it is sent what waits for it, once more what it never answered, and what was taken back. */
  welcome(kiosk: string): Promise<void> {
    return this.#deliver(kiosk, [...TO_DELIVER, 'running']);
  }

  /** One delivery after the other, so that nothing is sent twice. */
  #deliver(kiosk: string, states: readonly JobState[]): Promise<void> {
    if (!this.#open.has(kiosk)) return Promise.resolve();
    const turn = (this.#delivering.get(kiosk) ?? Promise.resolve()).then(() => this.#sendAll(kiosk, states));
    const last = turn.catch(() => undefined).finally(() => {
      if (this.#delivering.get(kiosk) === last) this.#delivering.delete(kiosk);
    });
    this.#delivering.set(kiosk, last);
    return turn;
  }

  async #sendAll(kiosk: string, states: readonly JobState[]): Promise<void> {
    const nowMs = this.#parts.now();
    for (const row of await this.#parts.store.jobs.inStates(states, kiosk)) {
      const { not_before_ms, expires_ms, payload, signature } = row;
      if (row.reason === CANCEL_ASKED) {
        if (!this.#sendCancel(row)) return;
        continue;
      }
      if (row.state === 'running') continue;
      if (payload === null || signature === null || not_before_ms > nowMs || expires_ms <= nowMs) continue;
      const signed: SignedJob = { payload, signature };
      if (!this.#parts.send(kiosk, { v: PROTOCOL_VERSION, type: 'job', signed })) return;
      if (row.state === 'queued') await this.#step(row, 'delivered');
    }
  }

  /** How a job comes along, as the kiosk says. Told twice it counts once; about another kiosk's job it counts nothing. */
  async update(kiosk: string, { job, update }: JobUpdate): Promise<void> {
    const row = await this.#parts.store.jobs.get(job);
    if (row === null || row.kiosk !== kiosk) return;
    switch (update.state) {
      case 'accepted':
      case 'running':
        return void (await this.#step(row, update.state));
      case 'rejected':
        return void (await this.#step(row, 'rejected', { changes: { reason: update.reason } }));
      case 'succeeded':
      case 'failed':
      case 'timed_out':
      case 'interrupted':
      case 'cancelled': {
        const { findings = null, picture = null } = update.result ?? {};
        const expiresMs = this.#parts.now() + PICTURE_LIFETIME_MS;
        await this.#step(row, update.state, {
          changes: { findings: findings === null ? null : JSON.stringify(findings) },
          picture: picture === null ? null : { png: picture, expiresMs },
        });
      }
    }
  }

  /** Called every few seconds: sends what may be begun now, and ends what nobody will end any more. */
  async tick(): Promise<void> {
    if (this.#open.size === 0) return;
    const nowMs = this.#parts.now();
    for (const row of await this.#parts.store.jobs.inStates(OPEN_STATES)) {
      const isBegun = row.state === 'accepted' || row.state === 'running';
      if (isBegun && row.expires_ms + RUN_LIMIT_MS <= nowMs) await this.#step(row, 'timed_out');
      else if (!isBegun && row.expires_ms <= nowMs) await this.#step(row, 'expired');
      else if (row.state === 'queued' && row.not_before_ms <= nowMs) await this.#deliver(row.kiosk, ['queued']);
    }
  }

  /** Another hub changed a job of a kiosk that may be here. */
  async changedElsewhere(kiosk: string, id: string): Promise<void> {
    this.#remember(kiosk, id);
    await this.#follow(id, kiosk);
  }

  async #refuseApproval(row: JobRow, by: Asker, why: JobFault): Promise<Result<JobRow, JobFault>> {
    await this.#audit(by, `job.approve ${row.type}`, row.kiosk, `refused: ${why}`);
    return fault(why);
  }

  #signed(row: JobRow): JobRow {
    const payload = envelopeOf(row);
    return { ...row, payload, signature: signText(this.#parts.keys.signing, payload) };
  }

  async #step(row: JobRow, to: JobState, more: Partial<Pick<JobStep, 'from' | 'changes' | 'picture'>> = {}): Promise<boolean> {
    const step = { from: COMES_FROM[to], to, atMs: this.#parts.now(), ...more };
    const moved = await this.#parts.store.jobs.step(row.id, step);
    if (moved) await this.#changed(row.id);
    return moved;
  }

  /** Tells everybody, and sends the job if that is what comes next. */
  async #changed(id: string): Promise<void> {
    const row = await this.#follow(id);
    if (row !== null) this.#parts.tellOthers(row.kiosk, id);
  }

  async #follow(id: string, elsewhere?: string): Promise<JobRow | null> {
    const row = await this.#parts.store.jobs.get(id);
    if (row === null) {
      if (elsewhere !== undefined) this.#open.get(elsewhere)?.delete(id);
      return null;
    }
    this.#parts.events.emit('job', row);
    if (!OPEN_STATES.some((state) => state === row.state)) this.#forget(row.kiosk, id);
    else if (row.reason === CANCEL_ASKED) this.#sendCancel(row);
    else if (row.state === 'queued') await this.#deliver(row.kiosk, ['queued']);
    return row;
  }

  async #current(id: string): Promise<Result<JobRow, JobFault>> {
    const row = await this.#parts.store.jobs.get(id);
    return row === null ? fault('not_found') : ok(row);
  }

  async #audit({ account, address, role }: Asker, action: string, target: string, outcome: string): Promise<void> {
    await this.#parts.store.audit.append({ atMs: this.#parts.now(), who: account, role, address, action, target, reason: null, outcome });
  }

  #remember(kiosk: string, id: string): void {
    const jobs = this.#open.get(kiosk) ?? new Set();
    this.#open.set(kiosk, jobs.add(id));
  }

  #forget(kiosk: string, id: string): void {
    const jobs = this.#open.get(kiosk);
    jobs?.delete(id);
    if (jobs?.size === 0) this.#open.delete(kiosk);
  }
}
