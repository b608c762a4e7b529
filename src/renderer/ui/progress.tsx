import { useTexts } from '../frame.ts';
import { Icon } from './icon.tsx';
import './progress.css';

export interface ProgressStep {
  readonly key: string;
  readonly label: string;
  readonly state: 'done' | 'now' | 'next';
}

/** The stages of a transaction along the reading direction. */
export function Progress({ label, steps }: { readonly label: string; readonly steps: readonly ProgressStep[] }) {
  const t = useTexts();
  const spoken = { done: t('status.progressDone'), now: t('status.progressNow'), next: t('status.progressNext') };
  return (
    <ol className="progress" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.key}
          className="progress__step"
          data-state={step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span className="progress__dot">{step.state === 'done' ? <Icon name="check" /> : null}</span>
          <span className="progress__label">{step.label}</span>
          <span className="heard-only">{spoken[step.state]}</span>
        </li>
      ))}
    </ol>
  );
}
