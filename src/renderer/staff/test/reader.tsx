import type { TestRunOf } from '../../../bridge/staff.ts';
import { CardOnReader } from '../../ui/pictures.tsx';
import { Busy } from '../busy.tsx';
import { useStaffTexts } from '../texts.ts';
import { TestFrame } from './test-frame.tsx';

/** The test card belongs to the technician's bag; of any other card the kiosk says only that it is another one. */
export function ReaderTest({ run }: { readonly run: TestRunOf<'reader'> }) {
  const t = useStaffTexts();
  const { progress, read, stage } = run;
  return (
    <TestFrame run={run} lead={t('reader.lead')}>
      <CardOnReader label={t('reader.picture')} />
      {stage === 'present' ? <Busy progress={progress}>{t('reader.waiting')}</Busy> : null}
      {read === null ? null : (
        <p className="test__fact">{t(`reader.read.${read.via}`, { ms: Math.round(read.recognitionMs) })}</p>
      )}
    </TestFrame>
  );
}
