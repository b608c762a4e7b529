import { useTranslation } from 'react-i18next';
import { STEPS } from '../../domain/events.ts';
import type { FiguresReport } from '../../fleet/api.ts';
import { figureText, percentText } from '../../texts/figure-words.ts';
import { shortDay, startOfDay } from '../format/times.ts';
import { Chart } from './chart.tsx';
import { DayBars } from './day-bars.tsx';
import { DayLine } from './day-line.tsx';
import { RowBars } from './row-bars.tsx';

/** One day over and over says nothing as a line. */
const LEAST_DAYS = 2;

/** How the days went, where visitors left, which languages they chose. */
export function Charts({ report }: { readonly report: FiguresReport }) {
  const { i18n, t } = useTranslation();
  const { days, figures } = report;
  const dayName = (day: string): string => shortDay(i18n.language, startOfDay(day));
  const names = days.map(({ day }) => dayName(day));
  const abandonment = figures.find(({ id }) => id === 'abandonment')?.parts ?? [];
  const languages = figures.find(({ id }) => id === 'reach')?.parts ?? [];
  const ofLanguage = (code: string): string => (code === 'none' ? t('figures.noLanguage') : (new Intl.DisplayNames(i18n.language, { type: 'language' }).of(code) ?? code));
  // A newer kiosk may know other steps.
  const ofStep = (name: string): string => {
    const step = STEPS.find((one) => one === name);
    return step === undefined ? name : t(`figures.steps.${step}`);
  };
  const hasDays = days.length >= LEAST_DAYS;
  return (
    <div className="charts">
      {hasDays && (
        <Chart
          title={t('figures.charts.visits')}
          columns={[t('figures.day'), t('figures.visits'), t('figures.completed')]}
          rows={days.map(({ completed, day, visits }) => [dayName(day), String(visits), String(completed)])}
        >
          <DayBars names={names} whole={days.map(({ visits }) => visits)} part={days.map(({ completed }) => completed)} labels={[t('figures.visits'), t('figures.completed')]} />
        </Chart>
      )}
      {hasDays && (
        <Chart title={t('figures.charts.handling')} columns={[t('figures.day'), t('kpi:days.handling')]} rows={days.map(({ day, medianHandlingMs }) => [dayName(day), figureText(t, medianHandlingMs, 'ms')])}>
          <DayLine names={names} values={days.map(({ medianHandlingMs }) => medianHandlingMs)} target={60_000} targetLabel={t('figures.target', { value: figureText(t, 60_000, 'ms') })} least={0} textOf={(value) => figureText(t, value, 'ms')} />
        </Chart>
      )}
      {hasDays && (
        <Chart title={t('figures.charts.serving')} columns={[t('figures.day'), t('kpi:days.serving')]} rows={days.map(({ day, servingShare }) => [dayName(day), figureText(t, servingShare, 'share')])}>
          <DayLine
            names={names}
            values={days.map(({ servingShare }) => servingShare)}
            target={0.99}
            targetLabel={t('figures.target', { value: percentText(0.99) })}
            least={Math.min(0.9, ...days.flatMap(({ servingShare }) => servingShare ?? []))}
            most={1}
            textOf={percentText}
          />
        </Chart>
      )}
      {languages.length > 0 && (
        <Chart title={t('figures.charts.languages')} columns={[t('figures.language'), t('figures.share'), t('figures.visits')]} rows={languages.map(({ n, name, value }) => [ofLanguage(name), figureText(t, value, 'share'), String(n)])}>
          <RowBars tone="good" rows={languages.map(({ n, name, value }) => ({ name: ofLanguage(name), share: value ?? 0, text: figureText(t, value, 'share'), more: t('figures.n', { n }) }))} />
        </Chart>
      )}
      {abandonment.length > 0 && (
        <Chart isWide title={t('figures.charts.abandonment')} columns={[t('figures.step'), t('figures.share'), t('figures.came')]} rows={abandonment.map(({ n, name, value }) => [ofStep(name), figureText(t, value, 'share'), String(n)])}>
          <RowBars tone="warn" rows={abandonment.map(({ n, name, value }) => ({ name: ofStep(name), share: value ?? 0, text: figureText(t, value, 'share'), more: t('figures.n', { n }) }))} />
        </Chart>
      )}
    </div>
  );
}
