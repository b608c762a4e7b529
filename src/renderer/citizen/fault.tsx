import type { GatewayFaultCode } from '../../domain/faults.ts';
import type { ScreenOf } from '../../bridge/view.ts';
import { useState } from 'react';
import { useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button, ButtonRow } from '../ui/button.tsx';
import { CountdownRing } from '../ui/countdown-ring.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Stage } from '../ui/stage.tsx';
import { TrustNote } from '../ui/trust-note.tsx';
import './message.css';

const ICONS: Readonly<Record<GatewayFaultCode, IconName>> = {
  not_found: 'search',
  restricted: 'lock',
  locked: 'lock',
  rate_limited: 'timer',
  invalid_input: 'alert',
  session_expired: 'clock',
  unauthorized: 'wrench',
  unreachable: 'globe',
  timeout: 'timer',
  unavailable: 'wrench',
  bad_answer: 'alert',
};

/** B2f: what kept the emirate's system from answering, in plain words, and the way on. */
export function Fault({ screen }: { readonly screen: ScreenOf<'fault'> }) {
  const t = useTexts();
  const { canRetry, fault, waitSeconds } = screen;
  const [wholeSeconds] = useState(waitSeconds);
  const waits = waitSeconds > 0;
  return (
    <Stage
      centered
      title={<span role="alert">{t(`fault.titles.${fault}`)}</span>}
      lead={t(`faults.gateway.${fault}`)}
      show={
        <div className="message__picture" data-tone="warning">
          {waits ? (
            <>
              <CountdownRing secondsLeft={waitSeconds} wholeSeconds={Math.max(wholeSeconds, waitSeconds)} />
              <p className="message__wait">{t('fault.wait', { count: waitSeconds })}</p>
            </>
          ) : (
            <span className="message__disc">
              <Icon name={ICONS[fault]} />
            </span>
          )}
        </div>
      }
      act={
        <>
          <TrustNote text={t('fault.kept')} />
          <ButtonRow>
            {canRetry ? (
              <Button icon="refresh" disabled={waits} onPress={() => send({ type: 'retry' })}>
                {t('fault.retry')}
              </Button>
            ) : null}
            {fault === 'invalid_input' || fault === 'not_found' ? (
              <Button onPress={() => send({ type: 'edit' })}>{t('not_found.edit')}</Button>
            ) : null}
            <Button look="secondary" icon="home" onPress={() => send({ type: 'home' })}>
              {t('fault.home')}
            </Button>
          </ButtonRow>
        </>
      }
    />
  );
}
