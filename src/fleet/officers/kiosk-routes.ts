import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Board, EnrolmentCode, KioskPage } from '../api.ts';
import { may } from '../access/roles.ts';
import { boardKioskOf, boardOf, siteOf } from '../read/board.ts';
import { kioskPageOf } from '../read/kiosk-page.ts';
import { allow, Refused, signedIn, siteOfKiosk } from './guard.ts';
import { incidentViews } from './incident-view.ts';
import { jobViewer } from './job-routes.ts';
import { viewsOf } from './maintenance-routes.ts';
import type { OfficerParts } from './parts.ts';

const idSchema = z.object({ id: z.string().max(20) });
const revokeSchema = z.strictObject({ reason: z.enum(['stolen', 'replaced', 'retired', 'suspected']) });
const MOST_INCIDENTS = 50;
const MOST_JOBS = 50;

/** The board and the page of one kiosk; and how a kiosk is let in and shut out. */
export function registerKioskPageRoutes(server: FastifyInstance, parts: OfficerParts): void {
  const { alerts, desk, hub, officers } = parts;

  server.get('/board', async (request): Promise<Board> => {
    const who = await signedIn(request, parts);
    const sees = (site: string): boolean => may(who, 'board.read', site);
    return boardOf({ hub, sees, incidents: desk.open, calendars: await alerts.calendars() });
  });

  server.get('/kiosks/:id', async (request): Promise<KioskPage> => {
    const who = await signedIn(request, parts);
    const { id } = idSchema.parse(request.params);
    const siteId = siteOfKiosk(parts, id);
    allow(who, 'board.read', siteId);
    const [row, site] = [hub.directory.get(id), hub.directory.site(siteId)];
    if (row === null || site === null) throw new Refused('not_found');
    const nowMs = hub.now();
    const [calendars, all, incidents, jobs, windows] = await Promise.all([
      alerts.calendars(),
      officers.all(),
      alerts.ofKiosk(id, MOST_INCIDENTS),
      hub.store.jobs.ofKiosk(id, MOST_JOBS),
      alerts.maintenance(nowMs, nowMs + 1),
    ]);
    const viewOfJob = await jobViewer(parts);
    return kioskPageOf({
      hub,
      kiosk: boardKioskOf(row, hub, desk.open),
      site: siteOf(site, calendars, nowMs),
      officers: all,
      incidents: await incidentViews(incidents, who, parts),
      jobs: jobs.map((job) => viewOfJob(job, who)),
      maintenance: (await viewsOf(windows.filter(({ kiosk }) => kiosk === id), parts))[0] ?? null,
    });
  });

  server.post('/kiosks/:id/enrolment-code', async (request): Promise<EnrolmentCode> => {
    const who = await signedIn(request, parts);
    const { id } = idSchema.parse(request.params);
    allow(who, 'kiosk.enrol', siteOfKiosk(parts, id));
    const issued = await hub.identity.issueCode(id, who);
    if (!issued.ok) throw new Refused('not_found');
    return issued.value;
  });

  server.post('/kiosks/:id/revoke', async (request, reply) => {
    const who = await signedIn(request, parts);
    const { id } = idSchema.parse(request.params);
    allow(who, 'kiosk.revoke', siteOfKiosk(parts, id));
    const body = revokeSchema.safeParse(request.body);
    if (!body.success) throw new Refused('malformed');
    await hub.identity.revoke(id, who, body.data.reason);
    return reply.code(204).send();
  });
}
