import { useTranslation } from 'react-i18next';
import type { FiguresReport } from '../../fleet/api.ts';
import { figureText, intervalText, isMissed, targetText } from '../../texts/figure-words.ts';
import { Icon } from '../ui/icon.tsx';

type Figure = FiguresReport['figures'][number];

const GROUPS = {
  time: ['handling_median', 'handling_p90', 'handling_mean', 'source_p95', 'freshness_p95'],
  success: ['completion', 'abandonment', 'receipt_success', 'self_service', 'not_found', 'format_errors', 'left_with_data', 'reach'],
  availability: ['availability_net', 'availability_gross', 'repair_time', 'incidents'],
  people: ['satisfaction', 'response_rate', 'equity_language', 'equity_access'],
} as const satisfies Readonly<Record<string, readonly Figure['id'][]>>;
const NAMES = Object.keys(GROUPS) as readonly (keyof typeof GROUPS)[];

/** Every figure of the report, in four groups. */
export function FigureGroups({ figures }: { readonly figures: readonly Figure[] }) {
  const { t } = useTranslation();
  return NAMES.map((name) => (
    <section key={name} aria-labelledby={`group-${name}`}>
      <h2 id={`group-${name}`}>{t(`figures.groups.${name}`)}</h2>
      <ul className="figure-cards">
        {GROUPS[name].flatMap((id) => figures.filter((figure) => figure.id === id)).map((figure) => (
          <FigureCard key={figure.id} figure={figure} />
        ))}
      </ul>
    </section>
  ));
}

/** A figure with all that is needed to judge it: target, n, interval, formula, and what was left out. */
function FigureCard({ figure }: { readonly figure: Figure }) {
  const { t } = useTranslation();
  const { excluded, id, interval, n, target, unit, value } = figure;
  const missed = isMissed(figure);
  return (
    <li className="card figure" data-tone={value === null || target === null ? undefined : missed ? 'bad' : 'good'}>
      <h3>{t(`kpi:figures.${id}.name`)}</h3>
      <p className="figure__value">{value === null ? <span className="figure__none">{t('figures.little')}</span> : figureText(t, value, unit)}</p>
      {target !== null && (
        <p className="figure__target">
          {value !== null && <Icon name={missed ? 'alert' : 'check'} />}
          {t('figures.target', { value: targetText(t, figure) })}
          {value !== null && <span className="heard-only">{t(missed ? 'figures.missed' : 'figures.met')}</span>}
        </p>
      )}
      {interval !== null && value !== null && <Interval figure={figure} interval={interval} value={value} />}
      <p className="figure__n">
        {t('figures.n', { n })}
        {interval !== null && ` · ${t('figures.interval', { interval: intervalText(figure) })}`}
      </p>
      <p className="figure__formula">{t(`kpi:figures.${id}.formula`)}</p>
      {excluded > 0 && <p className="figure__formula">{t('figures.excluded', { count: excluded, what: t(`kpi:figures.${id}.excluded`) })}</p>}
    </li>
  );
}

/** Where the true share lies, on a line from none to all; the words beside it say the same. */
function Interval({ figure: { target }, interval: [low, high], value }: { readonly figure: Figure; readonly interval: readonly [number, number]; readonly value: number }) {
  const place = (share: number): string => `${String(100 * share)}%`;
  const aim = target === null ? null : 'least' in target ? target.least : target.most;
  return (
    <span className="interval" aria-hidden="true">
      <span className="interval__band" style={{ insetInlineStart: place(low), inlineSize: place(high - low) }} />
      {aim !== null && <span className="interval__aim" style={{ insetInlineStart: place(aim) }} />}
      <span className="interval__value" style={{ insetInlineStart: place(value) }} />
    </span>
  );
}
