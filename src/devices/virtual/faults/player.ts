import { REAL_TIMERS, type Timers } from '../../supervisor.ts';
import type { FaultBoard } from './board.ts';
import type { FaultScript, FaultStep, Trigger } from './script.ts';
import { visitCounter } from './visit-counter.ts';

/** A script that is being played. */
export interface FaultPlay {
  /** The steps that have happened, as numbers from 0, in the order in which they did. */
  happened(): readonly number[];
  isOver(): boolean;
  /** Waits for no further step. What is broken stays broken; the board mends it. */
  stop(): void;
}

/**
 * Plays a script on a board. Every step waits for its own moment; one whose act this place can't perform never
 * happens.
 * @param timers tests bring simulated ones
 */
export function playFaults({ steps }: FaultScript, board: FaultBoard, timers: Timers = REAL_TIMERS): FaultPlay {
  const happened: number[] = [];
  const waiting = new Map<number, () => void>();
  let isStopped = false;

  function happen(index: number, { do: act }: FaultStep): void {
    waiting.get(index)?.();
    waiting.delete(index);
    happened.push(index);
    board.perform(act);
    const next = steps[index + 1];
    if (next !== undefined && 'afterMs' in next.when) wait(index + 1, next);
  }

  function wait(index: number, step: FaultStep): void {
    if (isStopped || !board.can(step.do)) return;
    let isDue = false;
    const stopWaiting = waitFor(step.when, board, timers, () => {
      isDue = true;
      happen(index, step);
    });
    // A moment that is there already has come before the way to stop waiting for it was known.
    if (isDue) stopWaiting();
    else waiting.set(index, stopWaiting);
  }

  for (const [index, step] of steps.entries()) {
    // The first step has none before it.
    if (!('afterMs' in step.when) || index === 0) wait(index, step);
  }
  return {
    happened: () => happened,
    isOver: () => waiting.size === 0,
    stop: () => {
      isStopped = true;
      waiting.forEach((stopWaiting) => stopWaiting());
      waiting.clear();
    },
  };
}

/** Calls once, when the moment has come. Returns the way to stop waiting. */
function waitFor(when: Trigger, { targets }: FaultBoard, timers: Timers, come: () => void): () => void {
  const { gateway, printer, screens } = targets;
  if ('atMs' in when) return waitTime(when.atMs, timers, come);
  if ('afterMs' in when) return waitTime(when.afterMs, timers, come);
  if ('row' in when || 'line' in when) return printer?.whenAt(when, come) ?? NOTHING;
  if ('visit' in when) {
    const visits = visitCounter();
    return screens?.((code) => {
      if (visits.begins(code) && visits.count === when.visit) come();
    }) ?? NOTHING;
  }
  let left = 'call' in when ? when.call : when.time;
  const countDown = (isMeant: boolean): void => {
    if (!isMeant) return;
    left -= 1;
    if (left === 0) come();
  };
  if ('call' in when)
    return gateway?.onCall((operation) => countDown(when.operation === 'any' || when.operation === operation)) ?? NOTHING;
  return screens?.((code) => countDown(code === when.screen)) ?? NOTHING;
}

const NOTHING = (): void => undefined;

/** At once rather than soon where there is nothing to wait for, so that the first visitor meets the fault. */
function waitTime(ms: number, timers: Timers, come: () => void): () => void {
  if (ms === 0) {
    come();
    return NOTHING;
  }
  const timer = timers.setTimeout(come, ms);
  return () => timers.clearTimeout(timer);
}
