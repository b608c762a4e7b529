import { useEffect } from 'react';
import { useFrame, useTexts, useWords } from '../frame.ts';
import { textsIn } from '../i18n.ts';
import { send } from '../store.ts';
import { DemoBadge } from '../ui/demo-badge.tsx';
import { Emblem } from '../ui/emblem.tsx';
import { Icon } from '../ui/icon.tsx';
import { Rosette } from '../ui/rosette.tsx';
import { JourneyStrip } from './journey-strip.tsx';
import './attract.css';

const begin = (): void => send({ type: 'start' });

/** A1: the whole screen is one button, and any key presses it. */
export function Attract() {
  const { cardLies, emirate, kioskId, site } = useFrame();
  const t = useTexts();
  const words = useWords();
  useAnyKey(begin);
  return (
    <main className="attract">
      <h1 className="heard-only">{t('common.productName')}</h1>
      <div className="attract__ground">
        <Rosette />
      </div>
      <button type="button" className="attract__touch" onClick={begin}>
        <span className="attract__who">
          <span className="attract__emirate">{words.text(emirate)}</span>
          <span className="attract__kiosk">
            {t('header.kiosk', { id: kioskId })} · {words.text(site)}
          </span>
          <DemoBadge />
        </span>
        <span className="attract__art">
          <Rosette motion="rests" />
          <Emblem />
        </span>
        <span className="attract__message">
          <span className="attract__slogan">{t('common.slogan')}</span>
          <span className="attract__what">{t('attract.what')}</span>
        </span>
        {cardLies ? <CardLeft /> : <JourneyStrip />}
        <Invitations />
        <span className="attract__promises">
          <Promise icon="users">{t('attract.who')}</Promise>
          <Promise icon="star">{t('attract.free')}</Promise>
          <Promise icon="shield">{t('attract.privacy')}</Promise>
        </span>
      </button>
    </main>
  );
}

function Promise({ icon, children }: { readonly icon: 'users' | 'star' | 'shield'; readonly children: string }) {
  return (
    <span className="attract__promise">
      <Icon name={icon} />
      {children}
    </span>
  );
}

/** The same invitation in every language the kiosk speaks. */
function Invitations() {
  const { languages } = useFrame();
  return (
    <span className="attract__invitations">
      <span className="attract__finger">
        <Icon name="hand" />
      </span>
      {languages.map(({ code, direction }) => (
        <span key={code} lang={code} dir={direction} className="attract__invitation">
          {textsIn(code)('attract.touch')}
        </span>
      ))}
    </span>
  );
}

/** Nobody knows whose it is, so nobody's language is chosen for it. */
function CardLeft() {
  const { languages } = useFrame();
  return (
    <span className="attract__card">
      <Icon name="card" />
      {languages.map(({ code, direction }) => (
        <span key={code} lang={code} dir={direction}>
          {textsIn(code)('attract.cardLies')}
        </span>
      ))}
    </span>
  );
}

function useAnyKey(onKey: () => void): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onKey]);
}
