import { dualDateOf, formatTime } from '../../domain/dates.ts';
import { useFrame, useTexts, useWords } from '../frame.ts';
import { Alert } from '../ui/alert.tsx';
import { Icon } from '../ui/icon.tsx';

interface LastUpdateProps {
  /** RFC 3339 */
  readonly asOf: string;
  readonly stale: boolean;
}

/** When the source system was read; a warning where the answer is an older one. */
export function LastUpdate({ asOf, stale }: LastUpdateProps) {
  const { now } = useFrame();
  const t = useTexts();
  const words = useWords();
  const instant = new Date(asOf);
  const date = dualDateOf(instant);
  const isToday = date.gregorian === dualDateOf(new Date(now)).gregorian;
  const key = stale ? 'stale' : 'asOf';
  // A day stays beside its month, wherever the sentence breaks.
  const values = { date: words.hijri(date).replace(' ', '\u00a0'), time: formatTime(instant) };
  const sentence = isToday ? t(`status.${key}Today`, values) : t(`status.${key}`, values);
  if (stale)
    return (
      <Alert tone="warning" icon="clock">
        {sentence}
      </Alert>
    );
  return (
    <p className="status__as-of">
      <Icon name="refresh" />
      {sentence}
    </p>
  );
}
