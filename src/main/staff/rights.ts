import { STAFF_RIGHTS, type StaffRight, type StaffRole } from '../../bridge/staff.ts';
import type { StaffAct, StaffRoomId } from '../../bridge/staff-act.ts';
import { rightFor } from '../../bridge/staff.ts';

const RIGHTS: Readonly<Record<StaffRole, readonly StaffRight[]>> = {
  technician: STAFF_RIGHTS,
  /** Looks, changes the paper, takes the kiosk out of service and back. */
  liaison: ['change_paper', 'maintain'],
};

const ROOMS: Readonly<Record<StaffRoomId, StaffRight | null>> = {
  overview: null,
  /** Whoever may make one of them sees the list. */
  tests: 'change_paper',
  maintenance: 'maintain',
  versions: null,
  events: 'read_events',
  power: 'power',
  report: 'report',
  training: 'train',
};

export const rightsOf = (role: StaffRole): readonly StaffRight[] => RIGHTS[role];

/** What an act needs; null where whoever is in the room may do it. Acts within a test are the open test's. */
export function rightNeeded(act: StaffAct): StaffRight | null {
  switch (act.act) {
    case 'open':
      return ROOMS[act.screen];
    case 'open_events':
      return 'read_events';
    case 'open_test':
      return rightFor(act.test);
    case 'start_maintenance':
    case 'extend_maintenance':
    case 'end_maintenance':
      return 'maintain';
    case 'ask_power':
    case 'do_power':
    case 'cancel_power':
      return 'power';
    case 'make_report':
    case 'print_report':
      return 'report';
    case 'start_exercise':
    case 'use_hand':
    case 'end_exercise':
      return 'train';
    case 'enter':
    case 'leave':
    case 'sign_in':
    case 'set_language':
    case 'set_large_text':
    case 'stay':
    case 'go':
    case 'give_up':
    case 'touch_point':
    case 'touch_grid':
    case 'picture_seen':
    case 'judge':
    case 'answer':
    case 'paper_step':
      return null;
  }
}
