import { and, assign } from 'xstate';
import { COUNTING_DOWN, faultOf, type VisitKit } from './kit.ts';
import { PAUSE_AFTER_TRIES, PAUSE_SECONDS } from './timing.ts';

/** B2: the gateway is asked; after a while the visitor may leave. */
export function searchingState({ visitSetup }: VisitKit) {
  return visitSetup.createStateConfig({
    // A receipt that was asked for belongs to the answer before: another one must not be issued under its key.
    entry: ['newScreen', assign({ answer: null, job: null, gatewayFault: null, waitSeconds: 0 })],
    type: 'parallel',
    states: {
      asking: {
        initial: 'session',
        states: {
          session: {
            invoke: {
              src: 'openSession',
              input: ({ context }) => context,
              onDone: [
                {
                  guard: ({ event }) => event.output.ok,
                  target: 'transaction',
                  actions: assign(({ event }) =>
                    event.output.ok ? { sessionId: event.output.value } : {},
                  ),
                },
                { target: '#fault', actions: assign(({ event }) => faultOf(event.output)) },
              ],
            },
          },
          transaction: {
            invoke: {
              src: 'inquire',
              input: ({ context }) => context,
              onDone: [
                {
                  guard: ({ event }) => event.output.ok,
                  target: '#status',
                  actions: assign(({ event }) => (event.output.ok ? { answer: event.output.value } : {})),
                },
                {
                  guard: ({ event }) => !event.output.ok && event.output.fault.code === 'not_found',
                  target: '#notFound',
                  actions: assign(({ context }) => ({
                    misses: context.misses + 1,
                    waitSeconds: context.misses + 1 >= PAUSE_AFTER_TRIES ? PAUSE_SECONDS : 0,
                  })),
                },
                { target: '#fault', actions: assign(({ event }) => faultOf(event.output)) },
              ],
            },
          },
        },
      },
      patience: {
        initial: 'fresh',
        states: {
          fresh: { after: { slowSearch: 'slow' } },
          slow: { after: { leaveSearch: 'leavable' } },
          leavable: { on: { leave_search: '#transaction' } },
        },
      },
    },
  });
}

/** B2e: no transaction with these details. */
export function notFoundState({ visitSetup }: VisitKit) {
  return visitSetup.createStateConfig({
    id: 'notFound',
    entry: 'newScreen',
    initial: 'waiting',
    states: { waiting: COUNTING_DOWN },
    on: {
      edit: { guard: ({ context }) => context.waitSeconds === 0, target: 'transaction' },
      back: { guard: ({ context }) => context.waitSeconds === 0, target: 'transaction' },
    },
  });
}

/** B2f: the gateway couldn't answer; says what to do and may ask for patience. */
export function faultState({ visitSetup }: VisitKit) {
  return visitSetup.createStateConfig({
    id: 'fault',
    entry: 'newScreen',
    initial: 'waiting',
    states: { waiting: COUNTING_DOWN },
    on: {
      retry: [
        { guard: and(['mayRetry', 'hasAnswer']), target: 'receipt' },
        { guard: 'mayRetry', target: 'searching' },
      ],
      edit: 'transaction',
      back: [{ guard: 'hasAnswer', target: 'status' }, { target: 'transaction' }],
    },
  });
}
