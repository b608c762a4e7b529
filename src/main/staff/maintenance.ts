import { z } from 'zod';
import { WINDOW_REASONS, type MaintenanceWindow, type WindowReason } from '../../bridge/staff.ts';
import type { EventData } from '../../domain/events.ts';
import type { RecordEvent } from './audit.ts';
import type { StaffClock } from './clock.ts';
import { KeptFile, type KeptFileOptions } from '../kept-file.ts';

/** Between two looks at what is left. */
const LOOK_MS = 60_000;
const LONGEST_MS = 2 * 3_600_000;

const windowSchema = z.strictObject({
  /** The account as events name it. */
  account: z.string().min(1).max(40),
  reason: z.enum(WINDOW_REASONS),
  /** Of the time that the program ran: no date, because the wall's clock may be another one after a restart. */
  passedMs: z.number().min(0),
  leftMs: z.number().min(0).max(LONGEST_MS),
});
const keptSchema = z.strictObject({ version: z.literal(2), window: windowSchema.nullable() });
type Kept = z.infer<typeof keptSchema>;

/** The window that is open, by the clock that never jumps; it began below zero where another run of the program began it. */
interface OpenWindow {
  readonly account: string;
  readonly reason: WindowReason;
  readonly beganAtMs: number;
  readonly endsAtMs: number;
}

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
 * told as such. It outlives a restart, because a technician may need one in the middle of the work; while there is no power
 * its time stands still.
 */
export class Maintenance {
  readonly #ports: MaintenancePorts;
  readonly #kept: KeptFile<Kept>;
  #open: OpenWindow | null = null;
  #cancelLook: (() => void) | null = null;

  constructor(ports: MaintenancePorts) {
    this.#ports = ports;
    const { clock, file, onTrouble } = ports;
    const now = (): Date => clock.now();
    this.#kept = new KeptFile({ file, onTrouble, now, schema: keptSchema, empty: { version: 2, window: null } });
    const { window } = this.#kept.value;
    if (window === null) return;
    const { account, leftMs, passedMs, reason } = window;
    const startedAtMs = clock.monotonicMs();
    this.#open = { account, reason, beganAtMs: startedAtMs - passedMs, endsAtMs: startedAtMs + leftMs };
    this.#look();
  }

  get window(): MaintenanceWindow | null {
    if (this.#open === null) return null;
    const { beganAtMs, endsAtMs, reason } = this.#open;
    const { clock } = this.#ports;
    const aheadOfMonotonicMs = clock.now().getTime() - clock.monotonicMs();
    return {
      reason,
      since: new Date(beganAtMs + aheadOfMonotonicMs).toISOString(),
      endsAt: new Date(endsAtMs + aheadOfMonotonicMs).toISOString(),
      secondsLeft: Math.max(0, Math.ceil((endsAtMs - clock.monotonicMs()) / 1000)),
    };
  }

  get isUnderWay(): boolean {
    return this.#open !== null;
  }

  /** Opens a window, or moves the end of the open one; the reason is told in either case. */
  start(minutes: number, reason: WindowReason, account: string): void {
    const nowMs = this.#ports.clock.monotonicMs();
    const isLonger = this.isUnderWay;
    this.#open = { account, reason, beganAtMs: this.#open?.beganAtMs ?? nowMs, endsAtMs: nowMs + minutes * 60_000 };
    this.#look();
    this.#ports.record(isLonger ? 'staff.maintenance_extended' : 'staff.maintenance_started', { account, minutes, reason });
    this.#ports.changed();
  }

  end(how: EventData<'staff.maintenance_ended'>['how'], account: string): void {
    if (!this.isUnderWay) return;
    this.#cancelLook?.();
    this.#open = null;
    this.#kept.clear();
    this.#ports.record('staff.maintenance_ended', { account, how });
    this.#ports.changed();
  }

  /** The kiosk process ends. */
  close(): void {
    this.#cancelLook?.();
    if (this.#open !== null) this.#keep(this.#open, 0);
  }

  #look(): void {
    this.#cancelLook?.();
    if (this.#open === null) return;
    const { account, endsAtMs } = this.#open;
    const { clock } = this.#ports;
    const leftMs = endsAtMs - clock.monotonicMs();
    if (leftMs <= 0) return this.end('time_over', account);
    // The minute until the next look is counted beforehand: a power cut may shorten a window, but no number of them prolongs it.
    this.#keep(this.#open, LOOK_MS);
    this.#cancelLook = clock.after(Math.min(LOOK_MS, leftMs), () => this.#look());
  }

  /** @param countedMs as much of the time to come is counted already */
  #keep({ account, beganAtMs, endsAtMs, reason }: OpenWindow, countedMs: number): void {
    const nowMs = this.#ports.clock.monotonicMs() + countedMs;
    const window = { account, reason, passedMs: nowMs - beganAtMs, leftMs: Math.max(0, endsAtMs - nowMs) };
    this.#kept.keep({ version: 2, window });
  }
}
