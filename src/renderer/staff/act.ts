import type { StaffAct } from '../../bridge/staff-act.ts';
import { send } from '../store.ts';

/** Sends what somebody of the staff did. */
export const act = (staffAct: StaffAct): void => send({ type: 'staff', act: staffAct });
