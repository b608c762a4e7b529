import { EXERCISES, type ExerciseId } from '../../bridge/staff.ts';
import type { Training } from '../../devices/virtual/faults/training.ts';

/** The fault script that each exercise plays. */
export const EXERCISE_SCRIPTS: Readonly<Record<ExerciseId, string>> = {
  paper_out: 'paper-out',
  cover_open: 'cover-open',
  reader_unplugged: 'no-reader',
  gateway_down: 'gateway-down',
};

/** What staff can practise on: null in production, where no device is virtual. Known only when the kiosk is put together. */
export type PracticeOf = () => Pick<Training, 'begin' | 'end' | 'exercises'> | null;

/** One exercise at a time, on virtual devices. */
export class Practice {
  readonly #of: PracticeOf;
  #running: ExerciseId | null = null;

  constructor(of: PracticeOf) {
    this.#of = of;
  }

  get running(): ExerciseId | null {
    return this.#running;
  }

  get exercises(): readonly ExerciseId[] {
    const known = new Set(this.#of()?.exercises.map(({ name }) => name));
    return EXERCISES.filter((exercise) => known.has(EXERCISE_SCRIPTS[exercise]));
  }

  start(exercise: ExerciseId): void {
    if (this.exercises.includes(exercise) && this.#of()?.begin(EXERCISE_SCRIPTS[exercise]) === true) this.#running = exercise;
  }

  /** Everything that was broken for it is whole again. */
  end(): void {
    if (this.#running !== null) this.#of()?.end();
    this.#running = null;
  }
}
