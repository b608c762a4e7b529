import { useEffect, useState } from 'react';
import { dualDateOf, formatGregorian, formatHijri, formatTime, formatWeekday } from '../../domain/dates.ts';
import { useFrame, useTexts, useWords } from '../frame.ts';
import { DemoBadge } from './demo-badge.tsx';
import { Emblem } from './emblem.tsx';
import { Ltr } from './ltr.tsx';
import './header.css';

/** Whose kiosk this is, which one, and when: the same on every screen. */
export function Header() {
  const { emirate, kioskId, now, site } = useFrame();
  const t = useTexts();
  const words = useWords();
  return (
    <header className="header">
      <Emblem />
      <div className="header__who">
        <p className="header__emirate">{words.text(emirate)}</p>
        <p className="header__kiosk">
          <span>{t('header.kiosk', { id: kioskId })}</span>
          <span className="header__site">&nbsp;· {words.text(site)}</span>
        </p>
      </div>
      <Clock key={now} />
      <DemoBadge />
    </header>
  );
}

function Clock() {
  const { language, now, numerals } = useFrame();
  const instant = useRunningClock(now);
  const date = dualDateOf(instant);
  return (
    <div className="header__when">
      <p className="header__hijri">
        <span className="header__weekday">{formatWeekday(date, language)} </span>
        <bdi>{formatHijri(date, language, numerals)}</bdi>
      </p>
      <p className="header__gregorian">
        <span className="header__gregorian-date">
          <bdi>{formatGregorian(date, language, numerals)}</bdi> ·{' '}
        </span>
        <Ltr>{formatTime(instant)}</Ltr>
      </p>
    </div>
  );
}

const TICK_MS = 1_000;

/** Runs on from the kiosk's own time (`now` stays the same), so that the page and the receipt show one clock. */
function useRunningClock(now: string): Date {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const startedAtMs = performance.now();
    const timer = window.setInterval(() => setElapsedMs(performance.now() - startedAtMs), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return new Date(Date.parse(now) + elapsedMs);
}
