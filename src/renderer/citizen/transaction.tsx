import { useCallback, useState } from 'react';
import type { ScreenOf } from '../../bridge/view.ts';
import { useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { DigitField } from '../ui/digit-field.tsx';
import { digitGroups } from '../ui/digit-groups.ts';
import { Keypad } from '../ui/keypad.tsx';
import { SlipPicture } from '../ui/pictures.tsx';
import { Stage } from '../ui/stage.tsx';
import { YearPicker } from '../ui/year-picker.tsx';
import { WhoAsks } from './who-asks.tsx';
import './transaction.css';

const MAX_DIGITS = 12;
/** Open places that are shown; most numbers are about this long. */
const USUAL_DIGITS = 6;

/** B1: number and Hijri year, as they stand on the slip. */
export function TransactionEntry({ screen }: { readonly screen: ScreenOf<'transaction'> }) {
  const t = useTexts();
  const { entered, fieldFault, years, identity } = screen;
  const entry = useEntry(screen);
  const { number, year, type, deleteLast, clear, choose, submit } = entry;
  const numberFault = fieldFault?.field === 'number' && number === (entered?.number ?? '') ? fieldFault.code : null;
  const yearFault = fieldFault?.field === 'hijriYear' && year === entered?.hijriYear ? fieldFault.code : null;

  return (
    <Stage
      title={t('transaction.title')}
      lead={t('transaction.lead')}
      show={
        <>
          <WhoAsks identity={identity} />
          <div className="transaction__slip">
            <SlipPicture label={t('transaction.slip')} number="123456" year={String(years[0] ?? '')} />
          </div>
          <DigitField
            label={t('transaction.number')}
            groups={digitGroups(number, [USUAL_DIGITS], false)}
            typedCount={number.length}
            fault={numberFault === null ? null : t(`faults.number.${numberFault}`)}
          />
          <YearPicker
            label={t('transaction.year')}
            years={years}
            chosen={year}
            fault={yearFault === null ? null : t(`faults.number.${yearFault}`)}
            onChoose={choose}
          />
        </>
      }
      act={
        <>
          <Keypad onDigit={type} onDelete={deleteLast} onClear={clear} onEnter={submit} />
          <Button icon="search" onPress={submit}>
            {t('transaction.submit')}
          </Button>
        </>
      }
    />
  );
}

/** What is being typed; until then, what was sent before. Cleared with the sending. */
function useEntry({ entered, years }: ScreenOf<'transaction'>) {
  const [draft, setDraft] = useState<string | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const before = entered?.number ?? '';
  const number = draft ?? before;
  const year = chosen ?? entered?.hijriYear ?? years[0] ?? null;

  const edit = useCallback(
    (change: (digits: string) => string) => setDraft((digits) => change(digits ?? before).slice(0, MAX_DIGITS)),
    [before],
  );
  const type = useCallback((digit: string) => edit((digits) => digits + digit), [edit]);
  const deleteLast = useCallback(() => edit((digits) => digits.slice(0, -1)), [edit]);
  const clear = useCallback(() => edit(() => ''), [edit]);
  const submit = useCallback(() => {
    send({ type: 'submit_transaction', number, hijriYear: year ?? 0 });
    setDraft(null);
    setChosen(null);
  }, [number, year]);
  return { number, year, type, deleteLast, clear, choose: setChosen, submit };
}
