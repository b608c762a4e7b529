import type { TestRunOf } from '../../../bridge/staff.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Ltr } from '../../ui/ltr.tsx';
import { act } from '../act.ts';
import { Busy } from '../busy.tsx';
import { useStaffTexts } from '../texts.ts';
import { TestFrame } from './test-frame.tsx';

const QUESTIONS = [0, 1, 2, 3] as const;
type Question = (typeof QUESTIONS)[number];

/** The sheet asks four questions; the answers say what the printer understands. */
export function Calibration({ run }: { readonly run: TestRunOf<'calibration'> }) {
  const t = useStaffTexts();
  const { answers, profile, progress, stage } = run;
  const open = QUESTIONS.find((question) => (answers[question] ?? null) === null);
  return (
    <TestFrame
      run={run}
      lead={t(`calibration.leads.${stage}`)}
      actions={
        stage === 'intro' ? (
          <Button icon="printer" onPress={() => act({ act: 'go' })}>
            {t('calibration.go')}
          </Button>
        ) : stage === 'ask' && open !== undefined ? (
          <YesNo question={open} />
        ) : null
      }
    >
      <ol className="questions">
        {QUESTIONS.map((question) => (
          <li key={question} className="questions__one" data-now={(stage === 'ask' && question === open) || undefined}>
            <span className="questions__number">
              <Ltr>{question + 1}</Ltr>
            </span>
            <span>{t(`calibration.questions.${question}`)}</span>
            <Answer yes={answers[question] ?? null} />
          </li>
        ))}
      </ol>
      {stage === 'printing' ? <Busy progress={progress}>{t('printer.printing')}</Busy> : null}
      {profile.best === null ? null : (
        <p className="test__fact">
          {t('calibration.best')} <Ltr>{profile.best}</Ltr> · {t('calibration.configured')} <Ltr>{profile.configured}</Ltr>
        </p>
      )}
    </TestFrame>
  );
}

function Answer({ yes }: { readonly yes: boolean | null }) {
  const t = useStaffTexts();
  if (yes === null) return null;
  return (
    <span className="questions__answer" data-tone={yes ? 'success' : 'error'}>
      <Icon name={yes ? 'check' : 'x'} />
      {t(yes ? 'judge.yes' : 'judge.no')}
    </span>
  );
}

function YesNo({ question }: { readonly question: Question }) {
  const t = useStaffTexts();
  return (
    <div className="judge">
      <p className="judge__question">{t(`calibration.questions.${question}`)}</p>
      <ButtonRow>
        <Button icon="check" onPress={() => act({ act: 'answer', question, yes: true })}>
          {t('judge.yes')}
        </Button>
        <Button look="secondary" icon="x" onPress={() => act({ act: 'answer', question, yes: false })}>
          {t('judge.no')}
        </Button>
      </ButtonRow>
    </div>
  );
}
