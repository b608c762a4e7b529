/** Every delay of the staff room in one place. Milliseconds unless named otherwise. */
export interface StaffTiming {
  /** Without a tap for so long the room closes by itself … */
  readonly idleMs: number;
  /** … and the door sooner: whoever found the gesture by chance is a visitor. */
  readonly doorIdleMs: number;
  /** Between a confirmed restart and its deed, so that the screen can say so. */
  readonly powerDelayMs: number;
}

export const STAFF_TIMING: StaffTiming = { idleMs: 180_000, doorIdleMs: 60_000, powerDelayMs: 1_500 };
