import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaintenanceView, PlanMaintenance } from '../../fleet/api.ts';
import { dayOf, startOfDay, timeOf } from '../format/times.ts';
import { named } from '../format/words.ts';
import { post, type CallFault } from '../hub/call.ts';
import { hubNow, useFleet } from '../hub/fleet.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Choice, Field } from '../ui/field.tsx';
import { FaultNotice } from '../ui/notice.tsx';
import './plan.css';

export const MAINTENANCE_REASONS = ['paper', 'cleaning', 'repair', 'inspection', 'site_event', 'other'] as const satisfies readonly PlanMaintenance['reason'][];
/** The hub takes up to two hours, so that none is forgotten. */
const LENGTHS = [15, 30, 60, 90, 120];
const MINUTE_MS = 60_000;

interface PlanDialogProps {
  /** Chosen already; null: to be chosen. */
  readonly kiosk: string | null;
  /** First suggestion, Unix milliseconds; now where it is left out. */
  readonly startsMs?: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Plans a maintenance: kiosk, why, when, how long. */
export function PlanDialog({ kiosk: given, onClose, onDone, startsMs = hubNow() }: PlanDialogProps) {
  const { t } = useTranslation();
  const board = useFleet((fleet) => fleet.board);
  const [kiosk, setKiosk] = useState(given ?? board?.kiosks[0]?.id ?? '');
  const [reason, setReason] = useState<PlanMaintenance['reason']>('repair');
  const [day, setDay] = useState(dayOf(startsMs));
  const [time, setTime] = useState(timeOf(startsMs));
  const [minutes, setMinutes] = useState(60);
  const [fault, setFault] = useState<CallFault | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const plan: PlanMaintenance = { kiosk, reason, startsMs: startOfDay(day) + minutesOf(time) * MINUTE_MS, minutes };
    const answer = await post<MaintenanceView>('/maintenance', plan);
    setBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) onDone();
  }

  return (
    <Dialog title={t('maintenance.plan')} onClose={onClose}>
      <form className="plan" onSubmit={(event) => void submit(event)}>
        {fault !== null && <FaultNotice fault={fault} />}
        {given === null && (
          <Choice label={t('words.kiosk')} value={kiosk} onChange={({ target }) => setKiosk(target.value)}>
            {board?.kiosks.map(({ id, name, site }) => (
              <option key={id} value={id}>
                {t('words.placeWithId', { id, kiosk: named(name), site: named(board.sites.find((one) => one.id === site)?.name ?? name) })}
              </option>
            ))}
          </Choice>
        )}
        <Choice label={t('words.reason')} value={reason} onChange={({ target }) => setReason(MAINTENANCE_REASONS.find((one) => one === target.value) ?? 'other')}>
          {MAINTENANCE_REASONS.map((one) => (
            <option key={one} value={one}>
              {t(`maintenance.reasons.${one}`)}
            </option>
          ))}
        </Choice>
        <div className="plan__when">
          <Field label={t('maintenance.day')} type="date" required value={day} onChange={({ target }) => setDay(target.value)} />
          <Field label={t('maintenance.from')} type="time" required value={time} onChange={({ target }) => setTime(target.value)} />
          <Choice label={t('maintenance.length')} value={minutes} onChange={({ target }) => setMinutes(Number(target.value))}>
            {LENGTHS.map((length) => (
              <option key={length} value={length}>
                {t('maintenance.minutes', { count: length })}
              </option>
            ))}
          </Choice>
        </div>
        <p className="soft small">{t('maintenance.effect')}</p>
        <div className="dialog__deeds">
          <Button look="quiet" onClick={onClose}>
            {t('confirm.cancel')}
          </Button>
          <Button type="submit" isBusy={isBusy}>
            {t('maintenance.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
