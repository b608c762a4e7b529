import { z } from 'zod';
import { jobEnd, JOB_TYPES, type JobEnd, type JobMemory, type JobType } from '../../../contract/fleet/messages.ts';
import { KeptFile, type KeptFileOptions } from '../kept-file.ts';

const begunSchema = z.strictObject({
  job: z.uuid(),
  type: z.enum(JOB_TYPES),
  /** By the hub's clock. */
  atMs: z.number(),
  /** For how long the computer had been up: less of it later means that it was restarted. */
  uptimeSeconds: z.number(),
  /** Null: it is running, or its process ended before it did. */
  end: jobEnd.nullable(),
  isTold: z.boolean(),
});
export type BegunJob = z.infer<typeof begunSchema>;

/** Jobs are over within hours; older ones can't come again. */
const KEPT_JOBS = 300;
const memorySchema = z.array(begunSchema).max(KEPT_JOBS);

export interface JobMemoryOptions extends Pick<KeptFileOptions<BegunJob[]>, 'file' | 'now' | 'onTrouble'> {
  readonly uptimeSeconds: () => number;
}

/** Which jobs were begun and what came of them, in a small file: none is begun twice, and no end is forgotten. */
export class KeptJobs implements JobMemory {
  readonly #kept: KeptFile<BegunJob[]>;
  readonly #uptimeSeconds: () => number;

  constructor({ uptimeSeconds, ...options }: JobMemoryOptions) {
    this.#kept = new KeptFile({ ...options, schema: memorySchema, empty: [] });
    this.#uptimeSeconds = uptimeSeconds;
  }

  has(job: string): boolean {
    return this.find(job) !== null;
  }

  find(job: string): BegunJob | null {
    return this.#kept.value.find((one) => one.job === job) ?? null;
  }

  begunSince(type: JobType, sinceMs: number): number {
    return this.#kept.value.filter((one) => one.type === type && one.atMs >= sinceMs).length;
  }

  /** @returns whether it is on the disk: what isn't could be begun again after a crash */
  begin(job: string, type: JobType, atMs: number): boolean {
    const begun: BegunJob = { job, type, atMs, uptimeSeconds: this.#uptimeSeconds(), end: null, isTold: false };
    return this.#kept.keep([...this.#kept.value, begun].slice(-KEPT_JOBS));
  }

  /** A picture isn't kept: it is told now or never. */
  end(job: string, { result, state }: JobEnd): void {
    this.#change(job, { end: { state, result: result === null ? null : { ...result, picture: null } } });
  }

  told(job: string): void {
    this.#change(job, { isTold: true });
  }

  /** Begun by this process or an earlier one, and the hub hasn't confirmed the end. */
  untold(): readonly BegunJob[] {
    return this.#kept.value.filter(({ isTold }) => !isTold);
  }

  #change(job: string, change: Partial<BegunJob>): void {
    if (this.has(job)) this.#kept.keep(this.#kept.value.map((one) => (one.job === job ? { ...one, ...change } : one)));
  }
}
