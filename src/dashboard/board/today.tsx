import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FiguresReport } from '../../fleet/api.ts';
import { figureText, isMissed, targetText } from '../../texts/figure-words.ts';
import { dayOf } from '../format/times.ts';
import { useResource } from '../hub/use-resource.ts';
import { needTexts } from '../i18n.ts';
import { hrefOf } from '../routes.ts';

/** What management asks for first. */
const SHOWN = ['handling_median', 'completion', 'availability_net', 'satisfaction'] as const;
/** Figures of a running day change slowly. */
const AGAIN_EVERY_MS = 5 * 60_000;

/** Four figures of the day so far, with what is aimed at and how many visits they rest on. */
export function Today({ nowMs }: { readonly nowMs: number }) {
  const { t } = useTranslation();
  const [hasTexts, setHasTexts] = useState(false);
  useEffect(() => void needTexts('kpi').then(() => setHasTexts(true)), []);
  const day = dayOf(nowMs);
  const { value: report } = useResource<FiguresReport>(`/figures?from=${day}&to=${day}`, Math.floor(nowMs / AGAIN_EVERY_MS));
  return (
    <section className="today" aria-label={t('board.today')}>
      {SHOWN.map((id) => {
        const figure = report?.figures.find((one) => one.id === id);
        return (
          <a key={id} className="card today__figure" href={hrefOf({ at: 'figures' })} data-missed={(figure !== undefined && isMissed(figure)) || undefined}>
            <span className="today__name">{t(`board.figures.${id}`)}</span>
            {figure === undefined || !hasTexts ? (
              <span className="today__value">…</span>
            ) : (
              <>
                <strong className="today__value">{figureText(t, figure.value, figure.unit)}</strong>
                <span className="today__more">{t('board.figureTarget', { target: targetText(t, figure) })}</span>
                <span className="today__more">{t('board.figureN', { n: figure.n })}</span>
              </>
            )}
          </a>
        );
      })}
    </section>
  );
}
