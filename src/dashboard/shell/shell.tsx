import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { named } from '../format/words.ts';
import { useFleet } from '../hub/fleet.ts';
import { signOut, useMe } from '../hub/session.ts';
import { isOffered } from '../rights.ts';
import { hrefOf, type Place } from '../routes.ts';
import { Brand } from '../ui/brand.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LinkBanner } from './link-banner.tsx';
import './shell.css';

type Door = Exclude<Place, 'kiosk' | 'sign-in'>;
const DOORS: readonly { readonly to: Door; readonly icon: IconName }[] = [
  { to: 'board', icon: 'board' },
  { to: 'incidents', icon: 'bell' },
  { to: 'figures', icon: 'chart' },
  { to: 'maintenance', icon: 'calendar' },
  { to: 'audit', icon: 'list' },
  { to: 'settings', icon: 'gear' },
];

/** What stands around every room: where one can go, who is signed in, and how fresh all of it is. */
export function Shell({ children, place }: { readonly place: Place; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const waiting = useFleet(({ incidents }) => incidents.filter(({ phase }) => phase === 'firing').length);
  const main = useRef<HTMLElement>(null);
  const here: Place = place === 'kiosk' || place === 'sign-in' ? 'board' : place;
  const doors = DOORS.filter(({ to }) => (to !== 'figures' && to !== 'audit') || isOffered(to, me.role));

  // Somebody who listens is told where they are now.
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    main.current?.focus();
    window.scrollTo(0, 0);
  }, [place]);

  return (
    <div className="shell">
      <a className="shell__skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {t('shell.skip')}
      </a>
      <header className="shell__side">
        <a className="shell__brand" href={hrefOf({ at: 'board' })}>
          <Brand />
          <span>
            <strong>{t('title')}</strong>
            <span>{t('shell.subtitle')}</span>
          </span>
        </a>
        <nav className="shell__nav" aria-label={t('shell.nav')}>
          <ul>
            {doors.map(({ icon, to }) => (
              <li key={to} data-door={to}>
                <a href={hrefOf(to === 'incidents' ? { at: to, id: null } : { at: to })} aria-current={here === to ? 'page' : undefined}>
                  <Icon name={icon} />
                  <span>{t(`shell.doors.${to}`)}</span>
                  {to === 'incidents' && waiting > 0 && (
                    <span className="shell__count" aria-label={t('shell.waiting', { count: waiting })}>
                      {waiting}
                    </span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="shell__me">
          <p>
            <strong>{named(me.name)}</strong>
            <span>{t(`roles.${me.role}`)}</span>
          </p>
          <LanguageSwitch />
          <button type="button" className="shell__leave" onClick={() => void signOut()}>
            <Icon name="leave" />
            <span>{t('shell.leave')}</span>
          </button>
        </div>
      </header>
      <main id="main" className="shell__main" ref={main} tabIndex={-1}>
        <LinkBanner />
        {children}
      </main>
    </div>
  );
}
