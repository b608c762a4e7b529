import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KIOSK_STATUSES } from '../../domain/health-status.ts';
import type { Transition } from '../../fleet/api.ts';
import { momentText } from '../format/times.ts';
import { reasonText } from '../format/words.ts';
import { Mark } from '../ui/chip.tsx';
import { Empty } from '../ui/notice.tsx';
import './transitions.css';

const FEW = 8;
const isStatus = (state: string): boolean => KIOSK_STATUSES.some((one) => one === state);

/** What changed in the last day, newest first. */
export function Transitions({ nowMs, transitions }: { readonly transitions: readonly Transition[]; readonly nowMs: number }) {
  const { i18n, t } = useTranslation();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? transitions : transitions.slice(0, FEW);
  return (
    <section aria-labelledby="kiosk-transitions">
      <h2 id="kiosk-transitions">{t('kiosk.transitions')}</h2>
      {transitions.length === 0 ? (
        <Empty>{t('kiosk.noTransitions')}</Empty>
      ) : (
        <ol className="card transitions">
          {shown.map(({ atMs, reason, subject, to }) => {
            const state = to as Parameters<typeof Mark>[0]['state'];
            return (
              <li key={`${String(atMs)}${subject}${to}`}>
                <span className="transitions__time">{momentText(t, i18n.language, atMs, nowMs)}</span>
                <Mark state={state} />
                <span>
                  <strong>{subject === 'status' ? t('kiosk.whole') : t(`health:components.${subject}`)}</strong>{' '}
                  {isStatus(to) ? t(`health:statuses.${to}` as 'health:statuses.closed') : t(`health:states.${to}` as 'health:states.ok')}
                  {reason !== null && <span className="soft">: {reasonText(t, reason, 'what')}</span>}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {transitions.length > FEW && !showsAll && (
        <button type="button" className="show-all" onClick={() => setShowsAll(true)}>
          {t('kiosk.moreTransitions', { count: transitions.length - FEW })}
        </button>
      )}
    </section>
  );
}
