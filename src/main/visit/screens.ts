import type { SnapshotFrom } from 'xstate';
import {
  OUT_OF_SERVICE_REASONS,
  type Frame,
  type OutOfServiceReason,
  type PrinterReadiness,
  type Screen,
  type ScreenOf,
} from '../../bridge/view.ts';
import type { PrinterState } from '../../devices/link.ts';
import { hijriYearOf } from '../../domain/dates.ts';
import type { IdentityKind } from '../../domain/identity.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { drawQr } from '../printing/qr.ts';
import { printerFault, type VisitContext } from './context.ts';
import { mayRetry } from './kit.ts';
import type { createVisitMachine } from './machine.ts';
import { HELP_AFTER_TRIES } from './timing.ts';

export type VisitSnapshot = SnapshotFrom<ReturnType<typeof createVisitMachine>>;

/** What the screens show that isn't part of the visit itself. */
export interface ScreenFacts {
  readonly helpPhone: string;
  readonly nearest: Frame['site'] | null;
  readonly yearsBack: number;
  readonly documents: readonly IdentityKind[];
  readonly typedIdentity: boolean;
  readonly gatewayHealth: () => ReturnType<Gateway['health']>;
  readonly now: () => Date;
}

/** The screen of a snapshot: an open overlay hides the flow below it. */
export function screenOf(snapshot: VisitSnapshot, facts: ScreenFacts): Screen {
  const { context } = snapshot;
  if (snapshot.matches({ overlay: 'help' }))
    return { id: 'help', phone: facts.helpPhone };
  if (snapshot.matches({ overlay: 'access' })) return { id: 'access' };
  if (snapshot.matches({ overlay: 'languages' })) return { id: 'language' };
  if (snapshot.matches({ flow: 'goodbye' })) return { id: 'goodbye' };
  if (snapshot.matches({ flow: 'outOfService' }))
    return { id: 'out_of_service', reason: reasonToTell(context), nearest: facts.nearest };
  if (snapshot.matches({ flow: { visit: 'language' } })) return { id: 'language' };
  if (snapshot.matches({ flow: { visit: 'home' } })) return homeScreen(context, facts);
  if (snapshot.matches({ flow: { visit: 'privacy' } })) return { id: 'privacy' };
  if (snapshot.matches({ flow: { visit: 'identity' } })) return identityScreen(snapshot, facts);
  if (snapshot.matches({ flow: { visit: 'transaction' } })) return transactionScreen(context, facts);
  if (snapshot.matches({ flow: { visit: 'searching' } })) return searchingScreen(snapshot);
  if (snapshot.matches({ flow: { visit: 'notFound' } })) return notFoundScreen(context);
  if (snapshot.matches({ flow: { visit: 'fault' } })) return faultScreen(context);
  if (snapshot.matches({ flow: { visit: 'status' } })) return statusScreen(context);
  if (snapshot.matches({ flow: { visit: 'referrals' } }))
    return { id: 'referrals', transaction: answered(context).transaction };
  if (snapshot.matches({ flow: { visit: 'receipt' } })) return receiptScreen(context);
  if (snapshot.matches({ flow: { visit: 'rating' } })) return { id: 'rating' };
  return { id: 'attract' };
}

function reasonToTell({ outOfService }: VisitContext): OutOfServiceReason {
  const reason = OUT_OF_SERVICE_REASONS.find((one) => outOfService.includes(one));
  if (reason === undefined) throw new Error('out of service without a reason');
  return reason;
}

function homeScreen({ readerReady }: VisitContext, { gatewayHealth, typedIdentity }: ScreenFacts): ScreenOf<'home'> {
  if (gatewayHealth() === 'down') return { id: 'home', inquiry: { open: false, reason: 'gateway_down' } };
  const canSayWhoAsks = readerReady || typedIdentity;
  return { id: 'home', inquiry: canSayWhoAsks ? { open: true } : { open: false, reason: 'no_identity_input' } };
}

function identityScreen(snapshot: VisitSnapshot, { documents, typedIdentity }: ScreenFacts): ScreenOf<'identity'> {
  const { cardFault, cardTriesLeft, identityFault, readerReady } = snapshot.context;
  return {
    id: 'identity',
    method: snapshot.matches({ flow: { visit: { identity: 'card' } } }) ? 'card' : 'keypad',
    documents,
    mayType: typedIdentity,
    reader: readerReady ? 'waiting' : 'unavailable',
    cardFault,
    triesLeft: cardTriesLeft,
    fieldFault: identityFault,
  };
}

function transactionScreen(context: VisitContext, { now, yearsBack }: ScreenFacts): ScreenOf<'transaction'> {
  const current = hijriYearOf(now());
  return {
    id: 'transaction',
    identity: identified(context),
    years: Array.from({ length: yearsBack + 1 }, (_, index) => current - index),
    entered: context.entered,
    fieldFault: context.entryFault,
  };
}

function searchingScreen(snapshot: VisitSnapshot): ScreenOf<'searching'> {
  const fresh = snapshot.matches({ flow: { visit: { searching: { patience: 'fresh' } } } });
  const canLeave = snapshot.matches({ flow: { visit: { searching: { patience: 'leavable' } } } });
  return { id: 'searching', slow: !fresh, canLeave };
}

function notFoundScreen({ misses, waitSeconds }: VisitContext): ScreenOf<'not_found'> {
  return { id: 'not_found', tries: misses, offerHelp: misses >= HELP_AFTER_TRIES, pauseSeconds: waitSeconds };
}

function faultScreen(context: VisitContext): ScreenOf<'fault'> {
  const { gatewayFault, waitSeconds } = context;
  if (gatewayFault === null) throw new Error('the fault screen needs a fault');
  return { id: 'fault', fault: gatewayFault.code, waitSeconds, canRetry: mayRetry(context) };
}

function statusScreen(context: VisitContext): ScreenOf<'status'> {
  const { asOf, stale, transaction } = answered(context);
  const identity = identified(context);
  return { id: 'status', identity, transaction, asOf, stale, printer: readinessOf(context.printer) };
}

function receiptScreen({ outcome, printFault, receipt }: VisitContext): ScreenOf<'receipt'> {
  const qr = outcome === null || outcome === 'printed' || receipt === null ? null : drawQr(receipt.qrPayload);
  return {
    id: 'receipt',
    phase: outcome ?? 'printing',
    reason: printFault,
    receiptNumber: receipt?.receiptNumber ?? null,
    qr,
  };
}

function readinessOf(state: PrinterState): PrinterReadiness {
  if (printerFault(state) !== null) return 'unavailable';
  return state === 'paper_low' ? 'paper_low' : 'ready';
}

function answered({ answer }: VisitContext): NonNullable<VisitContext['answer']> {
  if (answer === null) throw new Error('this screen needs an answer');
  return answer;
}

function identified({ identity }: VisitContext): NonNullable<VisitContext['identity']> {
  if (identity === null) throw new Error('this screen needs an identity');
  return identity;
}
