import type { BridgeClient } from '../bridge/client.ts';
import type { Action } from '../bridge/intent.ts';

/** Actions that may follow each other on one screen; all others change the screen and count once per step. */
const REPEATABLE: ReadonlySet<Action['type']> = new Set([
  'activity',
  'painted',
  'reader_key',
  'beat',
  'blank',
  'set_access',
  'still_here',
  'more_time',
  /** What staff do names what it answers. */
  'staff',
]);

/** When the kiosk leaves an Intent unanswered, the screen must not stay dead. */
const UNANSWERED_AFTER_MS = 2_000;
/** An idle clock of half a minute needs no finer news. */
const ACTIVITY_EVERY_MS = 2_000;

export interface Sender {
  /** Sends an action for a step unless a screen-changing one was sent for it before: the second of two fast taps. */
  send(step: number, action: Action): void;
  /** Says that somebody is there, at most every two seconds. */
  activity(step: number): void;
}

/** @param nowMs monotonic milliseconds */
export function createSender(client: Pick<BridgeClient, 'send'>, nowMs: () => number): Sender {
  let answered: { readonly step: number; readonly atMs: number } | null = null;
  let activeAtMs = Number.NEGATIVE_INFINITY;

  const isSecondTap = (step: number): boolean =>
    answered !== null && answered.step === step && nowMs() - answered.atMs < UNANSWERED_AFTER_MS;

  return {
    send: (step, action) => {
      if (!REPEATABLE.has(action.type)) {
        if (isSecondTap(step)) return;
        answered = { step, atMs: nowMs() };
      }
      client.send({ step, action });
    },
    activity: (step) => {
      if (nowMs() - activeAtMs < ACTIVITY_EVERY_MS) return;
      activeAtMs = nowMs();
      client.send({ step, action: { type: 'activity' } });
    },
  };
}
