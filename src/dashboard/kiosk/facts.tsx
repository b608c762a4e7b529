import { useTranslation } from 'react-i18next';
import type { KioskPage, PaperForecast } from '../../fleet/api.ts';
import { shortDay, spanText, timeOf } from '../format/times.ts';
import { Ltr } from '../ui/ltr.tsx';
import './facts.css';

/** What is left of the paper, which software runs, what waits to be sent. */
export function Facts({ nowMs, page }: { readonly page: KioskPage; readonly nowMs: number }) {
  const { t } = useTranslation();
  return (
    <section className="card side-card" aria-labelledby="kiosk-facts">
      <h2 id="kiosk-facts">{t('kiosk.facts')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('kiosk.paper')}</dt>
          <dd>{page.paper === null ? t('kiosk.paperUnknown') : <Paper paper={page.paper} nowMs={nowMs} />}</dd>
        </div>
        <div>
          <dt>{t('kiosk.version')}</dt>
          <dd>{page.version === null ? t('kiosk.notTold') : <Ltr>{page.version}</Ltr>}</dd>
        </div>
        <div>
          <dt>{t('kiosk.configuration')}</dt>
          <dd>{page.configVersion === null ? t('kiosk.notTold') : <Ltr>{page.configVersion.slice(0, 12)}</Ltr>}</dd>
        </div>
        <div>
          <dt>{t('kiosk.outbox')}</dt>
          <dd>
            {page.outbox.events === 0
              ? t('kiosk.outboxEmpty')
              : t('kiosk.outboxHolds', { events: t('kiosk.events', { count: page.outbox.events }), age: spanText(t, page.outbox.oldestAgeMs) })}
          </dd>
        </div>
        <div>
          <dt>{t('kiosk.enrolled')}</dt>
          <dd>{t(`kiosk.enrolments.${page.enrolled}`)}</dd>
        </div>
      </dl>
    </section>
  );
}

function Paper({ nowMs, paper: { emptyAtMs, rollMm, usedMm } }: { readonly paper: PaperForecast; readonly nowMs: number }) {
  const { i18n, t } = useTranslation();
  const left = Math.max(0, Math.round(100 * (1 - usedMm / rollMm)));
  return (
    <span className="paper" data-tone={left <= 15 ? 'warn' : 'good'}>
      <span className="paper__bar" aria-hidden="true">
        <span style={{ inlineSize: `${String(left)}%` }} />
      </span>
      <span>
        {t('kiosk.paperLeft', { share: `${String(left)}%` })}
        {emptyAtMs !== null && ` · ${t('kiosk.paperUntil', { day: shortDay(i18n.language, emptyAtMs), time: timeOf(emptyAtMs), span: spanText(t, emptyAtMs - nowMs) })}`}
      </span>
    </span>
  );
}
