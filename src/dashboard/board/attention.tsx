import { useTranslation } from 'react-i18next';
import type { BoardKiosk, IncidentView, Site } from '../../fleet/api.ts';
import { momentText, sinceText, timeOf } from '../format/times.ts';
import { byWeight, causeText, named, reasonText } from '../format/words.ts';
import { Acknowledge } from '../incidents/acknowledge.tsx';
import { hrefOf } from '../routes.ts';
import { Mark } from '../ui/chip.tsx';
import { Icon } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { STATUS_LOOKS } from '../ui/tone.ts';
import { WhoActs } from '../ui/who-acts.tsx';

interface AttentionProps {
  readonly kiosk: BoardKiosk;
  readonly site: Site | null;
  readonly incidents: readonly IncidentView[];
  readonly nowMs: number;
}

/** One kiosk that somebody has to do something about: what, who, what visitors see meanwhile, since when. */
export function Attention({ incidents, kiosk, nowMs, site }: AttentionProps) {
  const { i18n, t } = useTranslation();
  const own = incidents.filter(({ scope }) => (scope.kind === 'kiosk' && scope.kiosk === kiosk.id) || (scope.kind === 'site' && scope.site === kiosk.site)).sort(byWeight);
  const [incident] = own;
  const isSilent = kiosk.status === 'offline' && kiosk.heardMs !== null;
  const headline = causeText(t, kiosk) ?? (incident === undefined ? null : reasonText(t, incident.reason, 'what'));
  return (
    <li className="card attention" data-tone={STATUS_LOOKS[kiosk.status].tone}>
      <p className="attention__status">
        <Mark state={kiosk.status} />
        <strong>{t(`health:statuses.${kiosk.status}`)}</strong>
        <span>
          {sinceText(t, kiosk.statusSinceMs, nowMs)}
          {isSilent && t('board.lastHeard', { time: momentText(t, i18n.language, kiosk.heardMs ?? 0, nowMs) })}
        </span>
      </p>
      <h3>
        <a href={hrefOf({ at: 'kiosk', id: kiosk.id })}>{site === null ? named(kiosk.name) : t('words.place', { site: named(site.name), kiosk: named(kiosk.name) })}</a>
        <span className="attention__id">
          <Ltr>{kiosk.id}</Ltr>
        </span>
      </h3>
      {headline !== null && <p className="attention__cause">{headline}</p>}
      <dl className="attention__facts">
        <WhoActs kiosk={kiosk} />
      </dl>
      <div className="attention__deeds">
        {incident !== undefined && <Acknowledge incident={incident} />}
        {incident !== undefined && incident.acknowledgement !== null && (
          <p className="attention__taken">
            <Icon name="person" />
            {t('incidents.takenBy', { name: named(incident.acknowledgement.by.name), time: timeOf(incident.acknowledgement.atMs) })}
          </p>
        )}
        <a className="attention__more" href={hrefOf({ at: 'kiosk', id: kiosk.id })} aria-label={t('board.openKiosk', { kiosk: kiosk.id })}>
          {t('board.details')}
          <Icon name="chevron" />
        </a>
      </div>
    </li>
  );
}
