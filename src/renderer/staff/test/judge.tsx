import { Button } from '../../ui/button.tsx';
import { act } from '../act.ts';
import { useStaffTexts } from '../texts.ts';

/** Only eyes can say whether a slip is good. */
export function JudgeSlip() {
  const t = useStaffTexts();
  return (
    <div className="judge">
      <Button icon="check" onPress={() => act({ act: 'judge', good: true, why: null })}>
        {t('judge.good')}
      </Button>
      <Button look="secondary" onPress={() => act({ act: 'judge', good: false, why: 'unreadable' })}>
        {t('judge.unreadable')}
      </Button>
      <Button look="secondary" onPress={() => act({ act: 'judge', good: false, why: 'not_out' })}>
        {t('judge.notOut')}
      </Button>
    </div>
  );
}
