import { expect, test } from 'vitest';
import { CITIZEN, TestKiosk, TRANSACTION } from '../harness/fakes.ts';
import { fault, ok } from '../../src/domain/result.ts';

const codes = (kiosk: TestKiosk): string[] =>
  kiosk.events.flatMap((event) => (event.type === 'screen' ? [event.code] : []));

test('the best case is seven screens from touch to paper', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  await kiosk.inquire();
  expect(kiosk.screen).toMatchObject({ id: 'status', transaction: { status: 'referred' } });
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ id: 'receipt', phase: 'printed', reason: null, qr: null });
  kiosk.tap({ type: 'continue' });
  kiosk.tap({ type: 'rate', score: 5 });
  expect(kiosk.screen).toEqual({ id: 'goodbye' });
  kiosk.pass(5);
  expect(kiosk.screen).toEqual({ id: 'attract' });
  expect(codes(kiosk)).toEqual(['A2', 'A3', 'A5', 'A6', 'B1', 'B2', 'B3', 'B5', 'F1', 'F2', 'A1']);
  expect(kiosk.gateway.calls).toContain('reportPrint printed null');
  expect(kiosk.gateway.calls).toContain('rate 5');
  expect(kiosk.gateway.calls).toContain('endSession');
});

test('a kiosk may open in its first language; the others are a button away', () => {
  const kiosk = new TestKiosk({ firstScreen: 'home' });
  kiosk.tap({ type: 'start' });
  expect(kiosk.screen.id).toBe('home');
  expect(kiosk.view.frame.language).toBe('ar');
  kiosk.tap({ type: 'open_languages' });
  kiosk.tap({ type: 'choose_language', language: 'en' });
  expect(kiosk.screen.id).toBe('home');
  expect(kiosk.view.frame.language).toBe('en');
});

test('two fast taps are one action', () => {
  const kiosk = new TestKiosk();
  const { step } = kiosk.view;
  kiosk.tap({ type: 'start' }, step);
  kiosk.tap({ type: 'choose_language', language: 'en' });
  const home = kiosk.view.step;
  kiosk.tap({ type: 'start_inquiry' }, home);
  kiosk.tap({ type: 'accept_privacy' }, home);
  expect(kiosk.screen.id).toBe('privacy');
  expect(kiosk.events).toContainEqual({ type: 'intent_dropped', reason: 'late' });
});

test('the reader is armed on the identity screen only, and a read for an earlier arming does not count', () => {
  const kiosk = new TestKiosk();
  expect(kiosk.devices.armed).toBeNull();
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'choose_language', language: 'ar' });
  kiosk.tap({ type: 'start_inquiry' });
  expect(kiosk.devices.armed).toBeNull();
  kiosk.tap({ type: 'accept_privacy' });
  const first = kiosk.devices.armed;
  expect(first).not.toBeNull();
  kiosk.tap({ type: 'back' });
  expect(kiosk.devices.armed).toBeNull();
  kiosk.tap({ type: 'start_inquiry' });
  kiosk.tap({ type: 'accept_privacy' });
  const stale = kiosk.devices.presentCard(CITIZEN, first ?? '');
  expect(kiosk.screen.id).toBe('identity');
  expect([...stale]).toEqual(Array(10).fill(0));
  kiosk.devices.presentCard(CITIZEN);
  expect(kiosk.screen.id).toBe('transaction');
});

test('three unreadable cards bring up the keypad', () => {
  const kiosk = new TestKiosk();
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'choose_language', language: 'ar' });
  kiosk.tap({ type: 'start_inquiry' });
  kiosk.tap({ type: 'accept_privacy' });
  for (const triesLeft of [2, 1]) {
    kiosk.devices.emit({ type: 'reader.fault', armingId: kiosk.devices.armed ?? '', code: 'unreadable' });
    expect(kiosk.screen).toMatchObject({ id: 'identity', method: 'card', cardFault: 'unreadable', triesLeft });
  }
  kiosk.devices.emit({ type: 'reader.fault', armingId: kiosk.devices.armed ?? '', code: 'checksum' });
  expect(kiosk.screen).toMatchObject({ id: 'identity', method: 'keypad', cardFault: 'checksum', triesLeft: 0 });
  expect(kiosk.devices.armed).toBeNull();
});

test('a wrong identity or number marks its field, keeps the screen and counts as a new step', async () => {
  const kiosk = new TestKiosk();
  kiosk.devices.emit({ type: 'reader.state', state: 'unavailable' });
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'choose_language', language: 'ar' });
  kiosk.tap({ type: 'start_inquiry' });
  kiosk.tap({ type: 'accept_privacy' });
  expect(kiosk.screen).toMatchObject({ method: 'keypad', reader: 'unavailable' });
  const { step } = kiosk.view;
  kiosk.tap({ type: 'submit_identity', digits: '1000000000' });
  expect(kiosk.screen).toMatchObject({ id: 'identity', fieldFault: 'checksum' });
  kiosk.tap({ type: 'submit_identity', digits: CITIZEN }, step);
  expect(kiosk.screen.id, 'the second of two fast taps').toBe('identity');
  kiosk.tap({ type: 'submit_identity', digits: '١٠١٢٣٤٥٦٧٢' });
  expect(kiosk.screen.id).toBe('transaction');
  kiosk.tap({ type: 'submit_transaction', number: '12a', hijriYear: 1448 });
  expect(kiosk.screen).toMatchObject({ fieldFault: { field: 'number', code: 'not_digits' } });
  kiosk.tap({ type: 'submit_transaction', number: '12', hijriYear: 1300 });
  expect(kiosk.screen).toMatchObject({ fieldFault: { field: 'hijriYear', code: 'year_range' } });
  kiosk.tap({ type: 'submit_transaction', number: '1'.repeat(10_000), hijriYear: 1448 });
  expect(kiosk.events).toContainEqual({ type: 'intent_dropped', reason: 'malformed' });
  await kiosk.inquire('۱۰۰۳');
  expect(kiosk.screen.id).toBe('status');
});

test('unknown and mismatched look the same; the third offers help, the fifth asks for a pause', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  for (let tries = 1; tries <= 5; tries += 1) {
    await kiosk.inquire('999');
    expect(kiosk.screen).toEqual({
      id: 'not_found',
      tries,
      offerHelp: tries >= 3,
      pauseSeconds: tries === 5 ? 60 : 0,
    });
    kiosk.tap({ type: 'edit' });
  }
  expect(kiosk.screen.id, 'no way back during the pause').toBe('not_found');
  for (let minute = 0; minute < 6; minute += 1) {
    kiosk.tap({ type: 'activity' });
    kiosk.pass(10);
  }
  expect(kiosk.screen).toMatchObject({ pauseSeconds: 0 });
  kiosk.tap({ type: 'edit' });
  expect(kiosk.screen).toMatchObject({ id: 'transaction', entered: { number: '999', hijriYear: 1448 } });
  expect(kiosk.gateway.calls.filter((call) => call === 'openSession')).toHaveLength(1);
});

test.each([
  ['unreachable', true],
  ['timeout', true],
  ['unavailable', true],
  ['bad_answer', true],
  ['session_expired', true],
  ['locked', false],
  ['restricted', false],
  ['unauthorized', false],
] as const)('a gateway that answers %s gets its own screen (retry: %s) and loses nothing', async (code, canRetry) => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  const answer = kiosk.gateway.answer;
  kiosk.gateway.answer = async () => fault({ code });
  await kiosk.inquire();
  expect(kiosk.screen).toEqual({ id: 'fault', fault: code, waitSeconds: 0, canRetry });
  kiosk.gateway.answer = answer;
  kiosk.tap({ type: 'retry' });
  await kiosk.settle();
  expect(kiosk.screen.id).toBe(canRetry ? 'status' : 'fault');
});

test('a rate limit counts down before the next try', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  kiosk.gateway.answer = async () => fault({ code: 'rate_limited', retryAfterSeconds: 3 });
  await kiosk.inquire();
  expect(kiosk.screen).toMatchObject({ waitSeconds: 3, canRetry: false });
  kiosk.pass(3);
  expect(kiosk.screen).toMatchObject({ waitSeconds: 0, canRetry: true });
});

test('a slow search says so after 1 s and may be left after 5 s', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  kiosk.gateway.answer = () => new Promise(() => undefined);
  await kiosk.inquire();
  expect(kiosk.screen).toEqual({ id: 'searching', slow: false, canLeave: false });
  kiosk.pass(1);
  expect(kiosk.screen).toEqual({ id: 'searching', slow: true, canLeave: false });
  kiosk.tap({ type: 'leave_search' });
  expect(kiosk.screen.id).toBe('searching');
  kiosk.pass(4);
  expect(kiosk.screen).toEqual({ id: 'searching', slow: true, canLeave: true });
  kiosk.tap({ type: 'leave_search' });
  expect(kiosk.screen).toMatchObject({ id: 'transaction', entered: { number: '1003' } });
});

test('an answer that comes after the visitor left is not shown to the next one', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  let answerNow: () => void = () => undefined;
  kiosk.gateway.answer = () =>
    new Promise((resolve) => {
      answerNow = () =>
        resolve(ok({ transactionRef: 'r', asOf: '2026-11-21T07:00:00Z', stale: false, transaction: TRANSACTION }));
    });
  await kiosk.inquire();
  kiosk.tap({ type: 'finish' });
  kiosk.pass(5);
  kiosk.tap({ type: 'start' });
  answerNow();
  await kiosk.settle();
  expect(kiosk.screen.id).toBe('language');
});

test('no paper: a QR to take along, and never the word printed', async () => {
  const kiosk = new TestKiosk();
  kiosk.devices.emit({ type: 'printer.state', state: 'paper_out', since: '2026-11-21T07:00:00Z' });
  kiosk.identify();
  await kiosk.inquire();
  expect(kiosk.screen).toMatchObject({ printer: 'unavailable' });
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ phase: 'not_printed', reason: 'paper_out', qr: { modules: 37 } });
  expect(kiosk.devices.commands.some(({ type }) => type === 'printer.print')).toBe(false);
  expect(kiosk.gateway.calls.some((call) => call.startsWith('issueReceipt qr'))).toBe(true);
});

test.each([
  [{ outcome: 'not_printed', reason: 'paper_out', bytes: 900 }, 'not_printed'],
  [{ outcome: 'unknown', reason: 'no_answer', bytes: 900 }, 'unknown'],
] as const)('a print that ends in %o is never shown as success', async (outcome, phase) => {
  const kiosk = new TestKiosk();
  kiosk.devices.outcome = outcome;
  kiosk.identify();
  await kiosk.inquire();
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ id: 'receipt', phase, reason: outcome.reason });
  expect(kiosk.screen.id === 'receipt' && kiosk.screen.qr).not.toBeNull();
});

test('a printer that says nothing at all ends as unknown', async () => {
  const kiosk = new TestKiosk();
  kiosk.devices.outcome = null;
  kiosk.identify();
  await kiosk.inquire();
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ phase: 'printing' });
  for (let second = 0; second < 60; second += 1) {
    kiosk.tap({ type: 'activity' });
    kiosk.pass(1);
  }
  expect(kiosk.screen).toMatchObject({ phase: 'unknown', reason: 'no_answer' });
});

test('asking again for a receipt that was never issued reuses its key; a new receipt gets a new one', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  await kiosk.inquire();
  kiosk.gateway.receiptFault = { code: 'timeout' };
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ id: 'fault', fault: 'timeout', canRetry: true });
  kiosk.gateway.receiptFault = null;
  kiosk.tap({ type: 'retry' });
  await kiosk.settle();
  kiosk.tap({ type: 'back' });
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  const keys = kiosk.gateway.calls.filter((call) => call.startsWith('issueReceipt'));
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('a session that ends before the receipt is issued begins anew with the search', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  await kiosk.inquire();
  kiosk.gateway.receiptFault = { code: 'session_expired' };
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ id: 'fault', fault: 'session_expired', canRetry: true });
  kiosk.gateway.receiptFault = null;
  kiosk.tap({ type: 'retry' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ id: 'status', transaction: { number: TRANSACTION.number } });
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  expect(kiosk.screen).toMatchObject({ id: 'receipt', phase: 'printed' });
  expect(kiosk.gateway.calls.filter((call) => call === 'openSession')).toHaveLength(2);
});

test('a receipt of another search never reuses the key of one that was not issued', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  await kiosk.inquire();
  kiosk.gateway.receiptFault = { code: 'timeout' };
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  kiosk.gateway.receiptFault = null;
  kiosk.tap({ type: 'back' });
  kiosk.tap({ type: 'back' });
  await kiosk.inquire();
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  const [first, second] = kiosk.gateway.calls.filter((call) => call.startsWith('issueReceipt'));
  expect(second).toBeDefined();
  expect(second).not.toBe(first);
});

test('whoever touches the thank-you screen is a new visitor: nothing of the last one stays, not even the language', () => {
  const kiosk = new TestKiosk({ firstScreen: 'home' });
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'open_languages' });
  kiosk.tap({ type: 'choose_language', language: 'en' });
  kiosk.tap({ type: 'open_access' });
  kiosk.tap({ type: 'set_access', option: 'largeText', on: true });
  kiosk.tap({ type: 'finish' });
  expect(kiosk.view.frame).toMatchObject({ language: 'en', access: { largeText: true } });
  kiosk.tap({ type: 'start' });
  expect(kiosk.screen.id).toBe('home');
  expect(kiosk.view.frame).toMatchObject({ language: 'ar', access: { largeText: false } });
});

test('nobody there: the question after 45 s, 20 s to answer, then everything is wiped', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  kiosk.pass(44);
  expect(kiosk.view.stillThere).toBeNull();
  kiosk.pass(1);
  expect(kiosk.view.stillThere).toEqual({ secondsLeft: 20 });
  kiosk.pass(19);
  expect(kiosk.view.stillThere).toEqual({ secondsLeft: 1 });
  kiosk.pass(1);
  expect(kiosk.screen).toEqual({ id: 'attract' });
  expect(kiosk.view.stillThere).toBeNull();
});

test('a result is left open for 30 s only; more time adds a minute and the access option doubles', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  await kiosk.inquire();
  kiosk.pass(30);
  expect(kiosk.view.stillThere).toEqual({ secondsLeft: 20 });
  kiosk.tap({ type: 'more_time' });
  expect(kiosk.view.stillThere).toBeNull();
  kiosk.pass(89);
  expect(kiosk.view.stillThere).toBeNull();
  kiosk.pass(1);
  expect(kiosk.view.stillThere).not.toBeNull();
  kiosk.tap({ type: 'still_here' });
  kiosk.tap({ type: 'open_access' });
  kiosk.tap({ type: 'set_access', option: 'moreTime', on: true });
  kiosk.pass(119);
  expect(kiosk.view.stillThere).toBeNull();
  kiosk.pass(1);
  expect(kiosk.view.stillThere).not.toBeNull();
});

test('help, access options and languages lie over the visit and lead back to the same place', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  kiosk.tap({ type: 'open_help' });
  expect(kiosk.screen).toEqual({ id: 'help', phone: '199000' });
  kiosk.tap({ type: 'back' });
  expect(kiosk.screen.id).toBe('transaction');
  kiosk.tap({ type: 'open_access' });
  kiosk.tap({ type: 'set_access', option: 'largeText', on: true });
  kiosk.tap({ type: 'back' });
  expect(kiosk.view.frame.access.largeText).toBe(true);
  kiosk.tap({ type: 'open_languages' });
  kiosk.tap({ type: 'choose_language', language: 'xx' });
  expect(kiosk.screen.id).toBe('language');
  kiosk.tap({ type: 'choose_language', language: 'en' });
  expect(kiosk.screen.id).toBe('transaction');
  expect(kiosk.view.frame.language).toBe('en');
  kiosk.tap({ type: 'finish' });
  kiosk.pass(5);
  expect(kiosk.view.frame).toMatchObject({ language: 'ar', access: { largeText: false } });
});

test('finish works on every screen of a visit and leaves nothing', async () => {
  const walk = async (kiosk: TestKiosk, stop: number): Promise<void> => {
    const steps: readonly (() => void | Promise<void>)[] = [
      () => kiosk.tap({ type: 'start' }),
      () => kiosk.tap({ type: 'choose_language', language: 'en' }),
      () => kiosk.tap({ type: 'start_inquiry' }),
      () => kiosk.tap({ type: 'accept_privacy' }),
      () => void kiosk.devices.presentCard(CITIZEN),
      () => kiosk.inquire(),
      () => kiosk.tap({ type: 'print_receipt' }),
      () => kiosk.settle(),
      () => kiosk.tap({ type: 'continue' }),
    ];
    for (const step of steps.slice(0, stop)) await step();
  };
  for (let stop = 1; stop <= 9; stop += 1) {
    const kiosk = new TestKiosk();
    await walk(kiosk, stop);
    const { visit } = kiosk.view;
    kiosk.tap({ type: 'finish' });
    expect(kiosk.screen, `after ${String(stop)} steps`).toEqual({ id: 'goodbye' });
    expect(kiosk.view.visit).not.toBe(visit);
    kiosk.pass(4);
    expect(kiosk.screen).toEqual({ id: 'attract' });
  }
});

test('a closed gateway closes the inquiry on the home screen', () => {
  const kiosk = new TestKiosk();
  kiosk.gateway.state = 'down';
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'choose_language', language: 'ar' });
  expect(kiosk.screen).toEqual({ id: 'home', inquiry: { open: false, reason: 'gateway_down' } });
  kiosk.tap({ type: 'start_inquiry' });
  expect(kiosk.screen.id).toBe('home');
});

test('out of service ends the visit at once and comes back alone', () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  kiosk.kiosk.takeOutOfService('maintenance');
  expect(kiosk.screen).toEqual({ id: 'out_of_service', reason: 'maintenance', nearest: null });
  kiosk.tap({ type: 'start' });
  expect(kiosk.screen.id).toBe('out_of_service');
  kiosk.kiosk.returnToService('maintenance');
  expect(kiosk.screen.id).toBe('attract');
});

test('serves again only when every reason not to is gone, and tells the one that matters most', () => {
  const { kiosk } = new TestKiosk();
  const told = () => (kiosk.view().screen.id === 'out_of_service' ? kiosk.view().screen : null);
  kiosk.takeOutOfService('storage');
  kiosk.takeOutOfService('maintenance');
  kiosk.takeOutOfService('page_failed');
  expect(told()).toMatchObject({ reason: 'maintenance' });
  kiosk.returnToService('maintenance');
  expect(told()).toMatchObject({ reason: 'page_failed' });
  kiosk.returnToService('page_failed');
  kiosk.returnToService('page_failed');
  expect(told()).toMatchObject({ reason: 'storage' });
  kiosk.returnToService('storage');
  expect(kiosk.view().screen.id).toBe('attract');
});

test('a beat counts when frames were drawn and the right screen is on the glass', () => {
  const kiosk = new TestKiosk();
  const beats = () => kiosk.events.filter(({ type }) => type === 'beat').length;
  const { step } = kiosk.view;
  kiosk.tap({ type: 'beat', frames: 2, screen: 'attract' });
  expect(beats()).toBe(1);
  kiosk.tap({ type: 'beat', frames: 2, screen: 'attract' });
  expect(beats(), 'no frame was drawn').toBe(1);
  kiosk.tap({ type: 'beat', frames: 4, screen: 'home' });
  expect(beats(), 'another screen').toBe(1);
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'beat', frames: 6, screen: 'attract' }, step);
  expect(beats(), 'a screen of before').toBe(1);
  kiosk.tap({ type: 'beat', frames: 8, screen: 'language' });
  expect(beats()).toBe(2);
});

test('beats are no sign that somebody is there', () => {
  const kiosk = new TestKiosk();
  kiosk.tap({ type: 'start' });
  for (let second = 0; second < 45; second += 1) {
    kiosk.tap({ type: 'beat', frames: second + 1, screen: 'language' });
    kiosk.pass(1);
  }
  expect(kiosk.view.stillThere).not.toBeNull();
});

test('malformed intents are dropped', () => {
  const kiosk = new TestKiosk();
  const before = kiosk.view;
  for (const raw of [null, 'x', '{"step":1}', { step: -1, action: { type: 'start' } }, { step: 1, action: { type: '__proto__' } }, 'x'.repeat(5000)])
    kiosk.kiosk.receive(raw);
  expect(kiosk.view).toBe(before);
  expect(kiosk.events.filter(({ type }) => type === 'intent_dropped')).toHaveLength(6);
});

test('the buffer that held the number reads as zeros after the visit', async () => {
  const kiosk = new TestKiosk();
  let digits: Uint8Array = new Uint8Array();
  const answer = kiosk.gateway.answer;
  kiosk.gateway.answer = async (query) => {
    ({ digits } = query);
    return answer(query);
  };
  kiosk.identify();
  await kiosk.inquire();
  expect(new TextDecoder().decode(digits)).toBe(CITIZEN);
  kiosk.tap({ type: 'finish' });
  expect([...digits]).toEqual(Array(10).fill(0));
});
