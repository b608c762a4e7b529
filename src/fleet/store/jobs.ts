import type { Databases } from './databases.ts';
import type { GroupCommit } from './group-commit.ts';
import type { JobRow, JobStepRow } from './schema.ts';

/** Remote jobs and how each came along. */
export interface JobStore {
  add(job: JobRow): Promise<void>;
  get(id: string): Promise<JobRow | null>;
  ofKiosk(kiosk: string, limit: number): Promise<readonly JobRow[]>;
  /** In any of these states, of one kiosk or of all, oldest first. */
  inStates(states: readonly string[], kiosk?: string): Promise<readonly JobRow[]>;
  /** Moves a job on, unless it is in none of the states it may come from: then nothing happens and it says false. */
  step(id: string, step: JobStep): Promise<boolean>;
  stepsOf(id: string): Promise<readonly JobStepRow[]>;
  picture(id: string, nowMs: number): Promise<string | null>;
  forgetPictures(nowMs: number): Promise<void>;
}

export interface JobStep {
  readonly from: readonly string[];
  readonly to: string;
  readonly atMs: number;
  readonly changes?: Partial<Pick<JobRow, 'approved_by' | 'payload' | 'signature' | 'reason' | 'findings'>>;
  readonly picture?: { readonly png: string; readonly expiresMs: number } | null;
}

export function createJobStore({ read }: Databases, commits: GroupCommit): JobStore {
  return {
    add: (job) =>
      commits.write(async (transaction) => {
        await transaction.insertInto('jobs').values(job).execute();
        await transaction.insertInto('job_steps').values({ job: job.id, state: job.state, at_ms: job.created_ms }).execute();
      }),
    get: async (id) => (await read.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
    ofKiosk: (kiosk, limit) =>
      read.selectFrom('jobs').selectAll().where('kiosk', '=', kiosk).orderBy('created_ms', 'desc').limit(limit).execute(),
    inStates: (states, kiosk) => {
      const all = read.selectFrom('jobs').selectAll().where('state', 'in', states).orderBy('created_ms');
      return (kiosk === undefined ? all : all.where('kiosk', '=', kiosk)).execute();
    },
    step: (id, { atMs, changes, from, picture, to }) =>
      commits.write(async (transaction) => {
        const moved = await transaction
          .updateTable('jobs')
          .set({ state: to, updated_ms: atMs, ...changes })
          .where('id', '=', id)
          .where('state', 'in', from)
          .executeTakeFirst();
        if (moved.numUpdatedRows !== 1n) return false;
        await transaction
          .insertInto('job_steps')
          .values({ job: id, state: to, at_ms: atMs })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        if (picture)
          await transaction.insertInto('job_pictures').values({ job: id, picture: picture.png, expires_ms: picture.expiresMs }).execute();
        return true;
      }),
    stepsOf: (id) => read.selectFrom('job_steps').selectAll().where('job', '=', id).orderBy('at_ms').execute(),
    picture: async (id, nowMs) => {
      const row = await read.selectFrom('job_pictures').select('picture').where('job', '=', id).where('expires_ms', '>', nowMs).executeTakeFirst();
      return row?.picture ?? null;
    },
    forgetPictures: (nowMs) =>
      commits.write(async (transaction) => {
        await transaction.deleteFrom('job_pictures').where('expires_ms', '<=', nowMs).execute();
      }),
  };
}
