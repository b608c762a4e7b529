import { useTranslation } from 'react-i18next';
import type { IncidentView } from '../../fleet/api.ts';
import { momentText, sinceText, spanText, timeOf } from '../format/times.ts';
import { named, placeText, reasonText } from '../format/words.ts';
import { useFleet } from '../hub/fleet.ts';
import { useMe } from '../hub/session.ts';
import { hrefOf } from '../routes.ts';
import { Chip } from '../ui/chip.tsx';
import { Icon } from '../ui/icon.tsx';
import { SEVERITY_TONES } from '../ui/tone.ts';
import { Acknowledge, Clear } from './acknowledge.tsx';
import { Called } from './called.tsx';
import './incidents.css';

interface IncidentCardProps {
  readonly incident: IncidentView;
  readonly nowMs: number;
  /** Opened by a link in a message. */
  readonly isChosen?: boolean;
  /** On the kiosk's own page its place says nothing new. */
  readonly hidesPlace?: boolean;
  readonly onDone?: () => void;
}

/** One alert from its beginning to its end: what, where, since when, what to do, who was called and who has it. */
export function IncidentCard({ hidesPlace = false, incident, isChosen = false, nowMs, onDone }: IncidentCardProps) {
  const { i18n, t } = useTranslation();
  const me = useMe();
  const board = useFleet((fleet) => fleet.board);
  const { acknowledgement, resolvedMs, scope } = incident;
  const isOver = resolvedMs !== null;
  const at = (ms: number): string => momentText(t, i18n.language, ms, nowMs);
  return (
    <article className="card incident" data-tone={isOver ? 'calm' : SEVERITY_TONES[incident.severity]} data-chosen={isChosen || undefined}>
      <header className="incident__head">
        <Chip tone={isOver ? 'calm' : SEVERITY_TONES[incident.severity]}>{t(`alerts:severities.${incident.severity}`)}</Chip>
        {incident.isFlapping && <Chip tone="warn">{t('incidents.flapping')}</Chip>}
        <span className="incident__age">
          {isOver ? t('incidents.lasted', { from: at(incident.sinceMs), span: spanText(t, resolvedMs - incident.sinceMs) }) : sinceText(t, incident.sinceMs, nowMs)}
        </span>
      </header>
      <h3>{reasonText(t, incident.reason, 'what')}</h3>
      {!hidesPlace && (
        <p className="incident__place">
          {scope.kind === 'kiosk' ? <a href={hrefOf({ at: 'kiosk', id: scope.kiosk })}>{placeText(t, scope, board)}</a> : placeText(t, scope, board)}
        </p>
      )}
      {!isOver && (
        <p className="incident__fix">
          <Icon name="wrench" />
          {reasonText(t, incident.reason, 'fix')}
        </p>
      )}
      {acknowledgement !== null && !isOver && (
        <p className="incident__taken">
          <Icon name="person" />
          {acknowledgement.by.account === me.account
            ? t('incidents.takenByMe', { until: timeOf(acknowledgement.untilMs) })
            : t('incidents.takenUntil', { name: named(acknowledgement.by.name), time: at(acknowledgement.atMs), until: timeOf(acknowledgement.untilMs) })}
        </p>
      )}
      {incident.reopened > 0 && <p className="soft small">{t('incidents.reopened', { count: incident.reopened })}</p>}
      {!isOver && (
        <div className="incident__deeds">
          <Acknowledge incident={incident} {...(onDone === undefined ? {} : { onDone })} />
          <Clear incident={incident} {...(onDone === undefined ? {} : { onDone })} />
        </div>
      )}
      <Called deliveries={incident.deliveries} nowMs={nowMs} isOpen={isChosen} />
    </article>
  );
}
