import { useCallback, useState } from 'react';
import type { SignInRefusal, StaffScreenOf } from '../../bridge/staff.ts';
import { dualDateOf, formatGregorian, formatTime } from '../../domain/dates.ts';
import { useFrame } from '../frame.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { Keypad } from '../ui/keypad.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { act } from './act.ts';
import { Busy } from './busy.tsx';
import { clockOf } from './clock-of.ts';
import { useStaffTexts } from './texts.ts';
import './sign-in.css';

const FIELDS = ['account', 'pin', 'code'] as const;
type Field = (typeof FIELDS)[number];

const LENGTHS: Readonly<Record<Field, { readonly least: number; readonly most: number }>> = {
  account: { least: 3, most: 4 },
  pin: { least: 6, most: 12 },
  code: { least: 6, most: 6 },
};
const NOTHING: Readonly<Record<Field, string>> = { account: '', pin: '', code: '' };
const MASK = '•';

/** Number, PIN and one-time code, typed on the keypad; the page forgets PIN and code as soon as they are sent. */
export function SignIn({ screen }: { readonly screen: StaffScreenOf<'sign_in'> }) {
  const { checking, refusal } = screen;
  const t = useStaffTexts();
  const [typed, setTyped] = useState(NOTHING);
  const [field, setField] = useState<Field>('account');
  const isShut = checking || (refusal !== null && refusal.secondsLeft > 0) || refusal?.code === 'no_accounts';

  const type = useCallback(
    (digit: string) => {
      if (isShut) return;
      setTyped((all) => (all[field].length < LENGTHS[field].most ? { ...all, [field]: all[field] + digit } : all));
    },
    [field, isShut],
  );
  const deleteLast = useCallback(() => setTyped((all) => ({ ...all, [field]: all[field].slice(0, -1) })), [field]);
  const clear = useCallback(() => setTyped((all) => ({ ...all, [field]: '' })), [field]);
  const missing = FIELDS.find((name) => typed[name].length < LENGTHS[name].least);
  const next = useCallback(() => {
    if (missing !== undefined) return setField(missing);
    if (isShut) return undefined;
    act({ act: 'sign_in', ...typed });
    setTyped(({ account }) => ({ ...NOTHING, account }));
    return setField('pin');
  }, [missing, isShut, typed]);

  return (
    <main className="sign-in">
      <div className="sign-in__tell">
        <Heading>{t('sign_in.title')}</Heading>
        {checking ? (
          <Busy>{t('sign_in.checking')}</Busy>
        ) : refusal === null ? (
          <p className="sign-in__lead">{t('sign_in.lead')}</p>
        ) : (
          <Refusal refusal={refusal} />
        )}
        <KioskClock />
        <div className="sign-in__fields">
          {FIELDS.map((name) => (
            <FieldKey key={name} name={name} typed={typed[name]} active={name === field} onPress={() => setField(name)} />
          ))}
        </div>
      </div>
      <div className="sign-in__act">
        <Keypad onDigit={type} onDelete={deleteLast} onClear={clear} onEnter={next} />
        <Button leadsOn disabled={isShut} onPress={next}>
          {missing === undefined ? t('sign_in.submit') : t('sign_in.next')}
        </Button>
      </div>
    </main>
  );
}

interface FieldKeyProps {
  readonly name: Field;
  readonly typed: string;
  readonly active: boolean;
  readonly onPress: () => void;
}

/** Only the number of the account can be read; the other two are nobody's business. */
function FieldKey({ name, typed, active, onPress }: FieldKeyProps) {
  const t = useStaffTexts();
  const shown = name === 'account' ? typed : MASK.repeat(typed.length);
  return (
    <button type="button" className="sign-in__field" aria-pressed={active} onClick={onPress}>
      <span className="sign-in__label">{t(`sign_in.fields.${name}`)}</span>
      <span className="sign-in__typed" aria-hidden="true">
        <Ltr>{shown}</Ltr>
      </span>
      <span className="heard-only">{t('sign_in.typed', { count: typed.length })}</span>
      <span className="sign-in__hint">{t(`sign_in.hints.${name}`)}</span>
    </button>
  );
}

/** One-time codes go by it: whoever looks sees that it is wrong before typing any. */
function KioskClock() {
  const t = useStaffTexts();
  const { language, now, numerals } = useFrame();
  const instant = new Date(now);
  return (
    <p className="sign-in__clock">
      {t('sign_in.clock')}{' '}
      <time dateTime={now}>
        <bdi>{formatGregorian(dualDateOf(instant), language, numerals)}</bdi> · <Ltr>{formatTime(instant)}</Ltr>
      </time>
    </p>
  );
}

function Refusal({ refusal }: { readonly refusal: SignInRefusal }) {
  const t = useStaffTexts();
  const { code, secondsLeft } = refusal;
  return (
    <Alert tone={code === 'refused' ? 'error' : 'warning'} icon={code === 'locked' ? 'lock' : 'alert'} urgent>
      <p>{t(`sign_in.refusals.${code}`)}</p>
      {secondsLeft === 0 ? null : (
        <p role="timer">
          {t('sign_in.wait')} <Ltr>{clockOf(secondsLeft)}</Ltr>
        </p>
      )}
    </Alert>
  );
}
