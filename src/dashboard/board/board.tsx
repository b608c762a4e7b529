import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KioskStatus } from '../../domain/health-status.ts';
import { longDay } from '../format/times.ts';
import { actorOf, byUrgency } from '../format/words.ts';
import { useFleet } from '../hub/fleet.ts';
import { useMe } from '../hub/session.ts';
import { useNow } from '../hub/use-now.ts';
import { isOffered } from '../rights.ts';
import { LiveSign } from '../shell/link-banner.tsx';
import { Empty, Reading } from '../ui/notice.tsx';
import { Attention } from './attention.tsx';
import { Places } from './places.tsx';
import { Serving, StatusFilter } from './statuses.tsx';
import { Today } from './today.tsx';
import './board.css';

/** More than this nobody reads one by one; the filters lead on. */
const MOST_CARDS = 12;

/** The whole fleet at one glance: what is wrong and who must act on top, every kiosk in its place below. */
export function Board() {
  const { i18n, t } = useTranslation();
  const me = useMe();
  const board = useFleet((fleet) => fleet.board);
  const incidents = useFleet((fleet) => fleet.incidents);
  const [status, setStatus] = useState<KioskStatus | null>(null);
  const now = useNow();
  if (board === null) return <Reading />;

  const shown = board.kiosks.filter((kiosk) => status === null || kiosk.status === status);
  const troubled = shown.filter((kiosk) => kiosk.heardMs !== null && (actorOf(kiosk) !== null || kiosk.openIncidents > 0)).sort(byUrgency);

  return (
    <div className="board">
      <header className="room-head">
        <div>
          <h1>{t('board.title')}</h1>
          <p>{longDay(t, i18n.language, now)}</p>
        </div>
        <LiveSign />
      </header>
      <div className="board__summary">
        <Serving kiosks={board.kiosks} />
        {isOffered('figures', me.role) && <Today nowMs={now} />}
      </div>
      <StatusFilter kiosks={board.kiosks} chosen={status} onChoose={setStatus} />
      <div className="board__rooms">
        {troubled.length > 0 ? (
          <section className="board__attention" aria-labelledby="attention">
            <h2 id="attention" className="board__heading">
              {t('board.attention')}
              <span className="board__count">{troubled.length}</span>
            </h2>
            <ul className="board__cards">
              {troubled.slice(0, MOST_CARDS).map((kiosk) => (
                <Attention key={kiosk.id} kiosk={kiosk} site={board.sites.find(({ id }) => id === kiosk.site) ?? null} incidents={incidents} nowMs={now} />
              ))}
            </ul>
            {troubled.length > MOST_CARDS && <p className="soft small">{t('board.moreTroubled', { count: troubled.length - MOST_CARDS })}</p>}
          </section>
        ) : (
          status === null && <p className="board__calm">{t('board.calm')}</p>
        )}
        <div className="board__places">
          <Places board={board} kiosks={shown} nowMs={now} />
          {shown.length === 0 && <Empty>{t('board.none')}</Empty>}
        </div>
      </div>
    </div>
  );
}
