import { isolate, isolateLtr } from '../../../domain/bidi.ts';
import type { ReceiptDocument, ReceiptItem } from '../../../domain/receipt.ts';
import { READINESS_TESTS, type ReadinessFacts, type ReadinessTest } from '../../../domain/readiness.ts';
import type { ReportContent, Words } from './content.ts';

/** The report on receipt paper: the results, and the signed code for the office. */
export function readinessSlip(content: ReportContent, words: Words, language: string, direction: 'rtl' | 'ltr'): ReceiptDocument {
  const { facts, kiosk, name, ready } = content;
  const { local, moment, say, test } = words;
  const row = (label: string, value: string, strong = false): ReceiptItem => ({ kind: 'row', label, value, strong });
  const center = (style: 'authority' | 'caption' | 'note' | 'title', text: string): ReceiptItem => ({
    kind: 'text',
    style,
    text,
    align: 'center',
  });
  return {
    language,
    direction,
    items: [
      { kind: 'emblem' },
      center('authority', local(kiosk.emirate)),
      { kind: 'rule', weight: 'thick' },
      center('title', say('title')),
      ...(kiosk.isDemo ? [center('note', say('demo'))] : []),
      row(say('kiosk'), isolateLtr(facts.kioskId), true),
      row(say('site'), local(kiosk.site)),
      row(say('madeAt'), moment(facts.at)),
      row(say('madeBy'), say('account', { name: isolate(name), id: isolateLtr(facts.account) })),
      { kind: 'rule', weight: 'thin' },
      center('note', say('testedNote')),
      ...READINESS_TESTS.map((id) => row(test(id), resultText(facts, id, say), facts.results[id] === 'failed')),
      { kind: 'rule', weight: 'thin' },
      center('caption', say(ready ? 'ready' : 'notReady')),
      { kind: 'qr', payload: content.code },
      center('caption', say('code')),
    ],
  };
}

/** With when and by which account, where the test counts: short enough for a line of 58 mm. */
function resultText({ made, results }: ReadinessFacts, test: ReadinessTest, say: Words['say']): string {
  const result = say(`results.${results[test]}`);
  const { [test]: by } = made;
  return by === null ? result : say('tested', { result, time: isolateLtr(by.time), account: isolateLtr(by.account) });
}
