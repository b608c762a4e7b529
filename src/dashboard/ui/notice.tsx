import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallFault } from '../hub/call.ts';
import { Icon } from './icon.tsx';
import type { Tone } from './tone.ts';
import './notice.css';

interface NoticeProps {
  readonly tone: Tone;
  /** At once, or when there is a pause; otherwise it is read where it stands. */
  readonly spoken?: 'now' | 'soon';
  readonly children: ReactNode;
}

/** A message with a bar in its colour. */
export function Notice({ children, spoken, tone }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone} role={spoken === 'now' ? 'alert' : undefined}>
      <Icon name={tone === 'good' ? 'check' : 'alert'} />
      {spoken === 'soon' ? <output>{children}</output> : <div>{children}</div>}
    </div>
  );
}

/** Why something couldn't be done, in words, with the time to wait where there is one. */
export function faultText(t: TFunction, { problem, waitSeconds }: CallFault): string {
  const said = t(`faults.${problem}`);
  if (waitSeconds === null || problem === 'wrong_sign_in') return said;
  const wait = waitSeconds < 90 ? t('faults.waitSeconds', { count: waitSeconds }) : t('faults.waitMinutes', { count: Math.ceil(waitSeconds / 60) });
  return `${said} ${wait}`;
}

export function FaultNotice({ fault }: { readonly fault: CallFault }) {
  const { t } = useTranslation();
  return (
    <Notice tone="bad" spoken="now">
      {faultText(t, fault)}
    </Notice>
  );
}

/** Where there is nothing to show; says so in words. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className="empty">{children}</p>;
}

/** Something is still on its way from the hub. */
export function Reading() {
  const { t } = useTranslation();
  return <output className="reading">{t('waiting.reading')}</output>;
}
