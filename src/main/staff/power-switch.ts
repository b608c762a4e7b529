import type { PowerAction, StaffScreenOf } from '../../bridge/staff.ts';
import type { EventData } from '../../domain/events.ts';
import type { StaffClock } from './clock.ts';
import { EVENT_POWER, perform, type HostMeans } from './power.ts';

type PowerState = Omit<StaffScreenOf<'power'>, 'id'>;
const OFF: PowerState = { asked: null, doing: null, failed: null };

/** Asks once more before anything is restarted, lets the screen say so, and then does it. */
export class PowerSwitch {
  readonly #host: HostMeans;
  readonly #clock: StaffClock;
  readonly #delayMs: number;
  readonly #changed: () => void;
  #state = OFF;

  constructor(host: HostMeans, clock: StaffClock, delayMs: number, changed: () => void) {
    this.#host = host;
    this.#clock = clock;
    this.#delayMs = delayMs;
    this.#changed = changed;
  }

  get state(): PowerState {
    return this.#state;
  }

  ask(action: PowerAction): void {
    if (this.#state.doing === null) this.#state = { ...OFF, asked: action };
  }

  /** Takes back what was asked; what was confirmed is on its way. */
  cancel(): void {
    if (this.#state.doing === null) this.#state = OFF;
  }

  /** @param record called before the deed, which may end this very process */
  confirm(action: PowerAction, record: (what: EventData<'staff.restart_asked'>['what']) => void): void {
    if (this.#state.asked !== action) return;
    record(EVENT_POWER[action]);
    this.#state = { ...OFF, doing: action };
    this.#clock.after(this.#delayMs, () => void this.#do(action));
  }

  async #do(action: PowerAction): Promise<void> {
    const isDone = await perform(action, this.#host);
    this.#state = isDone ? OFF : { ...OFF, failed: action };
    this.#changed();
  }
}
