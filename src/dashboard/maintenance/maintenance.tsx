import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaintenanceView } from '../../fleet/api.ts';
import { DAY_MS, dayOf, startOfDay } from '../format/times.ts';
import { post, type CallFault } from '../hub/call.ts';
import { hubNow, useFleet } from '../hub/fleet.ts';
import { useMe } from '../hub/session.ts';
import { useResource } from '../hub/use-resource.ts';
import { isOffered } from '../rights.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { FaultNotice } from '../ui/notice.tsx';
import { Calendar } from './calendar.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { shownDays, step, titleOf, type CalendarView } from './shown-days.ts';
import './maintenance.css';

/** Which kiosks are worked on, by whom, when. Weeks begin on Sunday. */
export function Maintenance() {
  const { i18n, t } = useTranslation();
  const me = useMe();
  const stale = useFleet((fleet) => fleet.stale);
  const [view, setView] = useState<CalendarView>('week');
  const [around, setAround] = useState(() => dayOf(hubNow()));
  const [planFrom, setPlanFrom] = useState<number | null>(null);
  const [fault, setFault] = useState<CallFault | null>(null);
  const days = shownDays(view, around);
  const fromMs = startOfDay(days[0] ?? around);
  const { fault: readFault, reread, value } = useResource<{ readonly windows: readonly MaintenanceView[] }>(
    `/maintenance?from=${String(fromMs)}&to=${String(fromMs + days.length * DAY_MS)}`,
    stale,
  );
  const mayPlan = isOffered('planMaintenance', me.role);

  async function end(id: string): Promise<void> {
    const answer = await post(`/maintenance/${id}/end`);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) reread();
  }

  const shownFault = fault ?? readFault;
  return (
    <>
      <header className="room-head">
        <div>
          <h1>{t('maintenance.title')}</h1>
          <p>{t('maintenance.lead')}</p>
        </div>
        {mayPlan && (
          <Button icon="wrench" onClick={() => setPlanFrom(hubNow())}>
            {t('maintenance.plan')}
          </Button>
        )}
      </header>
      {shownFault !== null && <FaultNotice fault={shownFault} />}
      <div className="calendar-head">
        <div className="calendar-head__steps">
          <button type="button" aria-label={t('maintenance.before')} onClick={() => setAround(step(view, around, -1))}>
            <Icon name="chevron" back />
          </button>
          <button type="button" aria-label={t('maintenance.after')} onClick={() => setAround(step(view, around, 1))}>
            <Icon name="chevron" />
          </button>
          <button type="button" onClick={() => setAround(dayOf(hubNow()))}>
            {t('maintenance.now')}
          </button>
          <h2 aria-live="polite">{titleOf(days, view, around, i18n.language)}</h2>
        </div>
        <fieldset className="tabs" aria-label={t('maintenance.view')}>
          {(['week', 'month'] as const).map((one) => (
            <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
              {t(`maintenance.${one}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <Calendar days={days} view={view} around={around} windows={value?.windows ?? []} onEnd={mayPlan ? (id) => void end(id) : null} />
      {planFrom !== null && <PlanDialog kiosk={null} startsMs={planFrom} onClose={() => setPlanFrom(null)} onDone={() => (setPlanFrom(null), reread())} />}
    </>
  );
}
