import { useState } from 'react';
import type { CheckRow, StaffCheck, TestRunOf } from '../../../bridge/staff.ts';
import type { Tone } from '../../ui/alert.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Busy } from '../busy.tsx';
import { StaffIcon } from '../staff-icon.tsx';
import { TEST_ICONS } from '../subjects.ts';
import { useStaffTexts } from '../texts.ts';
import { TestFrame } from './test-frame.tsx';

const LOOKS: Readonly<Record<CheckRow['state'], readonly [Tone, IconName]>> = {
  waiting: ['neutral', 'clock'],
  running: ['info', 'refresh'],
  passed: ['success', 'check'],
  failed: ['error', 'x'],
  not_fitted: ['neutral', 'undo'],
};

/** Network, services and computer, one after the other; what was found is explained one at a time. */
export function Checks({ run }: { readonly run: TestRunOf<'checks'> }) {
  const t = useStaffTexts();
  const { checks, focus, progress } = run;
  const [chosen, choose] = useState<StaffCheck>(focus);
  const faulty = checks.filter(({ finding }) => finding !== null);
  // Whoever came for one of them mends the others as well.
  const verdict = run.verdict === 'passed' && faulty.length > 0 ? 'failed' : run.verdict;
  const explained = faulty.find(({ check }) => check === chosen) ?? faulty[0];
  return (
    <TestFrame
      run={{ ...run, verdict }}
      lead={t(verdict === null ? 'checks.lead' : faulty.length > 1 ? 'checks.leadSeveral' : 'checks.leadOver')}
      finding={explained?.finding ?? null}
    >
      <ul className="checks">
        {checks.map((row) => (
          <li key={row.check}>
            {row.finding === null ? (
              <div className="check" data-tone={LOOKS[row.state][0]}>
                <Row row={row} />
              </div>
            ) : (
              <button
                type="button"
                className="check"
                data-tone={LOOKS[row.state][0]}
                aria-pressed={row === explained}
                onClick={() => choose(row.check)}
              >
                <Row row={row} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {verdict === null ? <Busy progress={progress}>{t('checks.running')}</Busy> : null}
    </TestFrame>
  );
}

function Row({ row: { check, state, value } }: { readonly row: CheckRow }) {
  const t = useStaffTexts();
  return (
    <>
      <span className="check__icon">
        <StaffIcon name={TEST_ICONS[check]} />
      </span>
      <span className="check__name">{t(`subjects.${check}`)}</span>
      <span className="check__value">{value === null ? null : t(`checks.values.${check}`, { value })}</span>
      <span className="check__state">
        <Icon name={LOOKS[state][1]} />
        {t(`checks.states.${state}`)}
      </span>
    </>
  );
}
