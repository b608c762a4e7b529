import { DISPLAY_PICTURES, type TestRunOf } from '../../../bridge/staff.ts';
import { Button } from '../../ui/button.tsx';
import { act } from '../act.ts';
import { useStaffTexts } from '../texts.ts';
import { TestFrame } from './test-frame.tsx';

/** After the pictures: were they clean? */
export function DisplayTest({ run }: { readonly run: TestRunOf<'display'> }) {
  const t = useStaffTexts();
  return (
    <TestFrame
      run={run}
      lead={t(run.stage === 'ask' ? 'display.ask' : 'display.lead')}
      actions={
        <>
          <Button icon="check" onPress={() => act({ act: 'judge', good: true, why: null })}>
            {t('display.clean')}
          </Button>
          <Button look="secondary" onPress={() => act({ act: 'judge', good: false, why: null })}>
            {t('display.marks')}
          </Button>
        </>
      }
    >
      <div className="swatches" aria-hidden="true">
        {DISPLAY_PICTURES.map((picture) => (
          <span key={picture} className="swatch" data-picture={picture} />
        ))}
      </div>
    </TestFrame>
  );
}
