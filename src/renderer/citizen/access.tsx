import type { AccessOptions } from '../../bridge/view.ts';
import { useFrame, useTexts } from '../frame.ts';
import { send } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Stage } from '../ui/stage.tsx';
import './access.css';

const OPTIONS = [
  { option: 'largeText', icon: 'text' },
  { option: 'highContrast', icon: 'contrast' },
  { option: 'lowReach', icon: 'low' },
  { option: 'moreTime', icon: 'timer' },
] as const satisfies readonly { readonly option: keyof AccessOptions; readonly icon: IconName }[];

/** A4: what is switched takes effect on this very screen, which is its own preview. */
export function Access() {
  const t = useTexts();
  const { access } = useFrame();
  return (
    <Stage
      title={t('access.title')}
      lead={t('access.lead')}
      act={
        <>
          <div className="access">
            {OPTIONS.map(({ option, icon }) => (
              <Switch key={option} option={option} icon={icon} on={access[option]} />
            ))}
          </div>
          <p className="access__note">{t('access.forgotten')}</p>
          <Button onPress={() => send({ type: 'back' })}>{t('access.done')}</Button>
        </>
      }
    />
  );
}

interface SwitchProps {
  readonly option: keyof AccessOptions;
  readonly icon: IconName;
  readonly on: boolean;
}

function Switch({ option, icon, on }: SwitchProps) {
  const t = useTexts();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      className="switch"
      onClick={() => send({ type: 'set_access', option, on: !on })}
    >
      <span className="switch__icon">
        <Icon name={icon} />
      </span>
      <span className="switch__words">
        <span className="switch__title">{t(`access.options.${option}`)}</span>
        <span className="switch__hint">{t(`access.hints.${option}`)}</span>
      </span>
      <span className="switch__state" aria-hidden="true">
        <span className="switch__track">
          <span className="switch__thumb" />
        </span>
        <span className="switch__word">{on ? t('access.on') : t('access.off')}</span>
      </span>
    </button>
  );
}
