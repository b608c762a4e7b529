import type { ScreenOf } from '../../bridge/view.ts';
import { useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Rosette } from '../ui/rosette.tsx';
import { Stage } from '../ui/stage.tsx';
import './searching.css';

/** B2: calm while the system answers, honest when it takes long. */
export function Searching({ screen }: { readonly screen: ScreenOf<'searching'> }) {
  const t = useTexts();
  const { canLeave, slow } = screen;
  return (
    <Stage
      centered
      title={<output>{slow ? t('searching.slowTitle') : t('searching.title')}</output>}
      lead={slow ? t('searching.slowLead') : t('searching.lead')}
      show={
        <div className="searching" aria-hidden="true">
          <Rosette motion="works" />
          <span className="searching__lens">
            <Icon name="search" />
          </span>
        </div>
      }
      act={
        canLeave ? (
          <Button look="secondary" onPress={() => send({ type: 'leave_search' })}>
            {t('searching.leave')}
          </Button>
        ) : (
          <div className="searching__no-button" />
        )
      }
    />
  );
}
