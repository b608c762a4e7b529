import type { FaultBoard } from './board.ts';
import { playFaults, type FaultPlay } from './player.ts';
import type { NamedScript } from './read.ts';
import type { FaultAct, FaultScript, FaultStep } from './script.ts';

/** What the dock shows of fault scripts. */
export interface StageState {
  readonly scripts: readonly { readonly name: string; readonly title: FaultScript['title']; readonly playable: boolean }[];
  /** The script that plays or played last. */
  readonly playing: {
    readonly name: string;
    readonly isOver: boolean;
    readonly steps: readonly (FaultStep & { readonly happened: boolean })[];
  } | null;
  readonly standing: readonly FaultAct[];
}

/** Plays the scripts of a catalogue, one at a time, for somebody who looks on. */
export interface FaultStage {
  state(): StageState;
  /** A script that isn't there or can't be played here changes nothing. */
  play(name: string): void;
  stop(): void;
  mendAll(): void;
}

export function createFaultStage({ board, catalogue }: {
  readonly board: FaultBoard;
  readonly catalogue: readonly NamedScript[];
}): FaultStage {
  const isPlayable = ({ script }: NamedScript): boolean => script.steps.every(({ do: act }) => board.can(act));
  let current: { readonly named: NamedScript; readonly play: FaultPlay } | null = null;

  return {
    state: () => ({
      scripts: catalogue.map((named) => ({ name: named.name, title: named.script.title, playable: isPlayable(named) })),
      playing: current === null ? null : playing(current.named, current.play),
      standing: board.standing(),
    }),
    play(name) {
      const named = catalogue.find((one) => one.name === name);
      if (named === undefined || !isPlayable(named)) return;
      current?.play.stop();
      board.mendAll();
      current = { named, play: playFaults(named.script, board) };
    },
    stop: () => current?.play.stop(),
    mendAll() {
      current?.play.stop();
      current = null;
      board.mendAll();
    },
  };
}

function playing({ name, script }: NamedScript, play: FaultPlay): NonNullable<StageState['playing']> {
  const happened = new Set(play.happened());
  const steps = script.steps.map((step, index) => ({ ...step, happened: happened.has(index) }));
  return { name, isOver: play.isOver(), steps };
}
