/**
 * The way into the staff room that no visitor finds: hold the upper right corner for three seconds, then touch the upper
 * left one, then the upper right one. A keyboard does the same with End, Home, End.
 */
const HOLD_MS = 3_000;
/** Longest pause between two of its parts. */
const PAUSE_MS = 5_000;

export type Spot = 'right' | 'left';

type State =
  | { readonly at: 'rest' }
  | { readonly at: 'held'; readonly sinceMs: number }
  /** Held long enough; `next` is waited for. */
  | { readonly at: 'armed'; readonly next: Spot; readonly sinceMs: number };

const REST: State = { at: 'rest' };

/** Follows presses and releases. All times are monotonic milliseconds. */
export class DoorGesture {
  #state: State = REST;

  /** Takes a press on a corner, or anywhere else (null); tells whether the gesture is complete. */
  press(spot: Spot | null, nowMs: number): boolean {
    const state = this.#state;
    const isNext = state.at === 'armed' && state.next === spot && nowMs - state.sinceMs <= PAUSE_MS;
    if (isNext && spot === 'right') {
      this.#state = REST;
      return true;
    }
    if (isNext) this.#state = { at: 'armed', next: 'right', sinceMs: nowMs };
    else this.#state = spot === 'right' ? { at: 'held', sinceMs: nowMs } : REST;
    return false;
  }

  release(nowMs: number): void {
    if (this.#state.at !== 'held') return;
    this.#state = nowMs - this.#state.sinceMs >= HOLD_MS ? { at: 'armed', next: 'left', sinceMs: nowMs } : REST;
  }

  /** While it is under way its touches mean nothing else. */
  get isUnderWay(): boolean {
    return this.#state.at === 'armed';
  }
}
