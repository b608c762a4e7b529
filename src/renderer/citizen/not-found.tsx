import type { ScreenOf } from '../../bridge/view.ts';
import { useFrame, useTexts, useWords } from '../frame.ts';
import { send } from '../store.ts';
import { Alert } from '../ui/alert.tsx';
import { Button, ButtonRow } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Stage } from '../ui/stage.tsx';
import '../ui/point-list.css';
import './not-found.css';

const TIPS = [
  { key: 'number', icon: 'keypad' },
  { key: 'year', icon: 'calendar' },
  { key: 'emirate', icon: 'building' },
  { key: 'identity', icon: 'card' },
] as const satisfies readonly { readonly key: string; readonly icon: IconName }[];

/** B2e: the same words for an unknown number and for another person's, so that nobody can fish for transactions. */
export function NotFound({ screen }: { readonly screen: ScreenOf<'not_found'> }) {
  const { emirate } = useFrame();
  const t = useTexts();
  const words = useWords();
  const { offerHelp, pauseSeconds } = screen;
  return (
    <Stage
      title={t('not_found.title')}
      lead={t('not_found.lead')}
      show={
        <>
          <ul className="point-list tips">
            {TIPS.map(({ key, icon }) => (
              <li key={key} className="point-list__point tips__tip">
                <span className="point-list__icon tips__icon">
                  <Icon name={icon} />
                </span>
                {t(`not_found.tips.${key}`, { emirate: words.text(emirate) })}
              </li>
            ))}
          </ul>
          {offerHelp ? (
            <Alert tone="info" icon="users">
              {t('not_found.offerHelp')}
            </Alert>
          ) : null}
        </>
      }
      act={
        <>
          {pauseSeconds > 0 ? (
            <p className="tips__pause" role="timer">
              {t('not_found.pause', { count: pauseSeconds })}
            </p>
          ) : null}
          <ButtonRow>
            <Button disabled={pauseSeconds > 0} onPress={() => send({ type: 'edit' })}>
              {t('not_found.edit')}
            </Button>
            <Button look="secondary" icon="help" onPress={() => send({ type: 'open_help' })}>
              {t('not_found.help')}
            </Button>
          </ButtonRow>
        </>
      }
    />
  );
}
