import type { TestRunOf } from '../../../bridge/staff.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Progress } from '../../ui/progress.tsx';
import { act } from '../act.ts';
import { Busy } from '../busy.tsx';
import { StaffIcon } from '../staff-icon.tsx';
import { useStaffTexts } from '../texts.ts';
import { JudgeSlip } from './judge.tsx';
import { PaperPicture } from './paper-picture.tsx';
import { TestFrame } from './test-frame.tsx';

const STEPS = ['open', 'change', 'close', 'test'] as const;
type Step = (typeof STEPS)[number];
type Stage = TestRunOf<'paper'>['stage'];

/** The question about the slip belongs to its print; what is over is behind the last step. */
const stepNumber = (stage: Stage): number => {
  if (stage === 'done') return STEPS.length;
  return STEPS.indexOf(stage === 'ask' ? 'test' : stage);
};
const isByHand = (stage: Stage): stage is Exclude<Step, 'test'> =>
  stage === 'open' || stage === 'change' || stage === 'close';

/** Step by step to a new roll. The printer's own sensors lead on; a key does where it has none. */
export function PaperWizard({ run }: { readonly run: TestRunOf<'paper'> }) {
  const t = useStaffTexts();
  const { progress, stage } = run;
  const now = stepNumber(stage);
  return (
    <TestFrame
      run={run}
      lead={t(`paper.leads.${stage}`)}
      actions={
        isByHand(stage) ? (
          <Button icon="check" onPress={() => act({ act: 'paper_step', done: stage })}>
            {t(`paper.done.${stage}`)}
          </Button>
        ) : stage === 'ask' ? (
          <JudgeSlip />
        ) : null
      }
    >
      <div data-tone="info">
        <Progress
          label={t('paper.steps.label')}
          steps={STEPS.map((step, index) => ({
            key: step,
            label: t(`paper.steps.${step}`),
            state: index < now ? 'done' : index === now ? 'now' : 'next',
          }))}
        />
      </div>
      <PaperPicture stage={stage} label={t(`paper.leads.${stage}`)} />
      <Sensors run={run} />
      {stage === 'test' ? <Busy progress={progress}>{t('printer.printing')}</Busy> : null}
    </TestFrame>
  );
}

function Sensors({ run: { cover, paper } }: { readonly run: TestRunOf<'paper'> }) {
  const t = useStaffTexts();
  return (
    <ul className="sensors" aria-label={t('paper.sensors')}>
      <li className="sensors__one" data-tone={cover === 'open' ? 'warning' : 'neutral'}>
        <Icon name="printer" />
        {t(`paper.cover.${cover}`)}
      </li>
      <li className="sensors__one" data-tone={paper === 'out' ? 'error' : paper === 'in' ? 'success' : 'neutral'}>
        <StaffIcon name="paper" />
        {t(`paper.paper.${paper}`)}
      </li>
    </ul>
  );
}
