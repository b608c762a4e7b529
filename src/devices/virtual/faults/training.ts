import { cureOf, type FaultBoard } from './board.ts';
import { playFaults, type FaultPlay } from './player.ts';
import type { NamedScript } from './read.ts';
import type { FaultAct, FaultScript } from './script.ts';

/** A fault that staff can practise on. */
export interface Exercise {
  readonly name: string;
  readonly title: FaultScript['title'];
}

export interface ExerciseState extends Exercise {
  /** Everything that is to break has broken: look for it. */
  readonly isSet: boolean;
  /** And nothing of it is broken any more. */
  readonly isCleared: boolean;
}

/** Practice for technicians on virtual devices: a fault is set, they find it and do what hands would do. */
export interface Training {
  /** What this kiosk can play. */
  readonly exercises: readonly Exercise[];
  /** What hands can do here. Most of it does nothing, as on a real kiosk. */
  readonly hands: readonly HandName[];
  /** Sets the fault; an exercise before it ends. False where there is no such exercise. */
  begin(name: string): boolean;
  state(): ExerciseState | null;
  /** Does one of `hands`. False where it found nothing to mend. */
  use(hand: HandName): boolean;
  /** Ends the exercise and mends what is still broken. */
  end(): void;
}

/** What somebody can do on the spot, at the machine and around it, and the faults that end by it. */
const HANDS = {
  new_roll: [
    { act: 'printer_mended', fault: 'paper_end' },
    { act: 'printer_mended', fault: 'paper_near_end' },
  ],
  close_cover: [{ act: 'printer_mended', fault: 'cover_open' }],
  free_cutter: [{ act: 'printer_mended', fault: 'cutter' }],
  connect_printer: [
    { act: 'printer_mended', fault: 'cable_cut' },
    { act: 'printer_mended', fault: 'power_cut' },
  ],
  plug_reader: [{ act: 'reader_plugged' }],
  mend_network: [{ act: 'network_up' }],
  call_emirate: [{ act: 'gateway_up' }, { act: 'gateway_behaves' }],
} as const satisfies Readonly<Record<string, readonly FaultAct[]>>;
export type HandName = keyof typeof HANDS;

const isHand = (name: string): name is HandName => Object.hasOwn(HANDS, name);

export function createTraining(board: FaultBoard, catalogue: readonly NamedScript[]): Training {
  const known = catalogue.filter(({ script }) => script.practice && script.steps.every(({ do: act }) => board.can(act)));
  let current: { readonly exercise: NamedScript; readonly play: FaultPlay } | null = null;

  function end(): void {
    current?.play.stop();
    current = null;
    board.mendAll();
  }

  return {
    exercises: known.map(exerciseOf),
    hands: Object.keys(HANDS).filter(isHand).filter((hand) => HANDS[hand].every((cure) => board.can(cure))),
    begin(name) {
      const exercise = known.find((one) => one.name === name);
      if (exercise === undefined) return false;
      end();
      current = { exercise, play: playFaults(exercise.script, board) };
      return true;
    },
    state() {
      if (current === null) return null;
      const isSet = current.play.isOver();
      return { ...exerciseOf(current.exercise), isSet, isCleared: isSet && board.standing().length === 0 };
    },
    use(hand) {
      // A hand that finds nothing to mend changes nothing: no new roll into a full printer.
      const wanted = new Set(board.standing().map((fault) => JSON.stringify(cureOf(fault))));
      const cures = HANDS[hand].filter((cure) => wanted.has(JSON.stringify(cure)));
      for (const cure of cures) board.perform(cure);
      return cures.length > 0;
    },
    end,
  };
}

const exerciseOf = ({ name, script: { title } }: NamedScript): Exercise => ({ name, title });
