import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: 'primary' | 'secondary' | 'quiet';
  readonly icon?: IconName;
  /** An arrow along the reading direction behind the words: this leads on. */
  readonly leadsOn?: boolean;
  readonly disabled?: boolean;
}

/** At least 20 mm high; the words wrap before they're cut. */
export function Button({ children, onPress, look = 'primary', icon, leadsOn = false, disabled = false }: ButtonProps) {
  return (
    <button type="button" className="button" data-look={look} disabled={disabled} onClick={onPress}>
      {icon === undefined ? null : <Icon name={icon} />}
      <span className="button__words">{children}</span>
      {leadsOn ? <Icon name="arrow" /> : null}
    </button>
  );
}

/** Buttons side by side, the first one widest. */
export function ButtonRow({ children }: { readonly children: ReactNode }) {
  return <div className="button-row">{children}</div>;
}
