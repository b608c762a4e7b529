import { assign, enqueueActions } from 'xstate';
import { maskNumber } from '../../domain/identity.ts';
import { parseIdentityNumber } from '../../domain/identity-number.ts';
import type { VisitKit } from './kit.ts';
import { CARD_TRIES } from './timing.ts';

/** A6: who asks, by a card or by the keypad. The reader is armed only while the card is asked for. */
export function identityState({ armingId, ports, visitSetup }: VisitKit) {
  const parse = (typed: string) => parseIdentityNumber(typed, ports.documents);
  return visitSetup.createStateConfig({
    entry: 'newScreen',
    initial: 'choosing',
    on: { back: { target: 'home', actions: 'dropInquiry' } },
    states: {
      choosing: {
        always: [
          { guard: ({ context }) => context.readerReady, target: 'card' },
          { guard: 'mayType', target: 'keypad' },
          // The reader was lost on the way here.
          { target: '#home' },
        ],
      },
      card: {
        entry: 'arm',
        exit: 'disarm',
        on: {
          use_keypad: { guard: 'mayType', target: 'keypad' },
          'reader.read': {
            guard: ({ context, event }) => event.armingId === armingId(context),
            target: '#transaction',
            actions: [
              ({ event }) => ports.vault.store(event.digits),
              assign(({ event }) => ({
                identity: { kind: event.kind, masked: event.masked },
                cardFault: null,
                cardTriesLeft: CARD_TRIES,
              })),
            ],
          },
          'reader.fault': [
            {
              guard: ({ context, event }) =>
                event.armingId === armingId(context) && context.cardTriesLeft <= 1 && ports.typedIdentity,
              target: 'keypad',
              actions: assign(({ event }) => ({ cardFault: event.code, cardTriesLeft: 0 })),
            },
            {
              guard: ({ context, event }) => event.armingId === armingId(context),
              target: 'card',
              reenter: true,
              actions: [
                assign(({ context, event }) => ({
                  cardFault: event.code,
                  // Tries only lead to the keypad.
                  cardTriesLeft: ports.typedIdentity ? context.cardTriesLeft - 1 : CARD_TRIES,
                })),
                'newScreen',
              ],
            },
          ],
          'reader.state': {
            guard: ({ event }) => event.state === 'unavailable',
            target: 'choosing',
            actions: assign({ readerReady: false }),
          },
        },
      },
      keypad: {
        exit: assign({ identityFault: null }),
        on: {
          use_card: {
            guard: ({ context }) => context.readerReady,
            target: 'card',
            actions: assign({ cardFault: null, cardTriesLeft: CARD_TRIES }),
          },
          submit_identity: [
            {
              guard: ({ event }) => parse(event.digits).ok,
              target: '#transaction',
              actions: enqueueActions(({ enqueue, event }) => {
                const parsed = parse(event.digits);
                if (!parsed.ok) return;
                const { kind, number } = parsed.value;
                enqueue(() => ports.vault.store(new TextEncoder().encode(number)));
                enqueue.assign({ identity: { kind, masked: maskNumber(number) } });
              }),
            },
            {
              actions: assign(({ context, event }) => {
                const parsed = parse(event.digits);
                return {
                  identityFault: parsed.ok ? null : parsed.fault,
                  refusals: context.refusals + 1,
                };
              }),
            },
          ],
        },
      },
    },
  });
}
