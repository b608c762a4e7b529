import { DAY_MS, dayOf } from '../format/times.ts';
import { hubNow } from '../hub/fleet.ts';

/** What the report is about. Days in Riyadh, both included. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  /** Empty: all. */
  readonly site: string;
  readonly kiosk: string;
}

/** So many days, today included. */
export function lastDays(days: number): Pick<Asked, 'from' | 'to'> {
  const now = hubNow();
  return { from: dayOf(now - (days - 1) * DAY_MS), to: dayOf(now) };
}
