import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KIOSK_STATUSES } from '../../domain/health-status.ts';
import type { KioskPage, Span } from '../../fleet/api.ts';
import { spanText, timeOf } from '../format/times.ts';
import { reasonText } from '../format/words.ts';
import { lookOf } from '../ui/tone.ts';
import './strips.css';

type Strip = KioskPage['strips'][number];

interface StripsProps {
  readonly strips: readonly Strip[];
  readonly nowMs: number;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Units of the drawing: one is a minute of the day. */
const WIDTH = 1440;
const TICKS = [0, 6, 12, 18, 24];

const isStatus = (state: string): boolean => KIOSK_STATUSES.some((one) => one === state);
/** Parts that were well all day say nothing; `status` always stands on top. */
const isEventful = ({ spans, subject }: Strip): boolean => subject === 'status' || spans.some(({ state }) => state !== 'ok' && state !== 'not_fitted');

/** The last 24 hours as bars. Time runs in the reading direction; each span says itself when pointed at or focused. */
export function Strips({ nowMs, strips }: StripsProps) {
  const { t } = useTranslation();
  const [showsAll, setShowsAll] = useState(false);
  const [told, setTold] = useState('');
  const shown = showsAll ? strips : strips.filter(isEventful);
  const fromMs = nowMs - DAY_MS;
  const place = (atMs: number): number => (Math.min(Math.max(atMs - fromMs, 0), DAY_MS) / DAY_MS) * WIDTH;
  const nameOf = (subject: Strip['subject']): string => (subject === 'status' ? t('kiosk.whole') : t(`health:components.${subject}`));

  return (
    <section aria-labelledby="kiosk-strips">
      <div className="strips__head">
        <h2 id="kiosk-strips">{t('kiosk.strips')}</h2>
        <button type="button" className="show-all" aria-pressed={showsAll} onClick={() => setShowsAll(!showsAll)}>
          {t(showsAll ? 'kiosk.stripsFewer' : 'kiosk.stripsAll')}
        </button>
      </div>
      <div className="card strips">
        <div className="strips__rows" aria-hidden="true">
          {shown.map(({ spans, subject }) => (
            <div key={subject} className="strips__row" data-whole={subject === 'status' || undefined}>
              <span>{nameOf(subject)}</span>
              <svg viewBox={`0 0 ${String(WIDTH)} 20`} preserveAspectRatio="none">
                {spans.map((span) => (
                  <rect
                    key={span.fromMs}
                    className="strips__span"
                    data-tone={lookOf(span.state).tone}
                    data-ok={span.state === 'ok' || span.state === 'in_service' || undefined}
                    x={place(span.fromMs)}
                    width={Math.max(3, place(span.toMs) - place(span.fromMs) - 1)}
                    height={20}
                    onPointerEnter={() => setTold(`${nameOf(subject)}: ${spanSentence(t, span)}`)}
                    onPointerLeave={() => setTold('')}
                  />
                ))}
              </svg>
            </div>
          ))}
          <div className="strips__ticks">
            {TICKS.map((hours) => (
              <bdi key={hours} dir="ltr">
                {timeOf(nowMs - (24 - hours) * HOUR_MS)}
              </bdi>
            ))}
          </div>
        </div>
        <p className="strips__told">{told === '' ? t('kiosk.stripsHint') : told}</p>
        <details className="strips__table">
          <summary>{t('kiosk.asTable')}</summary>
          <table>
            <caption className="heard-only">{t('kiosk.strips')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('kiosk.part')}</th>
                <th scope="col">{t('kiosk.what')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.flatMap(({ spans, subject }) =>
                spans.map((span) => (
                  <tr key={`${subject}${String(span.fromMs)}`}>
                    <th scope="row">{nameOf(subject)}</th>
                    <td>{spanSentence(t, span)}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </details>
      </div>
    </section>
  );
}

/** "Printer's cover open, from 09:12 to 09:40 (28 minutes)". */
function spanSentence(t: TFunction, { fromMs, reason, state, toMs }: Span): string {
  const what = reason !== null ? reasonText(t, reason, 'what') : isStatus(state) ? t(`health:statuses.${state}` as 'health:statuses.closed') : t(`health:states.${state}` as 'health:states.ok');
  return t('kiosk.span', { what, from: timeOf(fromMs), to: timeOf(toMs), span: spanText(t, toMs - fromMs) });
}
