import { useTranslation } from 'react-i18next';
import type { KioskPage as Page } from '../../fleet/api.ts';
import { named } from '../format/words.ts';
import { useFleet } from '../hub/fleet.ts';
import { useMe } from '../hub/session.ts';
import { useNow } from '../hub/use-now.ts';
import { useResource } from '../hub/use-resource.ts';
import { IncidentCard } from '../incidents/incident-card.tsx';
import { isOffered } from '../rights.ts';
import { hrefOf } from '../routes.ts';
import { LiveSign } from '../shell/link-banner.tsx';
import { Icon } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { Empty, FaultNotice, Reading } from '../ui/notice.tsx';
import { Enrolment } from './enrolment.tsx';
import { Facts } from './facts.tsx';
import { Jobs } from './jobs.tsx';
import { MaintenanceCard } from './maintenance-card.tsx';
import { Now } from './now.tsx';
import { Parts } from './parts.tsx';
import { Responsible } from './responsible.tsx';
import { Strips } from './strips.tsx';
import { Transitions } from './transitions.tsx';
import './kiosk.css';

/** Everything about one kiosk, what it needs first on top. */
export function KioskPage({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const news = useFleet((fleet) => fleet.news[id] ?? 0);
  const stale = useFleet((fleet) => fleet.stale);
  const { fault, reread, value: page } = useResource<Page>(`/kiosks/${encodeURIComponent(id)}`, `${String(news)}/${String(stale)}`);
  const now = useNow();

  if (page === null)
    return (
      <>
        <BackToBoard />
        {fault === null ? <Reading /> : <FaultNotice fault={fault} />}
      </>
    );
  const open = page.incidents.filter(({ phase }) => phase === 'firing' || phase === 'acknowledged');
  const ended = page.incidents.filter(({ phase }) => phase === 'resolved');
  return (
    <>
      <BackToBoard />
      <header className="room-head">
        <div>
          <h1>
            {named(page.site.name)}
            <span className="kiosk__name">{named(page.kiosk.name)}</span>
          </h1>
          <p>
            <Ltr>{page.kiosk.id}</Ltr> · {t(`words.siteKinds.${page.site.kind}`)} · {t(page.site.isOpenNow ? 'board.openNow' : 'board.closedNow')}
          </p>
        </div>
        <LiveSign />
      </header>
      {fault !== null && <FaultNotice fault={fault} />}
      <div className="kiosk">
        <div className="kiosk__main">
          <Now page={page} nowMs={now} />
          {open.length > 0 && (
            <section aria-labelledby="kiosk-incidents">
              <h2 id="kiosk-incidents">{t('kiosk.incidents')}</h2>
              <ul className="inbox__cards">
                {open.map((incident) => (
                  <li key={incident.id}>
                    <IncidentCard incident={incident} nowMs={now} hidesPlace onDone={reread} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Parts components={page.components} nowMs={now} frozenMs={page.kiosk.status === 'offline' ? page.kiosk.heardMs : null} />
          <Strips strips={page.strips} nowMs={page.asOfMs} />
          <Jobs page={page} nowMs={now} onChange={reread} />
          <Transitions transitions={page.transitions} nowMs={now} />
          <section aria-labelledby="kiosk-ended">
            <h2 id="kiosk-ended">{t('kiosk.endedIncidents')}</h2>
            {ended.length === 0 ? (
              <Empty>{t('incidents.noneEnded')}</Empty>
            ) : (
              <ul className="inbox__cards">
                {ended.map((incident) => (
                  <li key={incident.id}>
                    <IncidentCard incident={incident} nowMs={now} hidesPlace />
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
        <aside className="kiosk__side" aria-label={t('kiosk.aside')}>
          <Responsible contacts={page.responsible} />
          <MaintenanceCard page={page} nowMs={now} onChange={reread} />
          <Facts page={page} nowMs={now} />
          {isOffered('enrolment', me.role) && <Enrolment page={page} onChange={reread} />}
        </aside>
      </div>
    </>
  );
}

function BackToBoard() {
  const { t } = useTranslation();
  return (
    <a className="kiosk__back" href={hrefOf({ at: 'board' })}>
      <Icon name="chevron" back />
      {t('kiosk.back')}
    </a>
  );
}
