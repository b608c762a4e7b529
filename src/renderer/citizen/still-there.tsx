import { useId } from 'react';
import { useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button, ButtonRow } from '../ui/button.tsx';
import { CountdownRing } from '../ui/countdown-ring.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Rosette } from '../ui/rosette.tsx';
import './still-there.css';

/** The floor of WCAG 2.2.1: time enough to answer with one simple action. */
const COUNTDOWN_SECONDS = 20;

const stay = (): void => send({ type: 'still_here' });

/** A7: covers the screen of whoever has gone, and asks. */
export function StillThere({ secondsLeft }: { readonly secondsLeft: number }) {
  const t = useTexts();
  const titleId = useId();
  return (
    <Dialog labelledBy={titleId} onCancel={stay}>
      <div className="still-there__art">
        <Rosette />
      </div>
      <div className="still-there">
        <CountdownRing secondsLeft={secondsLeft} wholeSeconds={COUNTDOWN_SECONDS} />
        <h1 id={titleId}>{t('still_there.title')}</h1>
        <p className="still-there__text" role="timer">
          {t('still_there.countdown', { count: secondsLeft })}
        </p>
        <Button onPress={stay}>{t('still_there.yes')}</Button>
        <ButtonRow>
          <Button look="secondary" icon="timer" onPress={() => send({ type: 'more_time' })}>
            {t('still_there.moreTime')}
          </Button>
          <Button look="quiet" icon="x" onPress={() => send({ type: 'finish' })}>
            {t('still_there.finish')}
          </Button>
        </ButtonRow>
      </div>
    </Dialog>
  );
}
