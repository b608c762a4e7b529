import type { ReactNode } from 'react';
import type { Progress } from '../../bridge/staff.ts';
import { useStaffTexts } from './texts.ts';
import './busy.css';

/** Something goes on; `progress` says how far it is, where anybody knows. */
export function Busy({ children, progress = null }: { readonly children: ReactNode; readonly progress?: Progress | null }) {
  const t = useStaffTexts();
  const share = progress?.share ?? null;
  return (
    <div className="busy">
      <output className="busy__words">{children}</output>
      <progress
        className="busy__bar"
        aria-label={t('busy.label')}
        {...(share === null ? {} : { value: Math.round(share * 100), max: 100 })}
      />
      {progress === null ? null : (
        <p className="busy__time">
          {t('busy.spent', { spent: progress.secondsSpent, limit: progress.limitSeconds })}
        </p>
      )}
    </div>
  );
}
