import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewSecondFactor } from '../../fleet/api.ts';
import { post, type CallFault } from '../hub/call.ts';
import { readWays } from '../hub/session.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { FaultNotice } from '../ui/notice.tsx';
import { QrCode } from './qr-code.tsx';

interface FirstAccountProps {
  /** The account is there already: its code came with it. */
  readonly isOwn: boolean;
  readonly onDone: (account: string) => void;
}

/** The first administrator, or an officer with a code of their own: sets a password, then links an authenticator app. */
export function FirstAccount({ isOwn, onDone }: FirstAccountProps) {
  const { t } = useTranslation();
  const own = isOwn ? 'own' : 'new';
  const [firstCode, setFirstCode] = useState('');
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<CallFault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [otpauthUrl, setOtpauthUrl] = useState<string | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await post<NewSecondFactor>('/first-sign-in', { firstCode: firstCode.trim(), account: account.trim(), password });
    setBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (answer.ok) setOtpauthUrl(answer.value.otpauthUrl);
  }

  if (otpauthUrl !== null)
    return (
      <>
        <h1>{t('first.linkTitle')}</h1>
        <p>{t('first.linkLead')}</p>
        <QrCode text={otpauthUrl} label={t('first.qr')} />
        <p className="small">
          {t('first.byHand')}
          <br />
          <strong className="sign-in__secret">
            <Ltr>{secretOf(otpauthUrl)}</Ltr>
          </strong>
        </p>
        <Button onClick={() => (void readWays(), onDone(account.trim()))}>{t('first.linked')}</Button>
      </>
    );

  return (
    <>
      <h1>{t(`first.${own}.title`)}</h1>
      <p className="soft">{t(`first.${own}.lead`)}</p>
      <form className="sign-in__form" onSubmit={(event) => void submit(event)}>
        {fault !== null && <FaultNotice fault={fault} />}
        <Field label={t(`first.${own}.code`)} hint={t(`first.${own}.codeHint`)} name="first-code" autoComplete="off" required value={firstCode} onChange={({ target }) => setFirstCode(target.value)} />
        <Field
          label={t('signIn.account')}
          hint={t(`first.${own}.accountHint`)}
          name="account"
          autoComplete="username"
          pattern="[a-z][a-z0-9.\-]{1,31}"
          required
          value={account}
          onChange={({ target }) => setAccount(target.value)}
        />
        <Field
          label={t('signIn.password')}
          hint={t('first.passwordHint')}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={12}
          required
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <Button type="submit" isBusy={isBusy}>
          {t(`first.${own}.make`)}
        </Button>
      </form>
    </>
  );
}

/** In groups of four, for whoever types it. */
const secretOf = (url: string): string => (new URL(url).searchParams.get('secret') ?? '').replace(/(.{4})(?=.)/g, '$1 ');
