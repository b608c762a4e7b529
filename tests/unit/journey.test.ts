import { expect, test } from 'vitest';
import type { CatalogEvent, EventData } from '../../src/domain/events.ts';
import { checkEvent } from '../../src/domain/events.ts';
import { ok } from '../../src/domain/result.ts';
import { NOW, TestKiosk, TRANSACTION } from '../harness/fakes.ts';

/** Every event of the journeys so far; each is one that the catalog knows. */
function told(kiosk: TestKiosk): readonly CatalogEvent[] {
  const events = kiosk.events.flatMap((event) => (event.type === 'journey' ? event.events : []));
  expect(events.filter(({ data, type }) => !checkEvent(type, data).ok)).toEqual([]);
  return events;
}
const lines = (kiosk: TestKiosk): string[] =>
  told(kiosk).map(({ data, type }) => {
    const { journey, ...fields } = data as { journey: number } & Record<string, unknown>;
    return [String(journey), type.replace('journey.', ''), ...Object.values(fields).map(String)].join(' ');
  });
const ends = (kiosk: TestKiosk): EventData<'journey.ended'>[] =>
  told(kiosk).flatMap((event) => (event.type === 'journey.ended' ? [event.data] : []));

test('a whole visit leaves its journey, with times of the clock that never jumps', async () => {
  const kiosk = new TestKiosk();
  kiosk.gateway.answer = async () => {
    kiosk.clock.increment(1_500);
    return ok({ transactionRef: 'ref', asOf: new Date(NOW.getTime() - 60_000).toISOString(), stale: true, transaction: TRANSACTION });
  };
  kiosk.identify();
  kiosk.pass(4);
  await kiosk.inquire();
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  kiosk.tap({ type: 'continue' });
  kiosk.tap({ type: 'rate', score: 5 });
  kiosk.pass(20);
  const entered = 'language,home,privacy,identity,transaction,searching,status,receipt,rating';
  expect(lines(kiosk)).toEqual([
    '1 first_touch',
    '1 language_chosen ar',
    '1 service_chosen inquiry ar',
    '1 identity_given card national_id',
    '1 lookup_sent',
    '1 lookup_done found 1500',
    '1 result_shown 66 true',
    '1 receipt_requested print',
    '1 receipt_done printed none 0',
    '1 rated 5',
    `1 ended finished rating ${entered} 5500`,
  ]);
});

test('what was refused, looked up in vain and given up is told by reason and place', async () => {
  const kiosk = new TestKiosk();
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'choose_language', language: 'en' });
  kiosk.tap({ type: 'open_access' });
  kiosk.tap({ type: 'set_access', option: 'largeText', on: true });
  kiosk.tap({ type: 'set_access', option: 'largeText', on: false });
  kiosk.tap({ type: 'back' });
  kiosk.tap({ type: 'start_inquiry' });
  kiosk.tap({ type: 'accept_privacy' });
  kiosk.devices.emit({ type: 'reader.fault', armingId: kiosk.devices.armed ?? '', code: 'unreadable' });
  kiosk.tap({ type: 'use_keypad' });
  kiosk.tap({ type: 'submit_identity', digits: '1012345673' });
  kiosk.tap({ type: 'submit_identity', digits: '1012345672' });
  kiosk.tap({ type: 'submit_transaction', number: '', hijriYear: 1448 });
  await kiosk.inquire('99');
  kiosk.tap({ type: 'open_help' });
  kiosk.tap({ type: 'back' });
  kiosk.tap({ type: 'finish' });
  expect(lines(kiosk)).toEqual([
    '1 first_touch',
    '1 language_chosen en',
    '1 access_used largeText',
    '1 service_chosen inquiry en',
    '1 entry_refused card unreadable',
    '1 entry_refused identity checksum',
    '1 identity_given keypad national_id',
    '1 entry_refused number empty',
    '1 lookup_sent',
    '1 lookup_done not_found 0',
    '1 help_opened not_found',
    '1 ended abandoned not_found language,home,privacy,identity,transaction,searching,not_found 0',
  ]);
});

test('who walks away is told by the last step; the next visitor is another journey', async () => {
  const kiosk = new TestKiosk();
  kiosk.identify();
  kiosk.pass(300);
  expect(lines(kiosk).slice(-2)).toEqual([
    '1 presence_asked transaction',
    expect.stringMatching(/^1 ended timed_out transaction language,home,privacy,identity,transaction [0-9]+$/),
  ]);
  kiosk.tap({ type: 'start' });
  expect(lines(kiosk).at(-1)).toBe('2 first_touch');
});

test('a search that nobody waits for, and one that meets a fault, have an outcome too', async () => {
  const kiosk = new TestKiosk();
  kiosk.gateway.answer = () => new Promise(() => undefined);
  kiosk.identify();
  await kiosk.inquire();
  kiosk.tap({ type: 'finish' });
  expect(lines(kiosk).slice(-3)).toEqual([
    '1 lookup_sent',
    '1 lookup_done left 0',
    expect.stringContaining('1 ended abandoned searching'),
  ]);
  kiosk.pass(20);
  kiosk.gateway.answer = async () => ({ ok: false, fault: { code: 'timeout' } });
  kiosk.identify();
  await kiosk.inquire();
  expect(lines(kiosk).at(-1)).toBe('2 lookup_done timeout 0');
  kiosk.kiosk.takeOutOfService('page_failed');
  expect(ends(kiosk).at(-1)).toMatchObject({ how: 'faulted', step: 'fault' });
});

test('a receipt that can’t be printed says why; one that is asked for again after a fault is asked for once', async () => {
  const kiosk = new TestKiosk();
  kiosk.devices.outcome = { outcome: 'not_printed', reason: 'paper_out', bytes: 0 };
  kiosk.identify();
  await kiosk.inquire();
  kiosk.gateway.receiptFault = { code: 'timeout' };
  kiosk.tap({ type: 'print_receipt' });
  await kiosk.settle();
  kiosk.gateway.receiptFault = null;
  kiosk.tap({ type: 'retry' });
  await kiosk.settle();
  expect(lines(kiosk).filter((line) => line.includes('receipt'))).toEqual([
    '1 receipt_requested print',
    '1 receipt_done not_printed paper_out 0',
  ]);
});

test('the language chosen anew in the middle of a visit counts, the same screen twice does not', () => {
  const kiosk = new TestKiosk({ firstScreen: 'home' });
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'open_languages' });
  kiosk.tap({ type: 'choose_language', language: 'fr' });
  kiosk.tap({ type: 'choose_language', language: 'en' });
  kiosk.tap({ type: 'start_rating' });
  kiosk.tap({ type: 'continue' });
  expect(lines(kiosk)).toEqual([
    '1 first_touch',
    '1 language_chosen en',
    '1 service_chosen rating en',
    '1 ended abandoned rating home,rating 0',
  ]);
});

test('where numbers can’t be typed, every card that gives none is told all the same', () => {
  const kiosk = new TestKiosk({ typedIdentity: false, firstScreen: 'home' });
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'start_inquiry' });
  kiosk.tap({ type: 'accept_privacy' });
  for (const code of ['unreadable', 'unreadable', 'checksum'] as const)
    kiosk.devices.emit({ type: 'reader.fault', armingId: kiosk.devices.armed ?? '', code });
  kiosk.devices.emit({ type: 'reader.fault', armingId: 'of an earlier arming', code: 'ambiguous' });
  expect(lines(kiosk).slice(2)).toEqual(['1 entry_refused card unreadable', '1 entry_refused card unreadable', '1 entry_refused card checksum']);
});
