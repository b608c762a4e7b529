import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isJobType, JOBS } from '../../../contract/fleet/job-catalogue.ts';
import type { Result } from '../../domain/result.ts';
import type { JobState, JobView } from '../api.ts';
import { may, type SiteAsker } from '../access/roles.ts';
import type { JobFault } from '../jobs/order.ts';
import { OPEN_STATES } from '../jobs/states.ts';
import type { JobRow } from '../store/schema.ts';
import { allow, noteDeed, Refused, signedIn, siteOfKiosk, type SignedIn } from './guard.ts';
import type { OfficerParts } from './parts.ts';
import { readPeopleNames, type PeopleNames } from './people.ts';

const askSchema = z.strictObject({ type: z.string().max(40), args: z.record(z.string().max(40), z.unknown()) });
const idSchema = z.object({ id: z.string().max(64) });
const findingsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Remote jobs: ask, agree, take back, look at the picture that came of one. */
export function registerJobRoutes(server: FastifyInstance, parts: OfficerParts): void {
  const { hub } = parts;
  const shown = async (result: Result<JobRow, JobFault>, who: SignedIn): Promise<JobView> => {
    const row = taken(result);
    return (await jobViewer(parts))(row, who);
  };

  server.post('/kiosks/:id/jobs', async (request): Promise<JobView> => {
    const who = await signedIn(request, parts);
    const { id: kiosk } = idSchema.parse(request.params);
    allow(who, 'job.ask', siteOfKiosk(parts, kiosk));
    const asked = askSchema.safeParse(request.body);
    if (!asked.success) throw new Refused('malformed');
    return shown(await hub.jobs.request({ kiosk, ...asked.data, by: who }), who);
  });

  server.post('/jobs/:id/approve', async (request): Promise<JobView> => {
    const who = await signedIn(request, parts);
    const { id } = await jobFor(request.params, who, 'job.approve');
    return shown(await hub.jobs.approve(id, who), who);
  });

  server.post('/jobs/:id/cancel', async (request): Promise<JobView> => {
    const who = await signedIn(request, parts);
    const { id } = await jobFor(request.params, who, 'job.ask');
    return shown(await hub.jobs.cancel(id, who), who);
  });

  server.get('/jobs/:id/picture', async (request, reply) => {
    const who = await signedIn(request, parts);
    const { id } = await jobFor(request.params, who, 'picture.read');
    const picture = await hub.store.jobs.picture(id, hub.now());
    if (picture === null) throw new Refused('not_found');
    await noteDeed(parts, who, 'picture.read', id);
    return reply.header('content-type', 'image/png').header('cache-control', 'no-store').send(Buffer.from(picture, 'base64'));
  });

  async function jobFor(params: unknown, who: SignedIn, right: 'job.ask' | 'job.approve' | 'picture.read'): Promise<JobRow> {
    const { data } = idSchema.safeParse(params);
    const row = data === undefined ? null : await hub.store.jobs.get(data.id);
    if (row === null) throw new Refused('not_found');
    allow(who, right, siteOfKiosk(parts, row.kiosk));
    return row;
  }
}

const PROBLEM_OF: Readonly<Record<JobFault, Refused['problem']>> = {
  unknown_kiosk: 'not_found',
  unknown_job: 'malformed',
  bad_arguments: 'malformed',
  not_allowed: 'not_allowed',
  unsupported: 'conflict',
  same_person: 'not_allowed',
  too_many: 'too_many',
  not_found: 'not_found',
  wrong_state: 'conflict',
};

function taken(result: Result<JobRow, JobFault>): JobRow {
  if (!result.ok) throw new Refused(PROBLEM_OF[result.fault]);
  return result.value;
}

/** Shows a job as an officer may see it. */
export type JobViewer = (row: JobRow, who: SiteAsker) => JobView;

/** Reads once what any number of views needs. */
export async function jobViewer(parts: OfficerParts): Promise<JobViewer> {
  const names = await readPeopleNames(parts);
  return (row, who) => viewOf(row, who, parts, names);
}

function viewOf(row: JobRow, who: SiteAsker, { hub }: OfficerParts, names: PeopleNames): JobView {
  if (!isJobType(row.type)) throw new Error(`a job that the catalogue doesn't know: ${row.type}`);
  const site = hub.directory.get(row.kiosk)?.site ?? null;
  const isOpen = OPEN_STATES.some((state) => state === row.state);
  const mayHave = JOBS[row.type].roles.some((role) => role === who.role);
  return {
    id: row.id,
    kiosk: row.kiosk,
    type: row.type,
    state: row.state as JobState,
    issuedBy: names(row.issued_by),
    approvedBy: row.approved_by === null ? null : names(row.approved_by),
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
    reason: row.reason,
    findings: row.findings === null ? {} : findingsSchema.parse(JSON.parse(row.findings)),
    hasPicture: row.type === 'take_screenshot' && row.state === 'succeeded',
    mayApprove: row.state === 'awaiting_approval' && row.issued_by !== who.account && mayHave && may(who, 'job.approve', site),
    mayCancel: isOpen && may(who, 'job.ask', site),
  };
}
