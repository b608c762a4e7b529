import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KioskPage, MaintenanceView } from '../../fleet/api.ts';
import { momentText } from '../format/times.ts';
import { named } from '../format/words.ts';
import { post, type CallFault } from '../hub/call.ts';
import { useMe } from '../hub/session.ts';
import { PlanDialog } from '../maintenance/plan-dialog.tsx';
import { isOffered } from '../rights.ts';
import { Button } from '../ui/button.tsx';
import { FaultNotice } from '../ui/notice.tsx';

interface MaintenanceCardProps {
  readonly page: KioskPage;
  readonly nowMs: number;
  readonly onChange: () => void;
}

/** The maintenance that is under way, or the way to plan one. During it nobody is called. */
export function MaintenanceCard({ nowMs, onChange, page: { kiosk, maintenance } }: MaintenanceCardProps) {
  const { i18n, t } = useTranslation();
  const me = useMe();
  const [isPlanning, setPlanning] = useState(false);
  const [fault, setFault] = useState<CallFault | null>(null);
  const mayPlan = isOffered('planMaintenance', me.role);

  async function end({ id }: MaintenanceView): Promise<void> {
    const answer = await post(`/maintenance/${id}/end`);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) onChange();
  }

  return (
    <section className="card side-card" aria-labelledby="kiosk-maintenance">
      <h2 id="kiosk-maintenance">{t('maintenance.one')}</h2>
      {fault !== null && <FaultNotice fault={fault} />}
      {maintenance === null ? (
        <p className="soft small">{t('maintenance.none')}</p>
      ) : (
        <p className="small">
          <strong>{t(`maintenance.reasons.${maintenance.reason}`)}</strong>
          <br />
          {t('maintenance.under', { owner: named(maintenance.owner), until: momentText(t, i18n.language, maintenance.plannedEndMs, nowMs) })}
        </p>
      )}
      {mayPlan && maintenance !== null && (
        <Button look="quiet" onClick={() => void end(maintenance)}>
          {t('maintenance.end')}
        </Button>
      )}
      {mayPlan && maintenance === null && (
        <Button look="quiet" icon="wrench" onClick={() => setPlanning(true)}>
          {t('maintenance.plan')}
        </Button>
      )}
      {isPlanning && <PlanDialog kiosk={kiosk.id} onClose={() => setPlanning(false)} onDone={() => (setPlanning(false), onChange())} />}
    </section>
  );
}
