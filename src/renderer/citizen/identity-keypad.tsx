import { useCallback } from 'react';
import type { ScreenOf } from '../../bridge/view.ts';
import { useTexts, useWords } from '../frame.ts';
import { send } from '../store.ts';
import { Alert } from '../ui/alert.tsx';
import { Button, ButtonRow } from '../ui/button.tsx';
import { DigitField } from '../ui/digit-field.tsx';
import { digitGroups } from '../ui/digit-groups.ts';
import { Icon } from '../ui/icon.tsx';
import { Keypad } from '../ui/keypad.tsx';
import { CardNumberPicture } from '../ui/pictures.tsx';
import { Stage } from '../ui/stage.tsx';
import { useMaskedDigits } from './masked-digits.ts';
import './identity.css';

const CIVIL_NUMBER_DIGITS = 10;
const GROUPS = [4, 3, 3] as const;

export function IdentityTyping({ screen }: { readonly screen: ScreenOf<'identity'> }) {
  const t = useTexts();
  const { allOf } = useWords();
  const { typed, masked, change, show } = useMaskedDigits();
  const { cardFault, documents, fieldFault, reader, triesLeft } = screen;

  const type = useCallback(
    (digit: string) => change((digits) => (digits.length < CIVIL_NUMBER_DIGITS ? digits + digit : digits)),
    [change],
  );
  const deleteLast = useCallback(() => change((digits) => digits.slice(0, -1)), [change]);
  const clear = useCallback(() => change(() => ''), [change]);
  const submit = useCallback(() => {
    send({ type: 'submit_identity', digits: typed });
    clear();
  }, [typed, clear]);

  return (
    <Stage
      title={t('identity.keypadTitle')}
      lead={t('identity.keypadLead', { starts: allOf(documents.map((kind) => t(`identity.starts.${kind}`))) })}
      show={
        <>
          <div className="identity__number-picture">
            <CardNumberPicture label={t('identity.field')} />
          </div>
          {reader === 'unavailable' ? (
            <Alert tone="info" icon="card">
              {t('identity.unavailable')}
            </Alert>
          ) : null}
          {cardFault !== null && triesLeft === 0 ? (
            <Alert tone="info" icon="card">
              {t('identity.triesLeft', { count: 0 })}
            </Alert>
          ) : null}
          <DigitField
            label={t('identity.field')}
            groups={digitGroups(typed, GROUPS, masked)}
            typedCount={typed.length}
            fault={fieldFault === null || typed !== '' ? null : t(`faults.identity.${fieldFault}`)}
            aside={
              <button
                type="button"
                className="identity__eye"
                aria-label={t('identity.show')}
                disabled={!masked || typed === ''}
                onClick={show}
              >
                <Icon name="eye" />
              </button>
            }
          />
        </>
      }
      act={
        <>
          <Keypad onDigit={type} onDelete={deleteLast} onClear={clear} onEnter={submit} />
          <ButtonRow>
            <Button leadsOn onPress={submit}>
              {t('identity.submit')}
            </Button>
            {reader === 'waiting' ? (
              <Button look="secondary" icon="card" onPress={() => send({ type: 'use_card' })}>
                {t('identity.useCard')}
              </Button>
            ) : null}
          </ButtonRow>
        </>
      }
    />
  );
}
