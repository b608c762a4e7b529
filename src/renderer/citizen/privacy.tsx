import { useFrame, useTexts, useWords } from '../frame.ts';
import { send } from '../store.ts';
import { Button, ButtonRow } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Stage } from '../ui/stage.tsx';
import '../ui/point-list.css';
import './privacy.css';

/** A5: before any identity is asked for, what is used, why, for how long and by whom (PDPL, articles 12 and 13). */
export function Privacy() {
  const { emirate } = useFrame();
  const t = useTexts();
  const words = useWords();
  return (
    <Stage
      title={t('privacy.title')}
      lead={t('privacy.lead')}
      show={
        <dl className="point-list privacy">
          <Point icon="card" question={t('privacy.what')} answer={t('privacy.whatText')} />
          <Point icon="search" question={t('privacy.why')} answer={t('privacy.whyText')} />
          <Point icon="clock" question={t('privacy.howLong')} answer={t('privacy.howLongText')} />
          <Point
            icon="building"
            question={t('privacy.who')}
            answer={t('privacy.whoText', { emirate: words.text(emirate) })}
          />
        </dl>
      }
      act={
        <ButtonRow>
          <Button leadsOn onPress={() => send({ type: 'accept_privacy' })}>
            {t('privacy.accept')}
          </Button>
          <Button look="quiet" onPress={() => send({ type: 'decline_privacy' })}>
            {t('privacy.decline')}
          </Button>
        </ButtonRow>
      }
    />
  );
}

interface PointProps {
  readonly icon: IconName;
  readonly question: string;
  readonly answer: string;
}

function Point({ icon, question, answer }: PointProps) {
  return (
    <div className="point-list__point privacy__point">
      <dt>
        <span className="point-list__icon privacy__icon">
          <Icon name={icon} />
        </span>
        {question}
      </dt>
      <dd>{answer}</dd>
    </div>
  );
}
