import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inbox as InboxAnswer, IncidentView } from '../../fleet/api.ts';
import { byWeight, named } from '../format/words.ts';
import { useFleet } from '../hub/fleet.ts';
import { useNow } from '../hub/use-now.ts';
import { useResource } from '../hub/use-resource.ts';
import { LiveSign } from '../shell/link-banner.tsx';
import { Choice } from '../ui/field.tsx';
import { Empty, FaultNotice } from '../ui/notice.tsx';
import { IncidentCard } from './incident-card.tsx';
import './incidents.css';

/** What waits for somebody, what somebody has, and what is over. */
export function Inbox({ chosen }: { readonly chosen: string | null }) {
  const { t } = useTranslation();
  const board = useFleet((fleet) => fleet.board);
  const open = useFleet((fleet) => fleet.incidents);
  const [showsEnded, setShowsEnded] = useState(false);
  const [site, setSite] = useState('');
  // A link in a message may be opened when the alert is over.
  const isElsewhere = chosen !== null && board !== null && !open.some(({ id }) => id === chosen);
  const wantsEnded = showsEnded || isElsewhere;
  const ended = useResource<InboxAnswer>(wantsEnded ? '/incidents?state=ended' : null, open.length);
  const now = useNow();
  const here = ({ scope }: IncidentView): boolean => site === '' || ((scope.kind === 'kiosk' || scope.kind === 'site') && scope.site === site);
  const shown = open.filter(here).sort(byWeight);
  const waiting = shown.filter(({ phase }) => phase === 'firing');
  const taken = shown.filter(({ phase }) => phase === 'acknowledged');
  const over = (ended.value?.incidents ?? []).filter(here);

  return (
    <>
      <header className="room-head">
        <div>
          <h1>{t('incidents.title')}</h1>
          <p>{t('incidents.lead')}</p>
        </div>
        <LiveSign />
      </header>
      <div className="inbox__choices">
        <fieldset className="tabs" aria-label={t('incidents.which')}>
          <button type="button" aria-pressed={!wantsEnded} onClick={() => (setShowsEnded(false), isElsewhere && (window.location.hash = '#/incidents'))}>
            {t('incidents.open')} <span>{shown.length}</span>
          </button>
          <button type="button" aria-pressed={wantsEnded} onClick={() => setShowsEnded(true)}>
            {t('incidents.ended')}
          </button>
        </fieldset>
        {(board?.sites.length ?? 0) > 1 && (
          <Choice label={t('words.site')} value={site} onChange={({ target }) => setSite(target.value)}>
            <option value="">{t('words.allSites')}</option>
            {board?.sites.map(({ id, name }) => (
              <option key={id} value={id}>
                {named(name)}
              </option>
            ))}
          </Choice>
        )}
      </div>
      {wantsEnded ? (
        <>
          {ended.fault !== null && <FaultNotice fault={ended.fault} />}
          <h2>{t('kiosk.endedIncidents')}</h2>
          {ended.value !== null && over.length === 0 && <Empty>{t('incidents.noneEnded')}</Empty>}
          <Cards incidents={over} chosen={chosen} nowMs={now} />
        </>
      ) : (
        <>
          {board !== null && shown.length === 0 && <p className="inbox__calm">{t('incidents.noneOpen')}</p>}
          {waiting.length > 0 && <h2>{t('incidents.waiting', { count: waiting.length })}</h2>}
          <Cards incidents={waiting} chosen={chosen} nowMs={now} />
          {taken.length > 0 && <h2>{t('incidents.taken', { count: taken.length })}</h2>}
          <Cards incidents={taken} chosen={chosen} nowMs={now} />
        </>
      )}
    </>
  );
}

function Cards({ chosen, incidents, nowMs }: { readonly incidents: readonly IncidentView[]; readonly chosen: string | null; readonly nowMs: number }) {
  if (incidents.length === 0) return null;
  return (
    <ul className="inbox__cards">
      {incidents.map((incident) => (
        <li key={incident.id}>
          <IncidentCard incident={incident} nowMs={nowMs} isChosen={incident.id === chosen} />
        </li>
      ))}
    </ul>
  );
}
