import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { MaintenanceView } from '../api.ts';
import { may, mayAnywhere } from '../access/roles.ts';
import type { MaintenanceRow } from '../alerts/tables.ts';
import { allow, noteDeed, Refused, signedIn, siteOfKiosk } from './guard.ts';
import type { OfficerParts } from './parts.ts';
import { readPeopleNames } from './people.ts';

const DAY_MS = 24 * 3_600_000;
const instant = z.coerce.number().int().min(0);
const querySchema = z.object({ from: instant, to: instant });
const planSchema = z.strictObject({
  kiosk: z.string().max(20),
  reason: z.enum(['paper', 'cleaning', 'repair', 'inspection', 'site_event', 'other']),
  startsMs: z.int(),
  /** Longer work is planned in parts, so that none is forgotten. */
  minutes: z.int().min(5).max(120),
});
const idSchema = z.object({ id: z.uuid() });

/** The calendar of planned maintenance. */
export function registerMaintenanceRoutes(server: FastifyInstance, parts: OfficerParts): void {
  const { alerts, hub } = parts;

  server.get('/maintenance', async (request): Promise<{ windows: MaintenanceView[] }> => {
    const who = await signedIn(request, parts);
    const { from, to } = querySchema.parse(request.query);
    const rows = await alerts.maintenance(from, Math.min(to, from + 366 * DAY_MS));
    const seen = rows.filter(({ kiosk }) => may(who, 'maintenance.read', hub.directory.get(kiosk)?.site ?? null));
    return { windows: await viewsOf(seen, parts) };
  });

  server.post('/maintenance', async (request): Promise<MaintenanceView> => {
    const who = await signedIn(request, parts);
    const plan = planSchema.safeParse(request.body);
    if (!plan.success) throw new Refused('malformed');
    const { kiosk, minutes, reason, startsMs } = plan.data;
    allow(who, 'maintenance.plan', siteOfKiosk(parts, kiosk));
    const nowMs = hub.now();
    const plannedEndMs = startsMs + minutes * 60_000;
    if (plannedEndMs <= nowMs || startsMs > nowMs + 366 * DAY_MS) throw new Refused('malformed');
    const row: MaintenanceRow = { id: randomUUID(), kiosk, owner: who.account, reason, starts_ms: startsMs, planned_end_ms: plannedEndMs, ended_ms: null };
    await alerts.planMaintenance(row);
    await parts.windowsChanged();
    await noteDeed(parts, who, 'maintenance.plan', kiosk, row.id, reason);
    return (await viewsOf([row], parts))[0] ?? neverEmpty();
  });

  server.post('/maintenance/:id/end', async (request, reply) => {
    const who = await signedIn(request, parts);
    if (!mayAnywhere(who, 'maintenance.plan')) throw new Refused('not_allowed');
    const { data } = idSchema.safeParse(request.params);
    const window = data === undefined ? null : await alerts.maintenanceWindow(data.id);
    if (window === null) throw new Refused('not_found');
    allow(who, 'maintenance.plan', siteOfKiosk(parts, window.kiosk));
    if (!(await alerts.endMaintenance(window.id, hub.now()))) throw new Refused('not_found');
    await parts.windowsChanged();
    await noteDeed(parts, who, 'maintenance.end', window.kiosk, window.id);
    return reply.code(204).send();
  });
}

/** Windows with the names of their owners. */
export async function viewsOf(rows: readonly MaintenanceRow[], parts: OfficerParts): Promise<MaintenanceView[]> {
  const names = await readPeopleNames(parts);
  return rows.map((row) => ({
    id: row.id,
    kiosk: row.kiosk,
    owner: names(row.owner).name,
    reason: row.reason as MaintenanceView['reason'],
    startsMs: row.starts_ms,
    plannedEndMs: row.planned_end_ms,
    endedMs: row.ended_ms,
  }));
}

function neverEmpty(): never {
  throw new Error('one window went in, none came out');
}
