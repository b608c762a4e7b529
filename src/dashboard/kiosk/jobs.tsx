import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobType } from '../../../contract/fleet/job-catalogue.ts';
import type { KioskPage } from '../../fleet/api.ts';
import { useMe } from '../hub/session.ts';
import { isOffered, JOB_OFFERS, JOBS_OFFERED } from '../rights.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/notice.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { JobRow } from './job-row.tsx';
import './jobs.css';

interface JobsProps {
  readonly page: KioskPage;
  readonly nowMs: number;
  readonly onChange: () => void;
}

/** What a kiosk may be asked from here, and what came of what it was asked. */
export function Jobs({ nowMs, onChange, page: { jobs, kiosk } }: JobsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [asking, setAsking] = useState<JobType | null>(null);
  const offered = JOBS_OFFERED.filter((type) => JOB_OFFERS[type].roles.includes(me.role));
  return (
    <section aria-labelledby="kiosk-jobs">
      <h2 id="kiosk-jobs">{t('jobs.title')}</h2>
      {isOffered('askForJobs', me.role) && (
        <div className="jobs__offers">
          {offered.map((type) => (
            <Button key={type} look="quiet" onClick={() => setAsking(type)}>
              {t(`jobs.types.${type}`)}
            </Button>
          ))}
        </div>
      )}
      {jobs.length === 0 ? (
        <Empty>{t('jobs.none')}</Empty>
      ) : (
        <ul className="card jobs">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} nowMs={nowMs} onChange={onChange} />
          ))}
        </ul>
      )}
      {asking !== null && <AskDialog kiosk={kiosk.id} type={asking} onClose={() => setAsking(null)} onDone={() => (setAsking(null), onChange())} />}
    </section>
  );
}
