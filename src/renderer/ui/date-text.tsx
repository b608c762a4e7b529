import { formatGregorian, formatHijri } from '../../domain/dates.ts';
import type { DualDate } from '../../domain/transaction.ts';
import { useFrame } from '../frame.ts';
import './date-text.css';

/** Hijri first, Gregorian beside it; each keeps together. */
export function DateText({ date }: { readonly date: DualDate }) {
  const { language, numerals } = useFrame();
  return (
    <span className="date-text">
      <bdi className="date-text__hijri">{formatHijri(date, language, numerals)}</bdi>{' '}
      <bdi className="date-text__gregorian">({formatGregorian(date, language, numerals)})</bdi>
    </span>
  );
}
