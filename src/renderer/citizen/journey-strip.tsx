import { useTexts } from '../frame.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import './journey-strip.css';

const STEPS = [
  { key: 'card', icon: 'card' },
  { key: 'number', icon: 'keypad' },
  { key: 'receipt', icon: 'receipt' },
] as const satisfies readonly { readonly key: string; readonly icon: IconName }[];

/** An inquiry in three pictures: card, number, receipt. Also for those who don't read. */
export function JourneyStrip() {
  const t = useTexts();
  return (
    <span className="journey-strip">
      {STEPS.map(({ key, icon }, index) => (
        <span key={key} className="journey-strip__step">
          <span className="journey-strip__picture">
            <Icon name={icon} />
            <span className="journey-strip__count">
              <Ltr>{index + 1}</Ltr>
            </span>
          </span>
          <span className="journey-strip__word">{t(`home.steps.${key}`)}</span>
        </span>
      ))}
    </span>
  );
}
