import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AuditPage } from '../api.ts';
import { allow, noteDeed, signedIn } from './guard.ts';
import type { OfficerParts } from './parts.ts';

const text = z.string().max(100).optional();
const number = z.coerce.number().int().optional();
const querySchema = z.object({ who: text, action: text, target: text, fromMs: number, toMs: number, beforeSeq: number });
const PAGE_SIZE = 100;

/** Who did what. Reading it is itself written down. */
export function registerAuditRoutes(server: FastifyInstance, parts: OfficerParts): void {
  server.get('/audit', async (request): Promise<AuditPage> => {
    const who = await signedIn(request, parts);
    allow(who, 'audit.read', null);
    const query = Object.fromEntries(Object.entries(querySchema.parse(request.query)).filter(([, value]) => value !== undefined));
    const rows = await parts.hub.store.audit.search({ ...query, limit: PAGE_SIZE + 1 });
    await noteDeed(parts, who, 'audit.read', null, 'ok', JSON.stringify(query));
    const shown = rows.slice(0, PAGE_SIZE);
    return {
      entries: shown.map(({ action, at_ms, outcome, reason, role, seq, target, who: name }) => ({
        seq,
        atMs: at_ms,
        who: name,
        role,
        action,
        target,
        reason,
        outcome,
      })),
      before: rows.length > PAGE_SIZE ? (shown.at(-1)?.seq ?? null) : null,
    };
  });
}
