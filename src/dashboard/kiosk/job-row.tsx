import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobState, JobView } from '../../fleet/api.ts';
import { momentText } from '../format/times.ts';
import { named } from '../format/words.ts';
import { post, type CallFault } from '../hub/call.ts';
import { useMe } from '../hub/session.ts';
import { texts } from '../i18n.ts';
import { isOffered } from '../rights.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FaultNotice } from '../ui/notice.tsx';
import { Ltr } from '../ui/ltr.tsx';
import type { Tone } from '../ui/tone.ts';

const TONES: Readonly<Record<JobState, Tone>> = {
  awaiting_approval: 'warn',
  queued: 'work',
  delivered: 'work',
  accepted: 'work',
  running: 'work',
  succeeded: 'good',
  rejected: 'bad',
  failed: 'bad',
  timed_out: 'bad',
  interrupted: 'warn',
  expired: 'calm',
  cancelled: 'calm',
};

interface JobRowProps {
  readonly job: JobView;
  readonly nowMs: number;
  readonly onChange: () => void;
}

/** One job: who asked, how far it is, what came of it. */
export function JobRow({ job, nowMs, onChange }: JobRowProps) {
  const { i18n, t } = useTranslation();
  const me = useMe();
  const [fault, setFault] = useState<CallFault | null>(null);
  const [showsPicture, setShowsPicture] = useState(false);
  const at = (ms: number): string => momentText(t, i18n.language, ms, nowMs);

  async function act(deed: 'approve' | 'cancel'): Promise<void> {
    const answer = await post<JobView>(`/jobs/${job.id}/${deed}`);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) onChange();
  }

  return (
    <li className="job">
      <div className="job__head">
        <strong>{t(`jobs.types.${job.type}`)}</strong>
        <Chip tone={TONES[job.state]}>{t(`jobs.states.${job.state}`)}</Chip>
        <span className="soft small job__when">
          {t('jobs.askedBy', { name: named(job.issuedBy.name), time: at(job.createdMs) })}
          {job.approvedBy !== null && ` · ${t('jobs.approvedBy', { name: named(job.approvedBy.name) })}`}
        </span>
      </div>
      {job.reason !== null && (
        <p className="small">
          {t('words.reason')}: {texts.exists(`jobs.reasons.${job.reason}`) ? t(`jobs.reasons.${job.reason}` as 'jobs.reasons.expired') : <Ltr>{job.reason}</Ltr>}
        </p>
      )}
      {Object.keys(job.findings).length > 0 && (
        <dl className="job__findings">
          {Object.entries(job.findings).map(([name, value]) => (
            <div key={name}>
              <dt>
                <Ltr>{name}</Ltr>
              </dt>
              <dd>
                <Ltr>{String(value)}</Ltr>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {fault !== null && <FaultNotice fault={fault} />}
      {(job.mayApprove || job.mayCancel || (job.hasPicture && isOffered('pictures', me.role))) && (
        <div className="job__deeds">
          {job.mayApprove && <Button onClick={() => void act('approve')}>{t('jobs.approve')}</Button>}
          {job.mayCancel && (
            <Button look="quiet" onClick={() => void act('cancel')}>
              {t('jobs.cancel')}
            </Button>
          )}
          {job.hasPicture && isOffered('pictures', me.role) && (
            <Button look="quiet" icon="eye" onClick={() => setShowsPicture(true)}>
              {t('jobs.picture')}
            </Button>
          )}
        </div>
      )}
      {showsPicture && (
        <Dialog title={t('jobs.picture')} onClose={() => setShowsPicture(false)}>
          <p className="soft small">{t('jobs.pictureLead', { time: at(job.updatedMs) })}</p>
          <img className="job__picture" src={`/api/jobs/${job.id}/picture`} alt={t('jobs.pictureOf', { kiosk: job.kiosk })} />
          <div className="dialog__deeds">
            <Button look="quiet" onClick={() => setShowsPicture(false)}>
              {t('confirm.close')}
            </Button>
          </div>
        </Dialog>
      )}
    </li>
  );
}
