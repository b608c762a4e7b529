import type { TestRunOf } from '../../../bridge/staff.ts';
import { Button } from '../../ui/button.tsx';
import { PrinterPicture } from '../../ui/pictures.tsx';
import { act } from '../act.ts';
import { Busy } from '../busy.tsx';
import { useStaffTexts } from '../texts.ts';
import { JudgeSlip } from './judge.tsx';
import { TestFrame } from './test-frame.tsx';

/** A test slip; the printer says whether it came out, a person whether it can be read. */
export function PrinterTest({ run }: { readonly run: TestRunOf<'printer'> }) {
  const t = useStaffTexts();
  const { progress, stage } = run;
  return (
    <TestFrame
      run={run}
      lead={t(`printer.leads.${stage}`)}
      actions={
        stage === 'intro' ? (
          <Button icon="printer" onPress={() => act({ act: 'go' })}>
            {t('printer.go')}
          </Button>
        ) : stage === 'ask' ? (
          <JudgeSlip />
        ) : null
      }
    >
      <PrinterPicture label={t('printer.picture')} done={stage !== 'printing'} />
      {stage === 'printing' ? <Busy progress={progress}>{t('printer.printing')}</Busy> : null}
    </TestFrame>
  );
}
