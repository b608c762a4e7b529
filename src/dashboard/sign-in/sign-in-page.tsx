import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readWays, useSession } from '../hub/session.ts';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { Brand } from '../ui/brand.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

const FirstAccount = lazy(() => import('./first-account.tsx').then(({ FirstAccount }) => ({ default: FirstAccount })));

/** Who signs in comes back to where they were: the address of the page stays as it is. */
export function SignInPage({ why }: { readonly why: 'refused' | 'first' | null }) {
  const { t } = useTranslation();
  const ways = useSession((session) => session.ways);
  const isOver = useSession((session) => session.isOver);
  const [madeAccount, setMadeAccount] = useState<string | null>(null);
  useEffect(() => void readWays(), []);

  return (
    <div className="sign-in">
      <header className="sign-in__side">
        <Brand />
        <p className="sign-in__name">{t('title')}</p>
        <p>{t('shell.subtitle')}</p>
        <LanguageSwitch />
      </header>
      <main className="sign-in__main">
        {isOver && (
          <Notice tone="work" spoken="soon">
            {t('signIn.isOver')}
          </Notice>
        )}
        {why === 'refused' && (
          <Notice tone="bad" spoken="now">
            {t('signIn.oidcRefused')}
          </Notice>
        )}
        {(why === 'first' || ways?.isNew === true) && madeAccount === null ? (
          <Suspense>
            <FirstAccount isOwn={why === 'first'} onDone={setMadeAccount} />
          </Suspense>
        ) : (
          <>
            <h1>{t('signIn.title')}</h1>
            {ways !== null && ways.oidc !== null && (
              <LinkButton look="quiet" icon="person" href="/api/oidc/start">
                {t('signIn.oidc', { name: ways.oidc })}
              </LinkButton>
            )}
            {ways?.local !== false && <SignInForm account={madeAccount ?? ''} />}
          </>
        )}
      </main>
    </div>
  );
}
