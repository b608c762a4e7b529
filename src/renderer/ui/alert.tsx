import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './tone.css';
import './alert.css';

export type Tone = 'info' | 'warning' | 'success' | 'neutral' | 'error';

interface AlertProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly children: ReactNode;
  /** Announced at once: the visitor did something that needs another try. */
  readonly urgent?: boolean;
}

/** A message within a screen, with an accent bar at its reading start. Colour never speaks alone: icon and words do. */
export function Alert({ tone, icon, children, urgent = false }: AlertProps) {
  return (
    <div className="alert" data-tone={tone} role={urgent ? 'alert' : undefined}>
      <Icon name={icon} />
      <div className="alert__words">{children}</div>
    </div>
  );
}
