import { useFrame, useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Face, type Score } from '../ui/face.tsx';
import { Stage } from '../ui/stage.tsx';
import { CardReminder } from './card-reminder.tsx';
import './rating.css';

/** Best first, at the reading start. */
const SCORES = [5, 4, 3, 2, 1] as const satisfies readonly Score[];

/** F1: one question, five faces with words. */
export function Rating() {
  const t = useTexts();
  const { cardLies } = useFrame();
  return (
    <Stage
      centered
      title={t('rating.title')}
      lead={t('rating.lead')}
      show={cardLies ? <CardReminder /> : undefined}
      act={
        <div className="rating">
          {SCORES.map((score) => (
            <button
              key={score}
              type="button"
              className="rating__face"
              data-score={score}
              onClick={() => send({ type: 'rate', score })}
            >
              <Face score={score} />
              <span>{t(`rating.scores.${score}`)}</span>
            </button>
          ))}
        </div>
      }
    />
  );
}
