import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { renderPdf } from '../../pdf/render.ts';
import type { FiguresReport } from '../api.ts';
import { may } from '../access/roles.ts';
import { OFFICE_WEEK } from '../alerts/calendar.ts';
import { reportOf, startOfDayMs } from '../kpi/report.ts';
import { oneByOne } from '../one-by-one.ts';
import { gatherFacts } from '../read/report-facts.ts';
import { figuresCsv, figuresPdf } from './figures-export.ts';
import { noteDeed, Refused, signedIn, type SignedIn } from './guard.ts';
import type { OfficerParts } from './parts.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).refine((text) => !Number.isNaN(Date.parse(text)));
const querySchema = z.object({ from: day, to: day, site: z.string().max(64).optional(), kiosk: z.string().max(20).optional(), language: z.enum(['ar', 'en']).default('ar') });
const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 366;

/** The figures that management asks for, on the screen, as a table for a spreadsheet, and on paper. */
export function registerFiguresRoutes(server: FastifyInstance, parts: OfficerParts): void {
  /** Two reports at once would take twice the memory. */
  const inTurn = oneByOne();

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
    const facts = await inTurn(() => gatherFacts(parts.hub, kiosks, fromMs, toMs));
    if (!facts.ok) throw new Refused('too_much');
    const calendars = await parts.alerts.calendars();
    const report = reportOf({ from, to, kiosks, ...facts.value, calendarOf: (at) => calendars.get(at) ?? OFFICE_WEEK });
    return { report, language, who };
  }
}
