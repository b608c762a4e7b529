import { assign, raise } from 'xstate';
import type { VisitKit } from './kit.ts';

/** Is anybody there? A7 asks after a while without a touch and clears everything when nobody answers. */
export function attentionRegion({ ports: { timing }, visitSetup }: VisitKit) {
  return visitSetup.createStateConfig({
    initial: 'asleep',
    on: { wiped: '.asleep' },
    states: {
      asleep: { on: { screen_changed: 'watching' } },
      watching: {
        initial: 'choosing',
        on: {
          screen_changed: { target: 'watching', reenter: true },
          activity: { target: 'watching', reenter: true },
        },
        states: {
          choosing: { always: [{ guard: 'hasAnswer', target: 'result' }, { target: 'input' }] },
          result: { after: { resultIdle: '#asking' } },
          input: { after: { inputIdle: '#asking' } },
        },
      },
      asking: {
        id: 'asking',
        entry: 'startCountdown',
        exit: 'endCountdown',
        initial: 'counting',
        on: {
          activity: 'watching',
          still_here: 'watching',
          more_time: {
            target: 'watching',
            actions: assign({ extraIdleMs: ({ context }) => context.extraIdleMs + timing.moreTimeMs }),
          },
        },
        states: {
          counting: {
            always: {
              guard: ({ context }) => context.secondsLeft !== null && context.secondsLeft <= 0,
              actions: raise({ type: 'expired' }),
            },
            after: { second: { target: 'counting', reenter: true, actions: 'countDown' } },
          },
        },
      },
    },
  });
}
