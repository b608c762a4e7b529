import { assign, enqueueActions } from 'xstate';
import type { OutOfServiceReason } from '../../bridge/view.ts';
import { attentionRegion } from './attention.ts';
import type { VisitContext } from './context.ts';
import { identityState } from './identity.ts';
import { createVisitKit, type VisitPorts } from './kit.ts';
import { overlayRegion } from './overlay.ts';
import { receiptState } from './receipt.ts';
import { faultState, notFoundState, searchingState } from './search.ts';
import { transactionState } from './transaction.ts';

/**
 * One visit of one person, from the attract screen back to it. Three things run side by side: the `flow` (what is being
 * done), an `overlay` (help, access options, languages; the flow goes on below) and the `attention` (is anybody there?).
 * Every way out passes through `wipe`.
 */
export function createVisitMachine(ports: VisitPorts) {
  const kit = createVisitKit(ports);

  return kit.visitSetup.createMachine({
    id: 'kiosk',
    type: 'parallel',
    context: () => ({
      ...kit.freshVisit(),
      printer: 'unknown',
      readerReady: false,
      cardLies: false,
      outOfService: [],
      refusals: 0,
      arming: 0,
    }),
    on: {
      'printer.state': { actions: assign({ printer: ({ event }) => event.state }) },
      'reader.state': {
        // A reader that comes back knows of no card.
        actions: assign({ readerReady: ({ event }) => event.state === 'ready', cardLies: false }),
      },
      'reader.document': { actions: assign({ cardLies: ({ event }) => event.lies }) },
    },
    states: {
      flow: {
        initial: 'attract',
        on: {
          finish: '.goodbye',
          expired: '.attract',
          take_out_of_service: {
            target: '.outOfService',
            actions: assign({ outOfService: ({ context, event }) => [...others(context, event), event.reason] }),
          },
        },
        states: {
          attract: {
            entry: 'wipe',
            on: { start: 'visit', finish: {}, expired: {} },
          },
          outOfService: {
            entry: 'wipe',
            on: {
              finish: {},
              expired: {},
              return_to_service: [
                {
                  guard: ({ context, event }) => others(context, event).length === 0,
                  target: 'attract',
                  actions: assign({ outOfService: [] }),
                },
                { actions: assign({ outOfService: ({ context, event }) => others(context, event) }) },
              ],
            },
          },
          goodbye: {
            // The language stays for the one thank-you line; attract forgets it.
            entry: enqueueActions(({ context, enqueue }) => {
              const { access, language } = context;
              enqueue('wipe');
              enqueue.assign({ access, language });
            }),
            after: { goodbye: 'attract' },
            // Whoever touches it now may be the next in the queue.
            on: { finish: {}, start: { target: 'visit', actions: assign(kit.freshVisit) } },
          },
          visit: {
            id: 'visit',
            initial: 'language',
            on: {
              home: { target: '.home', actions: 'dropInquiry' },
            },
            states: {
              language: {
                entry: 'newScreen',
                always: { guard: 'skipsLanguages', target: 'home' },
                on: { choose_language: { guard: 'isOffered', target: 'home', actions: 'chooseLanguage' }, home: {} },
              },
              home: {
                id: 'home',
                entry: 'newScreen',
                on: {
                  start_inquiry: { guard: 'mayInquire', target: 'privacy' },
                  start_rating: 'rating',
                  home: {},
                },
              },
              privacy: {
                entry: 'newScreen',
                on: { accept_privacy: 'identity', decline_privacy: 'home', back: 'home' },
              },
              identity: identityState(kit),
              transaction: transactionState(kit),
              searching: searchingState(kit),
              notFound: notFoundState(kit),
              fault: faultState(kit),
              status: {
                id: 'status',
                entry: 'newScreen',
                on: {
                  print_receipt: { guard: 'mayPrint', target: 'receipt' },
                  show_referrals: 'referrals',
                  continue: 'rating',
                  back: { target: 'transaction', actions: assign({ answer: null }) },
                },
              },
              referrals: { entry: 'newScreen', on: { back: 'status' } },
              receipt: receiptState(kit),
              rating: {
                id: 'rating',
                entry: 'newScreen',
                on: {
                  rate: {
                    target: '#kiosk.flow.goodbye',
                    // Anonymous and best effort: a lost rating is a smaller harm than a waiting visitor.
                    actions: ({ context, event }) => void ports.gateway.rate(context.visit, event.score),
                  },
                  continue: '#kiosk.flow.goodbye',
                },
              },
            },
          },
        },
      },
      overlay: overlayRegion(kit),
      attention: attentionRegion(kit),
    },
  });
}

/** What else keeps the kiosk out of service. */
const others = (
  { outOfService }: Pick<VisitContext, 'outOfService'>,
  { reason }: { readonly reason: OutOfServiceReason },
): readonly OutOfServiceReason[] => outOfService.filter((other) => other !== reason);
