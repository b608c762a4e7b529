import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import {
  checkJob,
  JOB_TYPES,
  JOBS,
  type HubMessage,
  type Job,
  type JobEnd,
  type JobRefusal,
  type JobType,
  type SignedJob,
} from '../../../contract/fleet/messages.ts';
import { fault, type Result } from '../../domain/result.ts';
import type { Journal } from '../journal/journal.ts';
import type { BegunJob, KeptJobs } from './job-memory.ts';
import type { JobStep } from './session.ts';

/** What a job does; its end goes to the hub. One whose signal fires ends soon. */
export type JobAct<Type extends JobType = JobType> = (job: Extract<Job, { type: Type }>, signal: AbortSignal) => Promise<JobEnd>;

/** What this kiosk can do. */
export type JobActs = { readonly [Type in JobType]?: JobAct<Type> };

export interface JobPorts {
  readonly kiosk: string;
  readonly hubKey: () => KeyObject | null;
  /** The hub's time. */
  readonly nowMs: () => number;
  readonly uptimeSeconds: () => number;
  readonly acts: JobActs;
  readonly memory: KeptJobs;
  readonly journal: Pick<Journal, 'record'>;
  /** Nobody is at the kiosk. */
  readonly isIdle: () => boolean;
  readonly isMaintenance: () => boolean;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly tell: (step: JobStep) => void;
  readonly warn: (line: string) => void;
}

/** How often a job that waits for the visitor to go looks again. */
const GATE_EVERY_MS = 500;
const RUN_LIMIT_MS = 5 * 60_000;
/** An act that was called off may still say what came of it for so long. */
const LAST_WORD_MS = 5_000;
/** So many refusals are remembered, so that what comes again and again is written down once. */
const REFUSALS_REMEMBERED = 200;

/**
 * Does what the hub asks: only what is signed by its pinned key, in the catalogue, in its time and at its gate, one after
 * the other, each at most once.
 */
export class JobDesk {
  readonly #ports: JobPorts;
  readonly #waiting = new Map<string, Job>();
  readonly #refused = new Set<string>();
  #running: { readonly job: string; readonly life: AbortController } | null = null;
  #cancelLook: () => void = () => undefined;
  #isClosed = false;

  constructor(ports: JobPorts) {
    this.#ports = ports;
  }

  get supported(): JobType[] {
    return JOB_TYPES.filter((type) => this.#ports.acts[type] !== undefined);
  }

  /** Tells what became of the jobs of the process before this one. */
  resume(): void {
    const { journal, memory, tell, uptimeSeconds } = this.#ports;
    for (const begun of memory.untold()) {
      const end = begun.end ?? endAfterRestart(begun, uptimeSeconds());
      if (begun.end === null) {
        memory.end(begun.job, end);
        journal.record('job.ended', { job: begun.job, outcome: end.state });
      }
      tell({ type: 'job_update', job: begun.job, update: end });
    }
  }

  receive(message: Extract<HubMessage, { type: 'job' | 'cancel_job' }>): void {
    if (message.type === 'cancel_job') return this.#cancel(message.job);
    const checked = this.#check(message.signed);
    if (!checked.ok) return this.#refuse(message.signed, checked.fault);
    const { job, type } = checked.value;
    // Sent once more because the answer was lost: the first one waits still.
    if (this.#waiting.has(job)) return undefined;
    this.#ports.journal.record('job.received', { job, kind: type });
    this.#ports.tell({ type: 'job_update', job, update: { state: 'accepted' } });
    this.#waiting.set(job, checked.value);
    return this.look();
  }

  /** Begins the next job whose gate is open, and lets go of those whose time is over. */
  look(): void {
    this.#cancelLook();
    if (this.#isClosed || this.#waiting.size === 0) return;
    const { after, nowMs } = this.#ports;
    for (const { expiresAtMs, job } of this.#waiting.values()) if (nowMs() >= expiresAtMs) this.#expire(job);
    const next = this.#running === null ? [...this.#waiting.values()].find((job) => this.#mayBegin(job)) : undefined;
    if (next !== undefined) void this.#run(next);
    if (this.#waiting.size > 0) this.#cancelLook = after(GATE_EVERY_MS, () => this.look());
  }

  /** What runs is broken off without a word: the next process tells what became of it. */
  close(): void {
    this.#isClosed = true;
    this.#cancelLook();
    this.#running?.life.abort();
  }

  #check(signed: SignedJob): Result<Job, JobRefusal> {
    const { hubKey, kiosk, memory, nowMs } = this.#ports;
    const key = hubKey();
    if (key === null) return fault('bad_signature');
    return checkJob(signed, { kiosk, hubKey: key, nowMs: nowMs(), supported: this.supported, memory });
  }

  #refuse({ payload }: SignedJob, reason: JobRefusal): void {
    const { journal, memory, tell } = this.#ports;
    const job = jobNameOf(payload);
    if (job === null || this.#running?.job === job) return;
    const begun = memory.find(job);
    if (begun !== null && reason === 'replayed') return tell({ type: 'job_update', job, update: begun.end ?? INTERRUPTED });
    if (!this.#refused.has(job)) journal.record('job.refused', { job, reason });
    if (this.#refused.size >= REFUSALS_REMEMBERED) this.#refused.clear();
    this.#refused.add(job);
    return tell({ type: 'job_update', job, update: { state: 'rejected', reason } });
  }

  #cancel(job: string): void {
    if (this.#waiting.delete(job)) this.#tellEnd(job, { state: 'cancelled', result: null });
    else if (this.#running?.job === job) this.#running.life.abort();
  }

  #expire(job: string): void {
    this.#waiting.delete(job);
    this.#ports.journal.record('job.refused', { job, reason: 'expired' });
    this.#ports.tell({ type: 'job_update', job, update: { state: 'rejected', reason: 'expired' } });
  }

  #mayBegin({ notBeforeMs, type }: Job): boolean {
    const { isIdle, isMaintenance, nowMs } = this.#ports;
    if (nowMs() < notBeforeMs) return false;
    const { gate } = JOBS[type];
    return gate === 'none' || (gate === 'idle' ? isIdle() : isMaintenance());
  }

  async #run(job: Job): Promise<void> {
    const { journal, memory, nowMs, tell } = this.#ports;
    this.#waiting.delete(job.job);
    // On the disk before the first effect: after a crash it is known that it was begun, and it isn't begun again.
    if (!memory.begin(job.job, job.type, nowMs())) {
      memory.end(job.job, NOT_REMEMBERED);
      this.#tellEnd(job.job, NOT_REMEMBERED);
      return;
    }
    journal.record('job.started', { job: job.job });
    tell({ type: 'job_update', job: job.job, update: { state: 'running' } });
    const life = new AbortController();
    this.#running = { job: job.job, life };
    const end = await this.#endOf(job, life);
    this.#running = null;
    if (this.#isClosed) return;
    memory.end(job.job, end);
    this.#tellEnd(job.job, end);
    this.look();
  }

  /** The act's own end, or that it had none in time. */
  #endOf(job: Job, life: AbortController): Promise<JobEnd> {
    const { acts, after, warn } = this.#ports;
    const act = acts[job.type] as JobAct | undefined;
    const { promise: lastWord, resolve } = Promise.withResolvers<JobEnd>();
    let isTooLate = false;
    let cancelLastWord = (): void => undefined;
    const cancelLimit = after(RUN_LIMIT_MS, () => {
      isTooLate = true;
      life.abort();
    });
    life.signal.addEventListener('abort', () => {
      cancelLastWord = after(LAST_WORD_MS, () => resolve({ state: isTooLate ? 'timed_out' : 'cancelled', result: null }));
    });
    const acted = act === undefined ? Promise.resolve(FAILED) : act(job, life.signal);
    // A bug in an act must not take a visitor's kiosk away.
    const safe = acted.catch((error: unknown) => {
      warn(`job ${job.type}: ${error instanceof Error ? (error.stack ?? error.message) : 'failed'}`);
      return FAILED;
    });
    return Promise.race([safe, lastWord]).finally(() => {
      cancelLimit();
      cancelLastWord();
    });
  }

  #tellEnd(job: string, end: JobEnd): void {
    this.#ports.journal.record('job.ended', { job, outcome: end.state });
    this.#ports.tell({ type: 'job_update', job, update: end });
  }
}

const FAILED: JobEnd = { state: 'failed', result: null };
/** The disk takes nothing: health says so as well. */
const NOT_REMEMBERED: JobEnd = { state: 'failed', result: { findings: { refused: 'not_written' }, picture: null } };
const INTERRUPTED: JobEnd = { state: 'interrupted', result: null };

/** A job that was to restart something is done when that was restarted; any other was broken off. */
function endAfterRestart({ type, uptimeSeconds }: BegunJob, nowUptimeSeconds: number): JobEnd {
  const isDone =
    type === 'restart_app' || type === 'reload_configuration' || (type === 'restart_device' && nowUptimeSeconds < uptimeSeconds);
  return isDone ? { state: 'succeeded', result: null } : INTERRUPTED;
}

function jobNameOf(payload: string): string | null {
  try {
    return z.object({ job: z.uuid() }).parse(JSON.parse(payload)).job;
  } catch {
    return null;
  }
}
