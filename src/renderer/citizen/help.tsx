import type { ScreenOf } from '../../bridge/view.ts';
import { useTexts } from '../frame.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { Stage } from '../ui/stage.tsx';
import '../ui/point-list.css';
import './help.css';

const STEPS = [
  { key: 'card', icon: 'card' },
  { key: 'number', icon: 'keypad' },
  { key: 'receipt', icon: 'receipt' },
] as const satisfies readonly { readonly key: string; readonly icon: IconName }[];

/** A8: how it works, and whom to ring. */
export function Help({ screen }: { readonly screen: ScreenOf<'help'> }) {
  const t = useTexts();
  const { phone } = screen;
  return (
    <Stage
      title={t('help.title')}
      lead={t('help.lead')}
      show={
        <ol className="point-list help">
          {STEPS.map(({ key, icon }, index) => (
            <li key={key} className="point-list__point help__step">
              <span className="point-list__icon help__icon">
                <Icon name={icon} />
              </span>
              <span className="help__count">
                <Ltr>{index + 1}</Ltr>
              </span>
              <span>{t(`help.steps.${key}`)}</span>
            </li>
          ))}
        </ol>
      }
      act={
        <>
          <p className="help__phone">
            <Icon name="phone" />
            <span>{t('help.phone')}</span>
            <strong>
              <Ltr>{phone}</Ltr>
            </strong>
          </p>
        </>
      }
    />
  );
}
