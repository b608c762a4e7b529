import { dualDateOf, formatGregorian, formatTime } from '../../domain/dates.ts';
import { useFrame } from '../frame.ts';
import { Ltr } from '../ui/ltr.tsx';

/** When something was: the time, and the day unless it is today. */
export function Moment({ at }: { readonly at: string }) {
  const { language, now, numerals } = useFrame();
  const instant = new Date(at);
  const day = dualDateOf(instant);
  const isToday = day.gregorian === dualDateOf(new Date(now)).gregorian;
  return (
    <time className="moment" dateTime={at}>
      {isToday ? null : <bdi>{formatGregorian(day, language, numerals)} </bdi>}
      <Ltr>{formatTime(instant)}</Ltr>
    </time>
  );
}
