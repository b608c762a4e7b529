import type { TestRunOf } from '../../../bridge/staff.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { PrinterPicture } from '../../ui/pictures.tsx';
import { act } from '../act.ts';
import { Busy } from '../busy.tsx';
import { useStaffTexts } from '../texts.ts';
import { TestFrame } from './test-frame.tsx';

/** Fills the printer's memory with the lines that are the same on every receipt. */
export function Provisioning({ run }: { readonly run: TestRunOf<'provisioning'> }) {
  const t = useStaffTexts();
  const { progress, stage } = run;
  return (
    <TestFrame
      run={run}
      lead={t('provisioning.lead')}
      actions={
        stage === 'intro' ? (
          <Button icon="printer" onPress={() => act({ act: 'go' })}>
            {t('provisioning.go')}
          </Button>
        ) : null
      }
    >
      <PrinterPicture label={t('printer.picture')} done />
      {stage === 'intro' ? (
        <Alert tone="warning" icon="alert">
          {t('provisioning.warning')}
        </Alert>
      ) : null}
      {stage === 'writing' ? <Busy progress={progress}>{t('provisioning.writing')}</Busy> : null}
    </TestFrame>
  );
}
