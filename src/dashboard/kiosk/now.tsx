import { useTranslation } from 'react-i18next';
import type { KioskPage } from '../../fleet/api.ts';
import { momentText, sinceText } from '../format/times.ts';
import { causeText } from '../format/words.ts';
import { Mark } from '../ui/chip.tsx';
import { STATUS_LOOKS } from '../ui/tone.ts';
import { WhoActs } from '../ui/who-acts.tsx';
import './now.css';

/** How the kiosk is now, and whether what is shown is old. */
export function Now({ nowMs, page: { kiosk } }: { readonly page: KioskPage; readonly nowMs: number }) {
  const { i18n, t } = useTranslation();
  const cause = causeText(t, kiosk);
  const at = (ms: number): string => momentText(t, i18n.language, ms, nowMs);
  return (
    <section className="card now" data-tone={STATUS_LOOKS[kiosk.status].tone} aria-label={t('kiosk.now')}>
      <p className="now__status">
        <Mark state={kiosk.status} />
        <strong>{kiosk.heardMs === null ? t('board.never') : t(`health:statuses.${kiosk.status}`)}</strong>
        {kiosk.heardMs !== null && <span>{sinceText(t, kiosk.statusSinceMs, nowMs)}</span>}
      </p>
      {cause !== null && <p className="now__cause">{cause}</p>}
      <dl className="now__facts">
        <WhoActs kiosk={kiosk} />
        {kiosk.heardMs !== null && (
          <div>
            <dt>{t('words.lastHeard')}</dt>
            <dd>{t('words.momentAndAge', { moment: at(kiosk.heardMs), age: sinceText(t, kiosk.heardMs, nowMs) })}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
