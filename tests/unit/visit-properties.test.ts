import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action } from '../../src/bridge/intent.ts';
import { PUBLIC_STATUSES } from '../../src/domain/transaction.ts';
import { fault, ok } from '../../src/domain/result.ts';
import { CITIZEN, NOW, RESIDENT, TestKiosk, TRANSACTION } from '../harness/fakes.ts';

/** Marks that only a visitor's own data carry; synthetic. */
const SECRETS = [CITIZEN, RESIDENT, TRANSACTION.number, '•••'];

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.constantFrom<Action>(
    { type: 'start' },
    { type: 'open_languages' },
    { type: 'start_inquiry' },
    { type: 'start_rating' },
    { type: 'accept_privacy' },
    { type: 'decline_privacy' },
    { type: 'use_keypad' },
    { type: 'use_card' },
    { type: 'leave_search' },
    { type: 'retry' },
    { type: 'edit' },
    { type: 'show_referrals' },
    { type: 'print_receipt' },
    { type: 'continue' },
    { type: 'back' },
    { type: 'home' },
    { type: 'finish' },
    { type: 'open_help' },
    { type: 'open_access' },
    { type: 'still_here' },
    { type: 'more_time' },
    { type: 'activity' },
  ),
  fc.constantFrom('ar', 'en', 'xx').map((language): Action => ({ type: 'choose_language', language })),
  fc.constantFrom(CITIZEN, RESIDENT, '1', 'abc').map((digits): Action => ({ type: 'submit_identity', digits })),
  fc
    .constantFrom(TRANSACTION.number, '999', 'x')
    .map((number): Action => ({ type: 'submit_transaction', number, hijriYear: 1448 })),
  fc.integer({ min: 1, max: 5 }).map((score): Action => ({ type: 'rate', score })),
  fc
    .record({ option: fc.constantFrom<'largeText' | 'moreTime'>('largeText', 'moreTime'), on: fc.boolean() })
    .map((set): Action => ({ type: 'set_access', ...set })),
);

type Happening =
  | { kind: 'tap'; action: Action }
  | { kind: 'card'; number: string }
  | { kind: 'bad_card' }
  | { kind: 'paper'; state: 'ready' | 'paper_out' }
  | { kind: 'reader'; state: 'ready' | 'unavailable' }
  | { kind: 'gateway'; answer: 'found' | 'not_found' | 'timeout' | 'rate_limited' | 'silent' }
  | { kind: 'receipt'; answer: 'issued' | 'timeout' | 'session_expired' }
  | { kind: 'printer'; answer: 'printed' | 'not_printed' | 'unknown' | 'silent' }
  | { kind: 'pass'; seconds: number }
  | { kind: 'settle' };

/** Walks the usual way more often than chance would, so that deep screens are reached too. */
const usualWay: fc.Arbitrary<Happening> = fc
  .constantFrom<Action>(
    { type: 'start' },
    { type: 'choose_language', language: 'ar' },
    { type: 'start_inquiry' },
    { type: 'accept_privacy' },
    { type: 'submit_transaction', number: TRANSACTION.number, hijriYear: 1448 },
    { type: 'print_receipt' },
  )
  .map((tapped) => ({ kind: 'tap', action: tapped }));

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: usualWay },
  { weight: 6, arbitrary: action.map((tapped): Happening => ({ kind: 'tap', action: tapped })) },
  { weight: 3, arbitrary: fc.constantFrom(CITIZEN, RESIDENT).map((number): Happening => ({ kind: 'card', number })) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'bad_card' }) },
  { weight: 1, arbitrary: fc.constantFrom<Happening>({ kind: 'paper', state: 'ready' }, { kind: 'paper', state: 'paper_out' }) },
  { weight: 1, arbitrary: fc.constantFrom<Happening>({ kind: 'reader', state: 'ready' }, { kind: 'reader', state: 'unavailable' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('found', 'not_found', 'timeout', 'rate_limited', 'silent')
      .map((answer): Happening => ({ kind: 'gateway', answer })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('issued', 'timeout', 'session_expired')
      .map((answer): Happening => ({ kind: 'receipt', answer })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('printed', 'not_printed', 'unknown', 'silent')
      .map((answer): Happening => ({ kind: 'printer', answer })),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 50 }).map((seconds): Happening => ({ kind: 'pass', seconds })) },
  { weight: 4, arbitrary: fc.constant<Happening>({ kind: 'settle' }) },
);

async function happen(kiosk: TestKiosk, event: Happening): Promise<void> {
  const { devices, gateway } = kiosk;
  switch (event.kind) {
    case 'tap':
      return kiosk.tap(event.action);
    case 'card':
      return void devices.presentCard(event.number);
    case 'bad_card':
      return devices.emit({ type: 'reader.fault', armingId: devices.armed ?? 'none', code: 'unreadable' });
    case 'paper':
      return devices.emit({ type: 'printer.state', state: event.state, since: NOW.toISOString() });
    case 'reader':
      return devices.emit({ type: 'reader.state', state: event.state });
    case 'gateway':
      gateway.answer = async () => {
        if (event.answer === 'silent') return new Promise(() => undefined);
        if (event.answer === 'rate_limited') return fault({ code: 'rate_limited', retryAfterSeconds: 30 });
        if (event.answer !== 'found') return fault({ code: event.answer });
        const status = PUBLIC_STATUSES[gateway.calls.length % PUBLIC_STATUSES.length] ?? 'registered';
        const transaction = { ...TRANSACTION, status };
        return ok({ transactionRef: 'ref', asOf: NOW.toISOString(), stale: false, transaction });
      };
      return undefined;
    case 'receipt':
      gateway.receiptFault = event.answer === 'issued' ? null : { code: event.answer };
      return undefined;
    case 'printer':
      devices.outcome = event.answer === 'silent' ? null : { outcome: event.answer, reason: null, bytes: 1 };
      return undefined;
    case 'pass':
      return kiosk.pass(event.seconds);
    case 'settle':
      return kiosk.settle();
  }
}

test('after any order of events the kiosk is back on the attract screen within the limits, with nothing left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (events) => {
      const kiosk = new TestKiosk();
      for (const event of events) await happen(kiosk, event);
      // Idle limit, doubled by the access option, each "more time" tap a minute, the countdown, the goodbye line.
      const moreTimeTaps = events.filter((event) => event.kind === 'tap' && event.action.type === 'more_time').length;
      kiosk.pass(45 * 2 + 60 * moreTimeTaps + 20 + 4);
      await kiosk.settle();
      expect(kiosk.screen).toEqual({ id: 'attract' });
      expect(kiosk.devices.armed).toBeNull();
      const { now } = kiosk.view.frame;
      expect(kiosk.view.frame).toEqual({ ...new TestKiosk().view.frame, now });
      expect(JSON.stringify(kiosk.view)).not.toMatch(new RegExp(SECRETS.join('|')));
    }),
    { numRuns: 300 },
  );
});

test('no view of a visit shows anything of the one before, and none ever holds a full identity', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), fc.array(happening, { maxLength: 25 }), async (first, second) => {
      const kiosk = new TestKiosk();
      for (const event of first) await happen(kiosk, event);
      kiosk.tap({ type: 'finish' });
      kiosk.pass(5);
      const { length: seen } = kiosk.views;
      // The second visitor shows no card and types nothing: whatever personal appears now is a stranger's.
      for (const event of second) {
        const own = event.kind === 'card' || (event.kind === 'tap' && event.action.type.startsWith('submit_'));
        if (!own) await happen(kiosk, event);
      }
      const later = JSON.stringify(kiosk.views.slice(seen));
      for (const secret of SECRETS) expect(later).not.toContain(secret);
      for (const identity of [CITIZEN, RESIDENT]) expect(JSON.stringify(kiosk.views)).not.toContain(identity);
    }),
    { numRuns: 300 },
  );
});
