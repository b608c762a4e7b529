import { isCheck, rightFor, STAFF_CHECKS, STAFF_TESTS, type StaffScreenOf, type StaffTest, type TestSummary } from '../../bridge/staff.ts';
import { Button } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { act } from './act.ts';
import { useMay } from './session.ts';
import { StaffIcon } from './staff-icon.tsx';
import { TEST_ICONS } from './subjects.ts';
import { useStaffTexts } from './texts.ts';
import { LastResult, VerdictBadge } from './verdict.tsx';
import './tests.css';

const PARTS = STAFF_TESTS.filter((test) => !isCheck(test));

/** Everything that can be tested, each with its last result: one tap starts one. */
export function Tests({ screen }: { readonly screen: StaffScreenOf<'tests'> }) {
  const t = useStaffTexts();
  const find = (test: StaffTest): TestSummary =>
    screen.tests.find((summary) => summary.test === test) ?? { test, possible: false, last: null };
  return (
    <main className="tests">
      <div className="room-intro">
        <Heading>{t('tests.title')}</Heading>
        <p>{t('tests.lead')}</p>
      </div>
      <ul className="tests__parts">
        {PARTS.map((test) => (
          <TestKey key={test} summary={find(test)} />
        ))}
      </ul>
      <Checks checks={STAFF_CHECKS.map(find)} />
    </main>
  );
}

function TestKey({ summary: { last, possible, test } }: { readonly summary: TestSummary }) {
  const t = useStaffTexts();
  const may = useMay(rightFor(test));
  return (
    <li>
      <button
        type="button"
        className="test-key"
        disabled={!possible || !may}
        onClick={() => act({ act: 'open_test', test })}
      >
        <span className="test-key__icon">
          <StaffIcon name={TEST_ICONS[test]} />
        </span>
        <span className="test-key__name">{t(`subjects.${test}`)}</span>
        <span className="test-key__last">{possible ? <LastResult last={last} /> : t('tests.notFitted')}</span>
      </button>
    </li>
  );
}

function Checks({ checks }: { readonly checks: readonly TestSummary[] }) {
  const t = useStaffTexts();
  const may = useMay('test');
  return (
    <section className="tests__checks">
      <h2>{t('tests.checks')}</h2>
      <ul className="check-list">
        {checks.map(({ last, possible, test }) => (
          <li key={test} className="check-list__check">
            <StaffIcon name={TEST_ICONS[test]} />
            <span>{t(`subjects.${test}`)}</span>
            {possible ? <VerdictBadge verdict={last?.verdict ?? null} /> : <span>{t('tests.notFitted')}</span>}
          </li>
        ))}
      </ul>
      <Button icon="refresh" disabled={!may} onPress={() => act({ act: 'open_test', test: STAFF_CHECKS[0] })}>
        {t('tests.runChecks')}
      </Button>
    </section>
  );
}
