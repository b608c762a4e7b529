import { assign, enqueueActions, fromPromise, raise, setup, stateIn } from 'xstate';
import type { Action } from '../../bridge/intent.ts';
import type { OutOfServiceReason } from '../../bridge/view.ts';
import type { DeviceCommand, DeviceEvent } from '../../devices/link.ts';
import type { GatewayFault, PrintFault } from '../../domain/faults.ts';
import type { IdentityKind } from '../../domain/identity.ts';
import type { PrintOutcome } from '../../domain/receipt.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Gateway, InquiryAnswer, IssuedReceipt } from '../gateway/gateway.ts';
import type { StatusReceipt } from '../printing/status-receipt.ts';
import { timeLimit } from '../time-limit.ts';
import { NO_INQUIRY, newVisit, type VisitContext } from './context.ts';
import type { VisitTiming } from './timing.ts';
import type { IdentityVault } from './vault.ts';

/** What a visit needs from the rest of the kiosk process. */
export interface VisitPorts {
  readonly gateway: Gateway;
  readonly devices: { send(command: DeviceCommand): void };
  readonly vault: IdentityVault;
  readonly timing: VisitTiming;
  readonly defaultLanguage: string;
  readonly languages: readonly string[];
  /** What a touch on the attract screen opens. */
  readonly firstScreen: 'language' | 'home';
  /** Whether the number may be typed where no card is read. */
  readonly typedIdentity: boolean;
  /** How many years before the current one may be inquired about. */
  readonly yearsBack: number;
  /** Whose numbers count. */
  readonly documents: readonly IdentityKind[];
  readonly now: () => Date;
  /** UUID v4. */
  readonly randomId: () => string;
  readonly composeReceipt: (receipt: StatusReceipt) => Extract<DeviceCommand, { type: 'printer.print' }>['document'];
}

export type VisitEvent =
  | Action
  | DeviceEvent
  | { readonly type: 'take_out_of_service'; readonly reason: OutOfServiceReason }
  | { readonly type: 'return_to_service'; readonly reason: OutOfServiceReason }
  /** Nobody answered "still there?". */
  | { readonly type: 'expired' }
  /** A new screen came up, so the idle time starts anew. */
  | { readonly type: 'screen_changed' }
  /** Closes help, access options or languages; the flow below them stays where it is. */
  | { readonly type: 'close_overlay' }
  /** The visit is over and nothing of it is left. */
  | { readonly type: 'wiped' };

/** What the parts of the visit machine are made with: typed setup, ports, and what more than one part does. */
export type VisitKit = ReturnType<typeof createVisitKit>;

export function createVisitKit(ports: VisitPorts) {
  const { devices, gateway, timing, vault } = ports;
  const freshVisit = () => newVisit(ports.randomId(), ports.defaultLanguage);
  const armingId = (context: VisitContext) => `${context.visit}/${String(context.arming)}`;

  const visitSetup = setup({
    types: {
      context: {} as VisitContext,
      events: {} as VisitEvent,
    },
    actors: {
      openSession: fromPromise<Result<string, GatewayFault>, VisitContext>(async ({ input, signal }) => {
        if (input.sessionId !== null) return ok(input.sessionId);
        using limit = timeLimit(timing.gatewayLimitMs, signal);
        return await gateway.openSession(input.language, limit.signal);
      }),
      inquire: fromPromise<Result<InquiryAnswer, GatewayFault>, VisitContext>(async ({ input, signal }) => {
        const { entered, identity, sessionId } = input;
        if (entered === null || identity === null || sessionId === null)
          throw new Error('an inquiry needs a session, an identity and a number');
        const query = { ...entered, sessionId, identityKind: identity.kind, digits: vault.read() };
        using limit = timeLimit(timing.gatewayLimitMs, signal);
        return await gateway.inquire(query, limit.signal);
      }),
      issueReceipt: fromPromise<Result<IssuedReceipt, GatewayFault>, VisitContext>(async ({ input, signal }) => {
        const { answer, job, sessionId } = input;
        if (answer === null || job === null || sessionId === null)
          throw new Error('a receipt needs a session, an answer and a job');
        const request = { sessionId, transactionRef: answer.transactionRef, jobId: job.id, delivery: job.delivery };
        using limit = timeLimit(timing.gatewayLimitMs, signal);
        return await gateway.issueReceipt(request, limit.signal);
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
      mayInquire: ({ context }) => gateway.health() !== 'down' && (context.readerReady || ports.typedIdentity),
      mayType: () => ports.typedIdentity,
      mayRetry: ({ context }) => mayRetry(context),
      mayPrint: ({ context }) => context.answer?.transaction.status !== 'restricted',
      skipsLanguages: () => ports.firstScreen === 'home',
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

  return {
    ports,
    visitSetup,
    freshVisit,
    armingId,
    /** The paper is what it is: the gateway's count may miss one, the visitor doesn't wait. */
    reportOutcome: (context: VisitContext, outcome: PrintOutcome, reason: PrintFault | null): void => {
      if (context.receipt !== null) void gateway.reportPrint(context.receipt.receiptNumber, outcome, reason);
    },
  };
}

/** A state that counts `waitSeconds` down; for screens that ask for patience. */
export const COUNTING_DOWN = {
  after: { second: { guard: 'isWaiting', target: 'waiting', reenter: true, actions: 'countWaitDown' } },
} as const;

/** Whether the visitor may try again from the fault screen. */
export function mayRetry({ gatewayFault, waitSeconds }: VisitContext): boolean {
  return gatewayFault !== null && waitSeconds === 0 && isPassing(gatewayFault);
}

/** Whether a fault may be gone at the next try. */
function isPassing({ code }: GatewayFault): boolean {
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

/** What a failed call leaves in the context. A session that the gateway no longer knows is forgotten, and the answer dies with it. */
export function faultOf(result: Result<unknown, GatewayFault>): Partial<VisitContext> {
  if (result.ok) throw new Error('no fault to remember');
  const waitSeconds = 'retryAfterSeconds' in result.fault ? (result.fault.retryAfterSeconds ?? 0) : 0;
  const gone = result.fault.code === 'session_expired' ? { sessionId: null, answer: null } : {};
  return { gatewayFault: result.fault, waitSeconds, ...gone };
}
