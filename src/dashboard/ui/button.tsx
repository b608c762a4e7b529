import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

type Look = 'main' | 'quiet' | 'plain' | 'danger';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly look?: Look;
  readonly icon?: IconName;
  readonly type?: 'button' | 'submit';
  /** Something is under way: it can't be pressed again, and says so. */
  readonly isBusy?: boolean;
  readonly isOff?: boolean;
  /** For a button whose words alone don't say what it is about. */
  readonly label?: string;
}

export function Button({ children, icon, isBusy = false, isOff = false, label, look = 'main', onClick, type = 'button' }: ButtonProps) {
  return (
    <button className="button" data-look={look} type={type === 'submit' ? 'submit' : 'button'} onClick={onClick} disabled={isOff || isBusy} aria-busy={isBusy} aria-label={label}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface LinkButtonProps {
  readonly href: string;
  readonly children: ReactNode;
  readonly look?: Look;
  readonly icon?: IconName;
  readonly download?: boolean;
  readonly label?: string;
}

export function LinkButton({ children, download, href, icon, label, look = 'quiet' }: LinkButtonProps) {
  return (
    <a className="button" data-look={look} href={href} download={download === true ? '' : undefined} aria-label={label}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </a>
  );
}
