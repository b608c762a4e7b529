import { useContext, useState } from 'react';
import { MAINTENANCE_MINUTES, MAINTENANCE_REASONS, type MaintenanceReason, type MaintenanceWindow } from '../../bridge/staff.ts';
import { Button } from '../ui/button.tsx';
import { CountdownRing } from '../ui/countdown-ring.tsx';
import { Heading } from '../ui/heading.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { act } from './act.ts';
import { Choices } from './choices.tsx';
import { clockOf } from './clock-of.ts';
import { Moment } from './moment.tsx';
import { SessionContext } from './session.ts';
import { useStaffTexts } from './texts.ts';
import './maintenance.css';

type Minutes = (typeof MAINTENANCE_MINUTES)[number];

/** Takes the kiosk out of service for a time that ends by itself, so that nobody forgets to give it back. */
export function Maintenance() {
  const t = useStaffTexts();
  const running = useContext(SessionContext)?.maintenance ?? null;
  const [minutes, setMinutes] = useState<Minutes>(30);
  const [reason, setReason] = useState<MaintenanceReason | null>(null);
  const begin = (): void => {
    if (reason !== null) act({ act: running === null ? 'start_maintenance' : 'extend_maintenance', minutes, reason });
  };
  return (
    <main className="maintenance">
      <div className="room-intro">
        <Heading>{t('maintenance.title')}</Heading>
        <p>{t(running === null ? 'maintenance.lead' : 'maintenance.leadRunning')}</p>
      </div>
      {running === null ? null : <Running running={running} />}
      <div className="maintenance__choices">
        <Choices
          label={t('maintenance.minutes')}
          all={MAINTENANCE_MINUTES}
          chosen={minutes}
          onChoose={setMinutes}
          textOf={(count) => t('maintenance.duration', { count })}
        />
        <Choices
          label={t(running === null ? 'maintenance.reason' : 'maintenance.reasonToExtend')}
          all={MAINTENANCE_REASONS}
          chosen={reason}
          onChoose={setReason}
          textOf={(one) => t(`maintenance.reasons.${one}`)}
        />
        <Button icon="wrench" look={running === null ? 'primary' : 'secondary'} disabled={reason === null} onPress={begin}>
          {t(running === null ? 'maintenance.start' : 'maintenance.extend')}
        </Button>
      </div>
    </main>
  );
}

function Running({ running }: { readonly running: MaintenanceWindow }) {
  const t = useStaffTexts();
  const wholeSeconds = Math.max(1, (Date.parse(running.endsAt) - Date.parse(running.since)) / 1000);
  return (
    <section className="maintenance__running">
      <CountdownRing secondsLeft={running.secondsLeft} wholeSeconds={wholeSeconds} shown={clockOf(running.secondsLeft)} />
      <div className="maintenance__facts">
        <p className="maintenance__left">
          {t('maintenance.left')} <Ltr>{clockOf(running.secondsLeft)}</Ltr>
        </p>
        <p>
          {t(`maintenance.reasons.${running.reason}`)} · {t('maintenance.until')} <Moment at={running.endsAt} />
        </p>
        <Button icon="check" onPress={() => act({ act: 'end_maintenance' })}>
          {t('maintenance.end')}
        </Button>
      </div>
    </section>
  );
}
