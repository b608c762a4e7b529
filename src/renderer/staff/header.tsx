import { useContext } from 'react';
import type { StaffView } from '../../bridge/staff.ts';
import { formatTime } from '../../domain/dates.ts';
import { useFrame, useWords } from '../frame.ts';
import { DemoBadge } from '../ui/demo-badge.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { act } from './act.ts';
import { SessionContext } from './session.ts';
import { useStaffTexts } from './texts.ts';
import './header.css';

/** Dark and striped: nobody takes this for a citizen's screen. */
export function StaffHeader({ staff }: { readonly staff: StaffView }) {
  const { kioskId, languages, language, now, site } = useFrame();
  const t = useStaffTexts();
  const words = useWords();
  const session = useContext(SessionContext);
  const other = languages.find(({ code }) => code !== language);
  return (
    <header className="staff-header">
      <span className="staff-header__sign">
        <Icon name="wrench" />
      </span>
      <div className="staff-header__where">
        <p className="staff-header__title">{t('header.title')}</p>
        <p className="staff-header__kiosk">
          <Ltr>{kioskId}</Ltr> · <bdi>{words.text(site)}</bdi> · <Ltr>{formatTime(new Date(now))}</Ltr>
        </p>
        {session === null ? null : (
          <p className="staff-header__who">
            <bdi>{session.name}</bdi> · {t(`roles.${session.role}`)}
          </p>
        )}
      </div>
      <DemoBadge />
      <div className="staff-header__keys">
        <HeaderKey icon="text" pressed={staff.largeText} onPress={() => act({ act: 'set_large_text', on: !staff.largeText })}>
          {t('header.largeText')}
        </HeaderKey>
        {other === undefined ? null : (
          <HeaderKey icon="globe" language={other.code} onPress={() => act({ act: 'set_language', language: other.code })}>
            {other.name}
          </HeaderKey>
        )}
        <HeaderKey icon="x" onPress={() => act({ act: 'leave' })}>
          {session === null ? t('header.close') : t('header.signOut')}
        </HeaderKey>
      </div>
    </header>
  );
}

interface HeaderKeyProps {
  readonly icon: IconName;
  readonly children: string;
  readonly onPress: () => void;
  readonly pressed?: boolean;
  readonly language?: string;
}

function HeaderKey({ icon, children, onPress, pressed, language }: HeaderKeyProps) {
  return (
    <button type="button" className="staff-header__key" aria-pressed={pressed} onClick={onPress}>
      <Icon name={icon} />
      <span lang={language}>{children}</span>
    </button>
  );
}
