import type { StaffView } from '../../bridge/staff.ts';
import { Icon } from '../ui/icon.tsx';
import { Ltr } from '../ui/ltr.tsx';
import { act } from './act.ts';
import { clockOf } from './clock-of.ts';
import { StaffIcon } from './staff-icon.tsx';
import { useStaffTexts } from './texts.ts';
import './banners.css';

/** The room asks before it closes by itself. */
const IDLE_WARNING_SECONDS = 60;

/** What holds for every screen of the room: training, a maintenance window, an idle time that ends. */
export function Banners({ staff }: { readonly staff: StaffView }) {
  const { session, training } = staff;
  const t = useStaffTexts();
  return (
    <aside className="banners" aria-label={t('banners.label')}>
      {training ? (
        <p className="banner" data-kind="training">
          <StaffIcon name="training" />
          {t('banners.training')}
        </p>
      ) : null}
      {session?.maintenance ? (
        <p className="banner" data-kind="maintenance">
          <Icon name="wrench" />
          <span>
            {t('banners.maintenance')} <Ltr>{clockOf(session.maintenance.secondsLeft)}</Ltr>
          </span>
        </p>
      ) : null}
      {session !== null && session.idleSecondsLeft <= IDLE_WARNING_SECONDS ? (
        <div className="banner" data-kind="idle">
          <Icon name="timer" />
          <span role="timer">{t('banners.idle', { count: session.idleSecondsLeft })}</span>
          <button type="button" className="banner__key" onClick={() => act({ act: 'stay' })}>
            {t('banners.stay')}
          </button>
        </div>
      ) : null}
    </aside>
  );
}
