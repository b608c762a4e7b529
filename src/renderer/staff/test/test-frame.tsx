import type { ReactNode } from 'react';
import type { Finding, FindingCode, StaffTest, TestRun } from '../../../bridge/staff.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Heading } from '../../ui/heading.tsx';
import { act } from '../act.ts';
import { StaffIcon } from '../staff-icon.tsx';
import { TEST_ICONS } from '../subjects.ts';
import { useStaffTexts } from '../texts.ts';
import { FindingText, VerdictBadge } from '../verdict.tsx';
import './test.css';

interface TestFrameProps {
  readonly run: TestRun;
  /** What to do now. */
  readonly lead: ReactNode;
  /** What there is to see. */
  readonly children?: ReactNode;
  /** What there is to touch while the test runs. */
  readonly actions?: ReactNode;
  /** What the verdict is about, where the run found several things. */
  readonly finding?: Finding | null;
}

/** Title, what to do, picture, keys; at the end the verdict with what follows from it. */
export function TestFrame({ run, lead, children, actions, finding = run.finding }: TestFrameProps) {
  const t = useStaffTexts();
  const isOver = run.verdict !== null;
  const subject = run.kind === 'checks' ? 'checks' : run.test;
  return (
    <main className="test" data-over={isOver || undefined}>
      <div className="test__intro">
        <span className="test__icon">
          <StaffIcon name={TEST_ICONS[run.test]} />
        </span>
        <div>
          <Heading>{t(`subjects.${subject}`)}</Heading>
          <p className="test__lead">{lead}</p>
        </div>
      </div>
      <div className="test__show">{children}</div>
      {isOver ? (
        <Outcome run={run} finding={finding} />
      ) : (
        <div className="test__act">
          {actions}
          <Button look="quiet" icon="x" onPress={() => act({ act: 'give_up' })}>
            {t('test.giveUp')}
          </Button>
        </div>
      )}
    </main>
  );
}

interface OutcomeProps {
  readonly run: TestRun;
  readonly finding: Finding | null;
}

function Outcome({ run: { test, verdict }, finding }: OutcomeProps) {
  const t = useStaffTexts();
  const fix = finding === null ? null : (WIZARDS[finding.code] ?? null);
  return (
    <div className="test__act">
      <div className="test__outcome" data-tone={verdict === 'passed' ? 'success' : verdict === 'failed' ? 'error' : 'neutral'}>
        <VerdictBadge verdict={verdict} />
        {finding === null ? <p>{t(`test.outcomes.${verdict ?? 'skipped'}`)}</p> : <FindingText finding={finding} />}
      </div>
      {fix === null || fix === test ? null : (
        <Button icon="wrench" onPress={() => again(fix)}>
          {t(`subjects.${fix}`)}
        </Button>
      )}
      <ButtonRow>
        <Button icon="refresh" look={verdict === 'passed' ? 'secondary' : 'primary'} onPress={() => again(test)}>
          {t('test.again')}
        </Button>
        <Button look={verdict === 'passed' ? 'primary' : 'secondary'} onPress={() => act({ act: 'open', screen: 'overview' })}>
          {t('test.toOverview')}
        </Button>
        <Button look="secondary" onPress={() => act({ act: 'open', screen: 'tests' })}>
          {t('test.toTests')}
        </Button>
      </ButtonRow>
    </div>
  );
}

/** What was found may be mended by a wizard. */
const WIZARDS: Partial<Readonly<Record<FindingCode, StaffTest>>> = { paper_out: 'paper', cover_open: 'paper' };

const again = (test: StaffTest): void => act({ act: 'open_test', test });
