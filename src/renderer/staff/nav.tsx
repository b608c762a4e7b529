import { useContext } from 'react';
import type { StaffRight, StaffScreen, StaffScreenId } from '../../bridge/staff.ts';
import type { StaffRoomId } from '../../bridge/staff-act.ts';
import { act } from './act.ts';
import { openEvents } from './open-events.ts';
import { SessionContext } from './session.ts';
import { StaffIcon, type StaffIconName } from './staff-icon.tsx';
import { useStaffTexts } from './texts.ts';
import './nav.css';

interface Door {
  readonly room: StaffRoomId;
  readonly icon: StaffIconName;
  /** Without it the door is shut. */
  readonly right: StaffRight | null;
}

const DOORS: readonly Door[] = [
  { room: 'overview', icon: 'pulse', right: null },
  { room: 'tests', icon: 'check', right: null },
  { room: 'maintenance', icon: 'wrench', right: 'maintain' },
  { room: 'report', icon: 'receipt', right: 'report' },
  { room: 'events', icon: 'archive', right: 'read_events' },
  { room: 'versions', icon: 'chip', right: null },
  { room: 'training', icon: 'training', right: 'train' },
  { room: 'power', icon: 'power', right: 'power' },
];

/** A single test belongs to the tests. */
const roomOf = (screen: StaffScreenId): StaffScreenId => (screen === 'test' ? 'tests' : screen);

/** All rooms, always in the same place. */
export function StaffNav({ screen }: { readonly screen: StaffScreen }) {
  const t = useStaffTexts();
  const may = useContext(SessionContext)?.may ?? [];
  return (
    <nav className="staff-nav" aria-label={t('nav.label')}>
      {DOORS.map(({ icon, right, room }) => (
        <button
          key={room}
          type="button"
          className="staff-nav__door"
          disabled={right !== null && !may.includes(right)}
          aria-current={room === roomOf(screen.id) ? 'page' : undefined}
          onClick={() => (room === 'events' ? openEvents(0) : act({ act: 'open', screen: room }))}
        >
          <StaffIcon name={icon} />
          <span>{t(`nav.${room}`)}</span>
        </button>
      ))}
    </nav>
  );
}
