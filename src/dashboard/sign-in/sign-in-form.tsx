import { useEffect, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { toWesternDigits } from '../../domain/digits.ts';
import type { CallFault } from '../hub/call.ts';
import { signIn } from '../hub/session.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { FaultNotice } from '../ui/notice.tsx';

/** Account, password and one-time code together: which of them was wrong isn't told. */
export function SignInForm({ account: given }: { readonly account: string }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState(given);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<CallFault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const left = useWaiting(fault);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await signIn({ account: account.trim().toLowerCase(), password, code: toWesternDigits(code) });
    if (answer.ok) return;
    setBusy(false);
    setCode('');
    setFault(answer.fault);
  }

  return (
    <form className="sign-in__form" onSubmit={(event) => void submit(event)}>
      {fault !== null && <FaultNotice fault={{ ...fault, waitSeconds: left }} />}
      <Field label={t('signIn.account')} name="account" autoComplete="username" required value={account} onChange={({ target }) => setAccount(target.value)} />
      <Field label={t('signIn.password')} name="password" type="password" autoComplete="current-password" required value={password} onChange={({ target }) => setPassword(target.value)} />
      <Field
        label={t('signIn.code')}
        hint={t('signIn.codeHint')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        required
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <Button type="submit" isBusy={isBusy} isOff={left !== null}>
        {t('signIn.enter')}
      </Button>
    </form>
  );
}

/** Seconds left of a pause that the hub asked for; null when there is none. */
function useWaiting(fault: CallFault | null): number | null {
  const [left, setLeft] = useState<{ readonly of: CallFault; readonly seconds: number } | null>(null);
  const wait = fault?.waitSeconds ?? null;
  useEffect(() => {
    if (fault === null || wait === null) return undefined;
    const endMs = Date.now() + wait * 1000;
    const timer = window.setInterval(() => setLeft({ of: fault, seconds: Math.ceil((endMs - Date.now()) / 1000) }), 500);
    return () => window.clearInterval(timer);
  }, [fault, wait]);
  const seconds = left !== null && left.of === fault ? left.seconds : wait;
  return seconds !== null && seconds > 0 ? seconds : null;
}
