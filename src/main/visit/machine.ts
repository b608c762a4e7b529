import { and, assign, enqueueActions, fromPromise, raise, setup, stateIn } from 'xstate';
import type { Action } from '../../bridge/intent.ts';
import type { OutOfServiceReason } from '../../bridge/view.ts';
import type { DeviceCommand, DeviceEvent } from '../../devices/link.ts';
import { hijriYearOf } from '../../domain/dates.ts';
import type { GatewayFault, PrintFault } from '../../domain/faults.ts';
import { maskCivilNumber, parseCivilNumber } from '../../domain/identity.ts';
import type { PrintOutcome } from '../../domain/receipt.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { parseHijriYear, parseTransactionNumber } from '../../domain/transaction.ts';
import type { Gateway, InquiryAnswer, IssuedReceipt } from '../gateway/gateway.ts';
import type { StatusReceipt } from '../printing/status-receipt.ts';
import { NO_INQUIRY, newVisit, printerFault, type PrintJob, type VisitContext } from './context.ts';
import { CARD_TRIES, PAUSE_AFTER_TRIES, PAUSE_SECONDS, type VisitTiming } from './timing.ts';
import type { IdentityVault } from './vault.ts';

/** What a visit needs from the rest of the kiosk process. */
export interface VisitPorts {
  readonly gateway: Gateway;
  readonly devices: { send(command: DeviceCommand): void };
  readonly vault: IdentityVault;
  readonly timing: VisitTiming;
  readonly defaultLanguage: string;
  readonly languages: readonly string[];
  /** How many years before the current one may be inquired about. */
  readonly yearsBack: number;
  readonly now: () => Date;
  /** UUID v4. */
  readonly randomId: () => string;
  readonly composeReceipt: (receipt: StatusReceipt) => Extract<DeviceCommand, { type: 'printer.print' }>['document'];
}

export type VisitEvent =
  | Action
  | DeviceEvent
  | { readonly type: 'take_out_of_service'; readonly reason: OutOfServiceReason }
  | { readonly type: 'return_to_service' }
  /** Nobody answered "still there?". */
  | { readonly type: 'expired' }
  /** A new screen came up, so the idle time starts anew. */
  | { readonly type: 'screen_changed' }
  /** Closes help, access options or languages; the flow below them stays where it is. */
  | { readonly type: 'close_overlay' }
  /** The visit is over and nothing of it is left. */
  | { readonly type: 'wiped' };

const limit = (signal: AbortSignal, timeoutMs: number): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);

/**
 * One visit of one person, from the attract screen back to it. Three things run side by side: the `flow` (what is being
 * done), an `overlay` (help, access options, languages; the flow goes on below) and the `attention` (is anybody there?).
 * Every way out passes through `wipe`.
 */
export function createVisitMachine(ports: VisitPorts) {
  const { devices, gateway, timing, vault } = ports;
  const freshVisit = () => newVisit(ports.randomId(), ports.defaultLanguage);
  const armingId = (context: VisitContext) => `${context.visit}/${String(context.arming)}`;

  const machine = setup({
    types: {
      context: {} as VisitContext,
      events: {} as VisitEvent,
    },
    actors: {
      openSession: fromPromise<Result<string, GatewayFault>, VisitContext>(async ({ input, signal }) =>
        input.sessionId === null
          ? gateway.openSession(input.language, limit(signal, timing.gatewayLimitMs))
          : ok(input.sessionId),
      ),
      inquire: fromPromise<Result<InquiryAnswer, GatewayFault>, VisitContext>(async ({ input, signal }) => {
        const { entered, identity, language, sessionId } = input;
        if (entered === null || identity === null || sessionId === null)
          throw new Error('an inquiry needs a session, an identity and a number');
        const query = { ...entered, sessionId, language, identityKind: identity.kind, digits: vault.read() };
        return gateway.inquire(query, limit(signal, timing.gatewayLimitMs));
      }),
      issueReceipt: fromPromise<Result<IssuedReceipt, GatewayFault>, VisitContext>(async ({ input, signal }) => {
        const { answer, job, sessionId } = input;
        if (answer === null || job === null || sessionId === null)
          throw new Error('a receipt needs a session, an answer and a job');
        const request = { sessionId, transactionRef: answer.transactionRef, jobId: job.id, delivery: job.delivery };
        return gateway.issueReceipt(request, limit(signal, timing.gatewayLimitMs));
      }),
    },
    delays: {
      resultIdle: ({ context }) => idleMs(context, timing.resultIdleMs),
      inputIdle: ({ context }) => idleMs(context, timing.inputIdleMs),
      second: 1_000,
      slowSearch: timing.slowSearchMs,
      leaveSearch: timing.leaveSearchMs - timing.slowSearchMs,
      printLimit: timing.printLimitMs,
      goodbye: timing.goodbyeMs,
    },
    guards: {
      hasAnswer: ({ context }) => context.answer !== null,
      isWaiting: ({ context }) => context.waitSeconds > 0,
      gatewayServes: () => gateway.health() !== 'down',
      mayRetry: ({ context }) => mayRetry(context),
      mayPrint: ({ context }) => context.answer?.transaction.status !== 'restricted',
      isVisit: stateIn('#visit'),
      isOffered: ({ event }) => event.type === 'choose_language' && ports.languages.includes(event.language),
    },
    actions: {
      arm: enqueueActions(({ context, enqueue }) => {
        const armed = { ...context, arming: context.arming + 1 };
        enqueue.assign({ arming: armed.arming });
        enqueue(() => devices.send({ type: 'reader.arm', armingId: armingId(armed) }));
      }),
      disarm: () => devices.send({ type: 'reader.disarm' }),
      /** Drops the inquiry and the identity; the visitor stays. */
      dropInquiry: enqueueActions(({ enqueue }) => {
        enqueue(() => vault.wipe());
        enqueue.assign(NO_INQUIRY);
      }),
      wipe: enqueueActions(({ context, enqueue }) => {
        enqueue(() => endSession(context.sessionId));
        enqueue(() => vault.wipe());
        enqueue.assign(freshVisit());
        enqueue.raise({ type: 'wiped' });
      }),
      chooseLanguage: assign(({ event }) => (event.type === 'choose_language' ? { language: event.language } : {})),
      newScreen: raise({ type: 'screen_changed' }),
      countWaitDown: assign({ waitSeconds: ({ context }) => Math.max(0, context.waitSeconds - 1) }),
      startCountdown: assign({ secondsLeft: timing.countdownSeconds }),
      countDown: assign({ secondsLeft: ({ context }) => (context.secondsLeft ?? 1) - 1 }),
      endCountdown: assign({ secondsLeft: null }),
    },
  });

  function endSession(sessionId: string | null): void {
    // The session dies by itself at the gateway when this doesn't get through, so nobody waits for it.
    if (sessionId !== null) void gateway.endSession(sessionId);
  }

  function idleMs(context: VisitContext, limitMs: number): number {
    return limitMs * (context.access.moreTime ? timing.moreTimeFactor : 1) + context.extraIdleMs;
  }

  function reportOutcome(context: VisitContext, outcome: PrintOutcome, reason: PrintFault | null): void {
    // The paper is what it is; the gateway's count may miss one, the visitor doesn't wait.
    if (context.receipt !== null) void gateway.reportPrint(context.receipt.receiptNumber, outcome, reason);
  }

  const newJob = (context: VisitContext): PrintJob => ({
    id: ports.randomId(),
    delivery: printerFault(context.printer) === null ? 'print' : 'qr',
  });

  const countingDown = {
    after: { second: { guard: 'isWaiting', target: 'waiting', reenter: true, actions: 'countWaitDown' } },
  } as const;

  return machine.createMachine({
    id: 'kiosk',
    type: 'parallel',
    context: () => ({
      ...freshVisit(),
      printer: 'unknown',
      readerReady: false,
      outOfService: null,
      refusals: 0,
      arming: 0,
    }),
    on: {
      'printer.state': { actions: assign({ printer: ({ event }) => event.state }) },
      'reader.state': { actions: assign({ readerReady: ({ event }) => event.state === 'ready' }) },
    },
    states: {
      flow: {
        initial: 'attract',
        on: {
          finish: '.goodbye',
          expired: '.attract',
          take_out_of_service: {
            target: '.outOfService',
            actions: assign({ outOfService: ({ event }) => event.reason }),
          },
        },
        states: {
          attract: {
            entry: 'wipe',
            on: { start: { target: 'visit' }, finish: {}, expired: {} },
          },
          outOfService: {
            entry: 'wipe',
            on: {
              finish: {},
              expired: {},
              return_to_service: { target: 'attract', actions: assign({ outOfService: null }) },
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
            on: { finish: {}, start: 'visit' },
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
                on: { choose_language: { guard: 'isOffered', target: 'home', actions: 'chooseLanguage' }, home: {} },
              },
              home: {
                entry: 'newScreen',
                on: {
                  start_inquiry: { guard: 'gatewayServes', target: 'privacy' },
                  start_rating: 'rating',
                  home: {},
                },
              },
              privacy: {
                entry: 'newScreen',
                on: { accept_privacy: 'identity', decline_privacy: 'home', back: 'home' },
              },
              identity: {
                entry: 'newScreen',
                initial: 'choosing',
                on: { back: { target: 'home', actions: 'dropInquiry' } },
                states: {
                  choosing: {
                    always: [{ guard: ({ context }) => context.readerReady, target: 'card' }, { target: 'keypad' }],
                  },
                  card: {
                    entry: 'arm',
                    exit: 'disarm',
                    on: {
                      use_keypad: 'keypad',
                      'reader.read': {
                        guard: ({ context, event }) => event.armingId === armingId(context),
                        target: '#transaction',
                        actions: [
                          ({ event }) => vault.store(event.digits),
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
                            event.armingId === armingId(context) && context.cardTriesLeft <= 1,
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
                              cardTriesLeft: context.cardTriesLeft - 1,
                            })),
                            'newScreen',
                          ],
                        },
                      ],
                      'reader.state': {
                        guard: ({ event }) => event.state === 'unavailable',
                        target: 'keypad',
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
                          guard: ({ event }) => parseCivilNumber(event.digits).ok,
                          target: '#transaction',
                          actions: enqueueActions(({ enqueue, event }) => {
                            const parsed = parseCivilNumber(event.digits);
                            if (!parsed.ok) return;
                            const { kind, number } = parsed.value;
                            enqueue(() => vault.store(new TextEncoder().encode(number)));
                            enqueue.assign({ identity: { kind, masked: maskCivilNumber(number) } });
                          }),
                        },
                        {
                          actions: assign(({ context, event }) => {
                            const parsed = parseCivilNumber(event.digits);
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
              },
              transaction: {
                id: 'transaction',
                entry: 'newScreen',
                exit: assign({ entryFault: null }),
                on: {
                  back: { target: 'identity', actions: 'dropInquiry' },
                  submit_transaction: [
                    {
                      guard: ({ event }) => readEntry(event, ports).ok,
                      target: 'searching',
                      actions: assign(({ event }) => {
                        const entry = readEntry(event, ports);
                        return entry.ok ? { entered: entry.value } : {};
                      }),
                    },
                    {
                      actions: assign(({ context, event }) => {
                        const entry = readEntry(event, ports);
                        return {
                          entryFault: entry.ok ? null : entry.fault,
                          refusals: context.refusals + 1,
                        };
                      }),
                    },
                  ],
                },
              },
              searching: {
                entry: ['newScreen', assign({ answer: null, gatewayFault: null, waitSeconds: 0 })],
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
              },
              notFound: {
                id: 'notFound',
                entry: 'newScreen',
                initial: 'waiting',
                states: { waiting: countingDown },
                on: {
                  edit: { guard: ({ context }) => context.waitSeconds === 0, target: 'transaction' },
                  back: { guard: ({ context }) => context.waitSeconds === 0, target: 'transaction' },
                },
              },
              fault: {
                id: 'fault',
                entry: 'newScreen',
                initial: 'waiting',
                states: { waiting: countingDown },
                on: {
                  retry: [
                    { guard: and(['mayRetry', 'hasAnswer']), target: 'receipt' },
                    { guard: 'mayRetry', target: 'searching' },
                  ],
                  edit: 'transaction',
                  back: [{ guard: 'hasAnswer', target: 'status' }, { target: 'transaction' }],
                },
              },
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
              receipt: {
                entry: [
                  'newScreen',
                  assign(({ context }) => ({
                    job: unfinishedJob(context) ?? newJob(context),
                    receipt: null,
                    outcome: null,
                    printFault: null,
                  })),
                ],
                initial: 'issuing',
                states: {
                  issuing: {
                    invoke: {
                      src: 'issueReceipt',
                      input: ({ context }) => context,
                      onDone: [
                        {
                          guard: ({ context, event }) => event.output.ok && context.job?.delivery === 'print',
                          target: 'printing',
                          actions: assign(({ event }) => (event.output.ok ? { receipt: event.output.value } : {})),
                        },
                        {
                          guard: ({ event }) => event.output.ok,
                          target: 'done',
                          actions: [
                            assign(({ context, event }) => ({
                              ...(event.output.ok ? { receipt: event.output.value } : {}),
                              outcome: 'not_printed' as const,
                              printFault: printerFault(context.printer),
                            })),
                            ({ context }) => reportOutcome(context, 'not_printed', context.printFault),
                          ],
                        },
                        { target: '#fault', actions: assign(({ event }) => faultOf(event.output)) },
                      ],
                    },
                  },
                  printing: {
                    entry: ({ context }) => {
                      const { answer, identity, job, language, receipt } = context;
                      if (answer === null || identity === null || job === null || receipt === null)
                        throw new Error('printing needs an answer, an identity and a receipt');
                      const document = ports.composeReceipt({ answer, identity, receipt, language });
                      devices.send({ type: 'printer.print', jobId: job.id, document });
                    },
                    on: {
                      'printer.outcome': {
                        guard: ({ context, event }) => event.jobId === context.job?.id,
                        target: 'done',
                        actions: [
                          assign(({ event }) => ({ outcome: event.outcome, printFault: event.reason })),
                          ({ context, event }) => reportOutcome(context, event.outcome, event.reason),
                        ],
                      },
                    },
                    after: {
                      printLimit: {
                        target: 'done',
                        actions: [
                          assign({ outcome: 'unknown', printFault: 'no_answer' }),
                          ({ context }) => reportOutcome(context, 'unknown', 'no_answer'),
                        ],
                      },
                    },
                  },
                  done: { entry: 'newScreen', on: { continue: '#rating', back: '#status' } },
                },
              },
              rating: {
                id: 'rating',
                entry: 'newScreen',
                on: {
                  rate: {
                    target: '#kiosk.flow.goodbye',
                    // Anonymous and best effort: a lost rating is a smaller harm than a waiting visitor.
                    actions: ({ context, event }) => void gateway.rate(context.visit, event.score),
                  },
                  continue: '#kiosk.flow.goodbye',
                },
              },
            },
          },
        },
      },
      overlay: {
        initial: 'none',
        on: { wiped: '.none', home: '.none', close_overlay: '.none' },
        states: {
          none: {
            on: {
              open_help: { guard: 'isVisit', target: 'help' },
              open_access: { guard: 'isVisit', target: 'access' },
              open_languages: { guard: 'isVisit', target: 'languages' },
            },
          },
          help: {
            initial: 'open',
            states: { open: { on: { call_liaison: 'called' } }, called: {} },
          },
          access: {
            on: {
              set_access: {
                actions: assign(({ context, event }) => ({
                  access: { ...context.access, [event.option]: event.on },
                })),
              },
            },
          },
          languages: { on: { choose_language: { guard: 'isOffered', target: 'none', actions: 'chooseLanguage' } } },
        },
      },
      attention: {
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
      },
    },
  });
}

/** A job that was asked for but never issued: asking again must not make a second receipt. */
const unfinishedJob = (context: VisitContext): PrintJob | null => (context.receipt === null ? context.job : null);

/** What a failed call leaves in the context. A session that the gateway no longer knows is forgotten. */
function faultOf(result: Result<unknown, GatewayFault>): Partial<VisitContext> {
  if (result.ok) throw new Error('no fault to remember');
  const waitSeconds = 'retryAfterSeconds' in result.fault ? (result.fault.retryAfterSeconds ?? 0) : 0;
  const gone = result.fault.code === 'session_expired' ? { sessionId: null } : {};
  return { gatewayFault: result.fault, waitSeconds, ...gone };
}

/** Whether the visitor may try again from the fault screen. */
export function mayRetry({ gatewayFault, waitSeconds }: VisitContext): boolean {
  return gatewayFault !== null && waitSeconds === 0 && isPassing(gatewayFault);
}

/** Whether a fault may be gone at the next try. */
export function isPassing({ code }: GatewayFault): boolean {
  switch (code) {
    case 'unreachable':
    case 'timeout':
    case 'unavailable':
    case 'bad_answer':
    case 'rate_limited':
    case 'session_expired':
      return true;
    case 'not_found':
    case 'restricted':
    case 'locked':
    case 'invalid_input':
    case 'unauthorized':
      return false;
  }
}

type Entry = Pick<NonNullable<VisitContext['entered']>, 'number' | 'hijriYear'>;

function readEntry(
  typed: { readonly number: string; readonly hijriYear: number },
  { now, yearsBack }: Pick<VisitPorts, 'now' | 'yearsBack'>,
): Result<Entry, NonNullable<VisitContext['entryFault']>> {
  const number = parseTransactionNumber(typed.number);
  if (!number.ok) return fault({ field: 'number', code: number.fault });
  const hijriYear = parseHijriYear(typed.hijriYear, hijriYearOf(now()), yearsBack);
  if (!hijriYear.ok) return fault({ field: 'hijriYear', code: hijriYear.fault });
  return ok({ number: number.value, hijriYear: hijriYear.value });
}
