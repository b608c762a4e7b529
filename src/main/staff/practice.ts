import { EXERCISES, type ExerciseId, type ExerciseScore, type ExerciseSummary, type HandId, type RunningExercise } from '../../bridge/staff.ts';
import type { Training } from '../../devices/virtual/faults/training.ts';

/**
 * The fault script that each exercise plays. A full disk and a wrong clock aren't practised: the audit of this very
 * kiosk would lose what is done meanwhile, or hold it under wrong times.
 */
export const EXERCISE_SCRIPTS: Readonly<Record<ExerciseId, string>> = {
  paper_out: 'paper-out',
  reader_unplugged: 'no-reader',
  gateway_down: 'gateway-down',
  cover_open: 'cover-open',
  paper_low: 'paper-low',
  printer_unplugged: 'no-printer',
  network_down: 'network-down',
  cutter_jammed: 'cutter-jammed',
};

/** What staff can practise on: null in production, where no device is virtual. Known only when the kiosk is put together. */
export type PracticeOf = () => Training | null;

interface Running {
  readonly exercise: ExerciseId;
  readonly sinceMs: number;
  vainHands: number;
  solved: ExerciseScore | null;
}

/** One exercise at a time, on virtual devices. */
export class Practice {
  readonly #of: PracticeOf;
  readonly #monotonicMs: () => number;
  readonly #solved = new Map<ExerciseId, ExerciseScore>();
  #running: Running | null = null;

  constructor(of: PracticeOf, monotonicMs: () => number) {
    this.#of = of;
    this.#monotonicMs = monotonicMs;
  }

  get isUnderWay(): boolean {
    return this.#running !== null;
  }

  get exercises(): readonly ExerciseSummary[] {
    const playable = new Set(this.#of()?.exercises.map(({ name }) => name));
    return EXERCISES.filter((exercise) => playable.has(EXERCISE_SCRIPTS[exercise])).map((exercise) => ({
      exercise,
      solved: this.#solved.get(exercise) ?? null,
    }));
  }

  get running(): RunningExercise | null {
    const training = this.#of();
    if (this.#running === null || training === null) return null;
    const { exercise, solved, vainHands } = this.#running;
    return { exercise, solved, vainHands, hands: training.hands, next: this.#nextAfter(exercise) };
  }

  /** False where it isn't offered. */
  start(exercise: ExerciseId): boolean {
    if (this.#of()?.begin(EXERCISE_SCRIPTS[exercise]) !== true) return false;
    this.#running = { exercise, sinceMs: this.#monotonicMs(), vainHands: 0, solved: null };
    return true;
  }

  /** Does with the virtual machine what somebody's hand would. */
  use(hand: HandId): void {
    const running = this.#running;
    const training = this.#of();
    if (running === null || running.solved !== null || training === null) return;
    if (!training.use(hand)) running.vainHands += 1;
    if (training.state()?.isCleared !== true) return;
    const seconds = Math.ceil((this.#monotonicMs() - running.sinceMs) / 1000);
    running.solved = { seconds, vainHands: running.vainHands };
    this.#solved.set(running.exercise, running.solved);
  }

  /** Everything that was broken for it is whole again. */
  end(): void {
    if (this.#running !== null) this.#of()?.end();
    this.#running = null;
  }

  /** The next person begins anew. */
  forget(): void {
    this.#solved.clear();
  }

  /** The next one that hasn't been solved, from the beginning again after the last. */
  #nextAfter(exercise: ExerciseId): ExerciseId | null {
    const { exercises } = this;
    const at = exercises.findIndex((one) => one.exercise === exercise);
    const inOrder = [...exercises.slice(at + 1), ...exercises.slice(0, at)];
    return inOrder.find(({ solved }) => solved === null)?.exercise ?? null;
  }
}
