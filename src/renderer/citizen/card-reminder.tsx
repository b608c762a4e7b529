import { useFrame, useTexts } from '../frame.ts';
import { Alert } from '../ui/alert.tsx';

/** At the end of a visit: the card that lies on the reader still. Says nothing where the reader can't tell. */
export function CardReminder() {
  const t = useTexts();
  return useFrame().cardLies ? (
    <Alert tone="warning" icon="card" urgent>
      {t('goodbye.cardLies')}
    </Alert>
  ) : null;
}
