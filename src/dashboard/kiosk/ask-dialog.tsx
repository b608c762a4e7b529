import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobType } from '../../../contract/fleet/job-catalogue.ts';
import type { AskForJob, JobView } from '../../fleet/api.ts';
import { post, type CallFault } from '../hub/call.ts';
import { MAINTENANCE_REASONS } from '../maintenance/plan-dialog.tsx';
import { JOB_OFFERS } from '../rights.ts';
import { Choice } from '../ui/field.tsx';
import { FaultNotice, Notice } from '../ui/notice.tsx';
import { Confirm } from './confirm.tsx';

const LENGTHS = [15, 30, 60, 120];

interface AskDialogProps {
  readonly kiosk: string;
  readonly type: JobType;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says what a job does to the kiosk and to visitors, and asks for what it needs, before it is sent. */
export function AskDialog({ kiosk, onClose, onDone, type }: AskDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<string>('repair');
  const [minutes, setMinutes] = useState(30);
  const [depth, setDepth] = useState('light');
  const [fault, setFault] = useState<CallFault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { confirm, twoPersons } = JOB_OFFERS[type];
  const asksReason = type === 'take_out_of_service' || type === 'start_maintenance';

  async function ask(): Promise<void> {
    setBusy(true);
    const args: AskForJob['args'] = {
      ...(asksReason && { reason }),
      ...(type === 'start_maintenance' && { minutes }),
      ...(type === 'diagnose' && { depth }),
    };
    const answer = await post<JobView>(`/kiosks/${kiosk}/jobs`, { type, args } satisfies AskForJob);
    setBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) onDone();
  }

  return (
    <Confirm title={t(`jobs.types.${type}`)} typed={confirm === 'typed' ? kiosk : null} deed={t('jobs.send')} isBusy={isBusy} onConfirm={() => void ask()} onClose={onClose}>
      {fault !== null && <FaultNotice fault={fault} />}
      <p>{t(`jobs.effects.${type}`)}</p>
      {twoPersons && <Notice tone="work">{t('jobs.twoPersons')}</Notice>}
      {type === 'diagnose' && (
        <Choice label={t('jobs.depth')} value={depth} onChange={({ target }) => setDepth(target.value)}>
          <option value="light">{t('jobs.depths.light')}</option>
          <option value="full">{t('jobs.depths.full')}</option>
        </Choice>
      )}
      {asksReason && (
        <Choice label={t('words.reason')} value={reason} onChange={({ target }) => setReason(target.value)}>
          {MAINTENANCE_REASONS.map((one) => (
            <option key={one} value={one}>
              {t(`maintenance.reasons.${one}`)}
            </option>
          ))}
        </Choice>
      )}
      {type === 'start_maintenance' && (
        <Choice label={t('maintenance.length')} value={minutes} onChange={({ target }) => setMinutes(Number(target.value))}>
          {LENGTHS.map((length) => (
            <option key={length} value={length}>
              {t('maintenance.minutes', { count: length })}
            </option>
          ))}
        </Choice>
      )}
    </Confirm>
  );
}
