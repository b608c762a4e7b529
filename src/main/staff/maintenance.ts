import { z } from 'zod';
import { WINDOW_REASONS, type MaintenanceWindow, type WindowReason } from '../../bridge/staff.ts';
import type { EventData } from '../../domain/events.ts';
import type { RecordEvent } from './audit.ts';
import type { StaffClock } from './clock.ts';
import { KeptFile, type KeptFileOptions } from '../kept-file.ts';

const windowSchema = z.strictObject({
  /** The account as events name it. */
  account: z.string().min(1).max(40),
  reason: z.enum(WINDOW_REASONS),
  sinceMs: z.number().min(0),
  endsAtMs: z.number().min(0),
});
const keptSchema = z.strictObject({ version: z.literal(1), window: windowSchema.nullable() });
type Kept = z.infer<typeof keptSchema>;

/** Longest time that is left after a restart or a jump of the clock, whatever the file says. */
const LONGEST_MS = 2 * 3_600_000;

/** The account in events where no member of staff but an officer at the hub opened or ended a window; the job says who. */
export const OFFICE_ACCOUNT = '000';

export interface MaintenancePorts extends Pick<KeptFileOptions<Kept>, 'file' | 'onTrouble'> {
  readonly clock: StaffClock;
  readonly record: RecordEvent;
  /** The window opened or closed. */
  readonly changed: () => void;
}

/**
 * The time for which a kiosk is taken out of service by hand. It always ends: a forgotten one is ended by its time and
 * told as such. It outlives a restart, because a technician may need one in the middle of the work.
 */
export class Maintenance {
  readonly #ports: MaintenancePorts;
  readonly #kept: KeptFile<Kept>;
  #cancelEnd: (() => void) | null = null;

  constructor(ports: MaintenancePorts) {
    this.#ports = ports;
    const { clock, file, onTrouble } = ports;
    const now = (): Date => clock.now();
    this.#kept = new KeptFile({ file, onTrouble, now, schema: keptSchema, empty: { version: 1, window: null } });
    this.#endInTime();
  }

  get window(): MaintenanceWindow | null {
    const { window } = this.#kept.value;
    if (window === null) return null;
    return {
      reason: window.reason,
      since: new Date(window.sinceMs).toISOString(),
      endsAt: new Date(window.endsAtMs).toISOString(),
      secondsLeft: Math.ceil(this.#leftMs(window.endsAtMs) / 1000),
    };
  }

  get isUnderWay(): boolean {
    return this.#kept.value.window !== null;
  }

  /** Opens a window, or moves the end of the open one; the reason is told in either case. */
  start(minutes: number, reason: WindowReason, account: string): void {
    const nowMs = this.#nowMs();
    const sinceMs = this.#kept.value.window?.sinceMs ?? nowMs;
    const isLonger = this.isUnderWay;
    this.#kept.keep({ version: 1, window: { account, reason, sinceMs, endsAtMs: nowMs + minutes * 60_000 } });
    this.#ports.record(isLonger ? 'staff.maintenance_extended' : 'staff.maintenance_started', { account, minutes, reason });
    this.#endInTime();
    this.#ports.changed();
  }

  end(how: EventData<'staff.maintenance_ended'>['how'], account: string): void {
    if (!this.isUnderWay) return;
    this.#cancelEnd?.();
    this.#kept.keep({ version: 1, window: null });
    this.#ports.record('staff.maintenance_ended', { account, how });
    this.#ports.changed();
  }

  close(): void {
    this.#cancelEnd?.();
  }

  #endInTime(): void {
    this.#cancelEnd?.();
    const { window } = this.#kept.value;
    if (window === null) return;
    this.#cancelEnd = this.#ports.clock.after(this.#leftMs(window.endsAtMs), () => this.end('time_over', window.account));
  }

  #leftMs(endsAtMs: number): number {
    return Math.min(LONGEST_MS, Math.max(0, endsAtMs - this.#nowMs()));
  }

  #nowMs(): number {
    return this.#ports.clock.now().getTime();
  }
}
