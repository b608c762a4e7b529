import { EXERCISES, type ExerciseId } from '../../bridge/staff.ts';
import type { Training } from '../../devices/virtual/faults/training.ts';

/** The fault script that each exercise plays. */
const SCRIPTS: Readonly<Record<ExerciseId, string>> = {
  paper_out: 'paper-out',
  cover_open: 'cover-open',
  reader_unplugged: 'no-reader',
  gateway_down: 'gateway-down',
  page_hang: 'page-hangs',
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
    return EXERCISES.filter((exercise) => known.has(SCRIPTS[exercise]));
  }

  start(exercise: ExerciseId): void {
    if (this.exercises.includes(exercise) && this.#of()?.begin(SCRIPTS[exercise]) === true) this.#running = exercise;
  }

  /** Everything that was broken for it is whole again. */
  end(): void {
    if (this.#running !== null) this.#of()?.end();
    this.#running = null;
  }
}
