import type { TFunction } from 'i18next';
import { isolateLtr } from '../../domain/bidi.ts';
import type { PdfReport } from '../../pdf/report.ts';
import type { FiguresReport } from '../api.ts';
import { figureText, intervalText, isMissed, targetText } from '../../texts/figure-words.ts';
import type { Figure } from '../kpi/figures.ts';

/**
 * A table for spreadsheets (RFC 4180): raw numbers, so that they can be computed with, and the words beside them. Begins
 * with a byte order mark, without which Excel takes Arabic for something else.
 */
export function figuresCsv(report: FiguresReport, texts: TFunction): string {
  const head = ['id', 'name', 'unit', 'value', 'n', 'excluded', 'low95', 'high95', 'target', 'formula', 'left_out', 'from', 'to', 'kiosks'];
  const rows = report.figures.map((figure) => [
    figure.id,
    texts(`kpi:figures.${figure.id}.name`),
    figure.unit,
    numberOf(figure.value),
    String(figure.n),
    String(figure.excluded),
    numberOf(figure.interval?.[0] ?? null),
    numberOf(figure.interval?.[1] ?? null),
    targetSign(figure),
    texts(`kpi:figures.${figure.id}.formula`),
    texts(`kpi:figures.${figure.id}.excluded`),
    report.from,
    report.to,
    String(report.scope.kiosks),
  ]);
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

const numberOf = (value: number | null): string => (value === null ? '' : String(Number(value.toFixed(6))));

const targetSign = ({ target }: Figure): string => (target === null ? '' : 'least' in target ? `>=${String(target.least)}` : `<=${String(target.most)}`);

/** A cell that begins like a formula would be computed by a spreadsheet; ours never are formulas. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The same on paper. */
export function figuresPdf(report: FiguresReport, texts: TFunction, language: 'ar' | 'en', createdAt: Date): PdfReport {
  const t = (key: string, values: Record<string, unknown> = {}): string => texts(`kpi:${key}`, values);
  const period = t('period', { from: isolateLtr(report.from), to: isolateLtr(report.to) });
  return {
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    title: t('title'),
    authority: t('authority'),
    createdAt,
    footer: t('footer'),
    blocks: [
      { kind: 'text', text: `${period}. ${t('scope', { kiosks: isolateLtr(String(report.scope.kiosks)) })}` },
      {
        kind: 'table',
        columns: [
          { title: t('columns.figure'), share: 0.2 },
          { title: t('columns.value'), share: 0.1 },
          { title: t('columns.n'), share: 0.07 },
          { title: t('columns.interval'), share: 0.18 },
          { title: t('columns.target'), share: 0.16 },
          { title: t('columns.formula'), share: 0.29 },
        ],
        rows: report.figures.map((figure) => [
          { text: t(`figures.${figure.id}.name`) },
          { text: figureText(texts, figure.value, figure.unit), tone: isMissed(figure) ? ('bad' as const) : ('plain' as const) },
          { text: isolateLtr(String(figure.n)) },
          { text: intervalText(figure), tone: 'muted' as const },
          { text: targetText(texts, figure), tone: 'muted' as const },
          { text: `${t(`figures.${figure.id}.formula`)} ${t('leftOut', { what: t(`figures.${figure.id}.excluded`), count: isolateLtr(String(figure.excluded)) })}`, tone: 'muted' as const },
        ]),
      },
      { kind: 'heading', text: t('days.title') },
      {
        kind: 'table',
        columns: (['day', 'visits', 'completed', 'serving', 'handling'] as const).map((key) => ({ title: t(`days.${key}`), share: 0.2 })),
        rows: report.days.map(({ completed, day, medianHandlingMs, servingShare, visits }) => [
          { text: isolateLtr(day) },
          { text: isolateLtr(String(visits)) },
          { text: isolateLtr(String(completed)) },
          { text: figureText(texts, servingShare, 'share') },
          { text: figureText(texts, medianHandlingMs, 'ms') },
        ]),
      },
    ],
  };
}
