import type { CheckRow, TestRunOf } from '../../../bridge/staff.ts';
import type { Tone } from '../../ui/alert.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { StaffIcon } from '../staff-icon.tsx';
import { TEST_ICONS } from '../subjects.ts';
import { useStaffTexts } from '../texts.ts';
import { FindingText } from '../verdict.tsx';
import { Busy } from '../busy.tsx';
import { TestFrame } from './test-frame.tsx';

const LOOKS: Readonly<Record<CheckRow['state'], readonly [Tone, IconName]>> = {
  waiting: ['neutral', 'clock'],
  running: ['info', 'refresh'],
  passed: ['success', 'check'],
  failed: ['error', 'x'],
  not_fitted: ['neutral', 'undo'],
};

/** Network, services and computer, one after the other, each with what was measured. */
export function Checks({ run }: { readonly run: TestRunOf<'checks'> }) {
  const t = useStaffTexts();
  const { checks, focus, progress, verdict } = run;
  return (
    <TestFrame run={run} lead={t(verdict === null ? 'checks.lead' : 'checks.leadOver')}>
      <ul className="checks">
        {checks.map((row) => (
          <Row key={row.check} row={row} focused={row.check === focus} />
        ))}
      </ul>
      {verdict === null ? <Busy progress={progress}>{t('checks.running')}</Busy> : null}
    </TestFrame>
  );
}

function Row({ row: { check, finding, state, value }, focused }: { readonly row: CheckRow; readonly focused: boolean }) {
  const t = useStaffTexts();
  const [tone, icon] = LOOKS[state];
  return (
    <li className="check" data-tone={tone} data-focus={focused || undefined}>
      <span className="check__icon">
        <StaffIcon name={TEST_ICONS[check]} />
      </span>
      <span className="check__name">{t(`subjects.${check}`)}</span>
      <span className="check__value">{value === null ? null : t(`checks.values.${check}`, { value })}</span>
      <span className="check__state">
        <Icon name={icon} />
        {t(`checks.states.${state}`)}
      </span>
      {finding === null ? null : <FindingText finding={finding} />}
    </li>
  );
}
