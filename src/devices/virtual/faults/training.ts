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
  /** What hands can do here; see `handName` for its text. Most of it does nothing, as on a real kiosk. */
  readonly hands: readonly FaultAct[];
  /** Sets the fault; an exercise before it ends. False where there is no such exercise. */
  begin(name: string): boolean;
  state(): ExerciseState | null;
  /** Does one of `hands`. */
  mend(hand: FaultAct): void;
  /** Ends the exercise and mends what is still broken. */
  end(): void;
}

/** What a technician can do on the spot, at the machine and around it. */
const HANDS: readonly FaultAct[] = [
  { act: 'printer_mended', fault: 'paper_end' },
  { act: 'printer_mended', fault: 'paper_near_end' },
  { act: 'printer_mended', fault: 'cover_open' },
  { act: 'printer_mended', fault: 'cutter' },
  { act: 'printer_mended', fault: 'cable_cut' },
  { act: 'printer_mended', fault: 'power_cut' },
  { act: 'reader_plugged' },
  { act: 'network_up' },
  { act: 'gateway_up' },
  { act: 'gateway_behaves' },
  { act: 'disk_freed' },
  { act: 'clock_set' },
];

/** The key of a hand's text under `hands` in assets/locales/<language>/training.json. */
export const handName = (hand: FaultAct): string => ('fault' in hand ? hand.fault : hand.act);

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
    hands: HANDS.filter((hand) => board.can(hand)),
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
    mend(hand) {
      const name = handName(hand);
      // A hand that finds nothing to mend changes nothing: no new roll into a full printer.
      const isWanted = board.standing().some((fault) => {
        const cure = cureOf(fault);
        return cure !== null && handName(cure) === name;
      });
      if (isWanted) board.perform(hand);
    },
    end,
  };
}

const exerciseOf = ({ name, script: { title } }: NamedScript): Exercise => ({ name, title });
