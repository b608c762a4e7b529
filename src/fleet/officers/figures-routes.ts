import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { KioskEventRecord } from '../../domain/events.ts';
import { renderPdf } from '../../pdf/render.ts';
import type { FiguresReport } from '../api.ts';
import { may } from '../access/roles.ts';
import { OFFICE_WEEK } from '../alerts/calendar.ts';
import { isCounted, type PlacedEvent } from '../kpi/journeys.ts';
import { reportOf, startOfDayMs } from '../kpi/report.ts';
import { statusSpans } from '../kpi/spans.ts';
import { figuresCsv, figuresPdf } from './figures-export.ts';
import { noteDeed, Refused, signedIn, type SignedIn } from './guard.ts';
import type { OfficerParts } from './parts.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).refine((text) => !Number.isNaN(Date.parse(text)));
const querySchema = z.object({ from: day, to: day, site: z.string().max(64).optional(), kiosk: z.string().max(20).optional(), language: z.enum(['ar', 'en']).default('ar') });
const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 366;
/** More than a year of the busiest kiosk. */
const MOST_EVENTS_PER_KIOSK = 2_000_000;

/** The figures that management asks for, on the screen, as a table for a spreadsheet, and on paper. */
export function registerFiguresRoutes(server: FastifyInstance, parts: OfficerParts): void {
  server.get('/figures', async (request) => (await asked(request)).report);

  server.get('/figures.csv', async (request, reply) => {
    const { language, report, who } = await asked(request);
    await noteDeed(parts, who, 'figures.export', 'csv');
    const name = `raha-figures-${report.from}-${report.to}.csv`;
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(figuresCsv(report, parts.texts.in(language)));
  });

  server.get('/figures.pdf', async (request, reply) => {
    const { language, report, who } = await asked(request);
    await noteDeed(parts, who, 'figures.export', 'pdf');
    const pdf = await renderPdf(figuresPdf(report, parts.texts.in(language), language, new Date(parts.hub.now())), parts.pdfFonts);
    const name = `raha-figures-${report.from}-${report.to}.pdf`;
    return reply.header('content-type', 'application/pdf').header('content-disposition', `attachment; filename="${name}"`).send(pdf);
  });

  async function asked(request: FastifyRequest): Promise<{ report: FiguresReport; language: 'ar' | 'en'; who: SignedIn }> {
    const who = await signedIn(request, parts);
    const query = querySchema.safeParse(request.query);
    if (!query.success) throw new Refused('malformed');
    const { from, kiosk, language, site, to } = query.data;
    const [fromMs, toMs] = [startOfDayMs(from), startOfDayMs(to) + DAY_MS];
    if (toMs <= fromMs || toMs - fromMs > MOST_DAYS * DAY_MS) throw new Refused('malformed');
    const kiosks = parts.hub.directory
      .kiosks()
      .filter((row) => may(who, 'figures.read', row.site) && (site === undefined || row.site === site) && (kiosk === undefined || row.id === kiosk));
    // Somebody else's site is answered like one that isn't there.
    if (kiosks.length === 0) throw new Refused('not_found');
    const [events, spans] = await Promise.all([eventsOf(kiosks, fromMs, toMs), spansOf(kiosks, fromMs, toMs)]);
    const calendars = await parts.alerts.calendars();
    const report = reportOf({ from, to, kiosks, events, spans, calendarOf: (at) => calendars.get(at) ?? OFFICE_WEEK });
    return { report, language, who };
  }

  async function eventsOf(kiosks: readonly { id: string; site: string }[], fromMs: number, toMs: number): Promise<PlacedEvent[]> {
    const each = await Promise.all(
      kiosks.map(async ({ id, site }) => {
        const rows = await parts.hub.store.events.ofKiosk(id, fromMs, toMs, MOST_EVENTS_PER_KIOSK);
        return rows
          .filter(({ type }) => isCounted(type))
          .map((row) => {
            const record = { boot: row.boot, seq: row.seq, type: row.type, atMs: row.occurred_ms, monotonicMs: row.monotonic_ms, data: JSON.parse(row.data) as unknown };
            return { kiosk: id, site, ...(record as KioskEventRecord) };
          });
      }),
    );
    return each.flat();
  }

  async function spansOf(kiosks: readonly { id: string; enrolled_ms: number | null }[], fromMs: number, toMs: number) {
    const endMs = Math.min(toMs, parts.hub.now());
    const each = await Promise.all(
      kiosks.map(async ({ enrolled_ms, id }) => {
        const all = await parts.hub.store.states.transitionsOf(id, fromMs, endMs);
        const spans = statusSpans(id, all.filter(({ subject }) => subject === 'status'), fromMs, endMs, parts.hub.fleet.record(id)?.status ?? 'unknown');
        const [first, ...rest] = spans;
        // Before it was let in nobody heard of it, and it wasn't meant to serve anybody.
        const isNew = enrolled_ms === null || enrolled_ms >= fromMs;
        return isNew && first?.status === 'unknown' ? rest : spans;
      }),
    );
    return each.flat();
  }
}
