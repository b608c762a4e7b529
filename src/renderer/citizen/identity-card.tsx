import type { ScreenOf } from '../../bridge/view.ts';
import { useFrame, useTexts, useWords } from '../frame.ts';
import { send } from '../store.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { CardOnReader } from '../ui/pictures.tsx';
import { Stage } from '../ui/stage.tsx';
import './identity.css';

export function CardReading({ screen }: { readonly screen: ScreenOf<'identity'> }) {
  const t = useTexts();
  const documents = useDocuments(screen);
  return (
    <Stage
      centered
      title={t('identity.cardTitle')}
      lead={t('identity.cardLead', { documents })}
      show={
        <>
          <div className="identity__picture">
            <CardOnReader label={t('identity.picture')} />
          </div>
          <ReaderNews screen={screen} />
        </>
      }
      act={
        screen.mayType ? (
          <Button look="secondary" icon="keypad" onPress={() => send({ type: 'use_keypad' })}>
            {t('identity.useKeypad')}
          </Button>
        ) : null
      }
    />
  );
}

/** "National ID or Iqama": whose cards count here. */
function useDocuments({ documents }: ScreenOf<'identity'>): string {
  const t = useTexts();
  return useWords().anyOf(documents.map((kind) => t(`identityKind.${kind}`)));
}

function ReaderNews({ screen }: { readonly screen: ScreenOf<'identity'> }) {
  const t = useTexts();
  const documents = useDocuments(screen);
  const { cardLies } = useFrame();
  const { cardFault, mayType, reader, triesLeft } = screen;
  if (reader === 'unavailable')
    return (
      <Alert tone="warning" icon="alert" urgent>
        {t('identity.unavailable')}. {t('identity.unavailableText')}
      </Alert>
    );
  if (cardLies)
    return (
      <Alert tone="warning" icon="card" urgent>
        {t('identity.cardLies')}
      </Alert>
    );
  if (cardFault === null)
    return (
      <output className="identity__waiting">
        <span className="identity__pulse" />
        {t('identity.waiting')}
      </output>
    );
  return (
    <Alert tone="warning" icon="alert" urgent>
      <p>{t(`faults.read.${cardFault}`, { documents })}</p>
      {mayType ? <p>{t('identity.triesLeft', { count: triesLeft })}</p> : null}
    </Alert>
  );
}
