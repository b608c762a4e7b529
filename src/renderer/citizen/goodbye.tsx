import { useFrame, useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Rosette } from '../ui/rosette.tsx';
import { Stage } from '../ui/stage.tsx';
import { CardReminder } from './card-reminder.tsx';
import './message.css';
import './goodbye.css';

/** F2: thanks, and the word that nothing was kept. */
export function Goodbye() {
  const t = useTexts();
  const { cardLies } = useFrame();
  return (
    <Stage
      centered
      title={t('goodbye.title')}
      lead={t('goodbye.lead')}
      show={
        <>
          <div className="goodbye__picture" aria-hidden="true">
            <Rosette />
            <span className="goodbye__check">
              <Icon name="check" />
            </span>
          </div>
          {cardLies ? (
            <CardReminder />
          ) : (
            <p className="goodbye__reminder">
              <Icon name="card" />
              {t('goodbye.reminder')}
            </p>
          )}
          <p className="goodbye__slogan">{t('common.slogan')}</p>
        </>
      }
      act={
        <Button look="secondary" onPress={() => send({ type: 'start' })}>
          {t('goodbye.again')}
        </Button>
      }
    />
  );
}
