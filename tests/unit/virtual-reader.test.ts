import * as fc from 'fast-check';
import { parse as parseWithOracle } from 'mrz';
import { expect, test } from 'vitest';
import { ArmedReader, type ReaderEvent } from '../../src/devices/reader/reader.ts';
import { recognise } from '../../src/devices/reader/recognise.ts';
import { VirtualReader, parseCardFile, syntheticCard } from '../../src/devices/virtual/reader.ts';
import { anyText, textOf } from '../fixtures/arbitraries.ts';
import { CITIZENS, RESIDENTS } from '../fixtures/cards.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };

const TODAY = new Date('2026-11-21T12:00:00+03:00');

function rig() {
  const events: ReaderEvent[] = [];
  const reader = new ArmedReader({ documents: ['national_id', 'iqama'], emit: (event) => events.push(event), monotonicMs: () => 1, now: () => TODAY });
  const virtual = new VirtualReader(reader, () => 1);
  return { reader, virtual, events };
}

test('starts unplugged, and says so when it comes and goes', () => {
  const { reader, virtual, events } = rig();
  expect(reader.state).toBe('unavailable');
  virtual.plugIn();
  virtual.unplug();
  expect(events).toEqual([
    { type: 'reader.state', state: 'ready' },
    { type: 'reader.state', state: 'unavailable' },
  ]);
});

test('a presented card is read as that of a real reader', () => {
  const { reader, virtual, events } = rig();
  virtual.plugIn();
  reader.arm('a1');
  virtual.present(syntheticCard('1012345672'));
  expect(events[1]).toMatchObject({ type: 'reader.read', armingId: 'a1', kind: 'national_id', via: 'mrz_td1', expired: false });
});

test('the same card can be presented for one visit after the other without waiting', () => {
  const { reader, virtual, events } = rig();
  virtual.plugIn();
  for (const armingId of ['a1', 'a2', 'a3']) {
    reader.arm(armingId);
    virtual.present('1012345672');
  }
  expect(events.slice(1).map((event) => 'armingId' in event && event.armingId)).toEqual(['a1', 'a2', 'a3']);
});

test('each unreadable presentation is a fault of its own', () => {
  const { reader, virtual, events } = rig();
  virtual.plugIn();
  reader.arm('a1');
  virtual.presentUnreadable();
  virtual.presentUnreadable();
  expect(events.slice(1)).toEqual([
    { type: 'reader.fault', armingId: 'a1', code: 'unreadable' },
    { type: 'reader.fault', armingId: 'a1', code: 'unreadable' },
  ]);
});

test('an unplugged reader reads nothing, not even later', () => {
  const { reader, virtual, events } = rig();
  reader.arm('a1');
  virtual.present('1012345672');
  virtual.plugIn();
  expect(events).toEqual([{ type: 'reader.state', state: 'ready' }]);
});

test.each<[string, string, string]>([
  ['three lines', vectors.mrz.opt1.join('\n'), vectors.mrz.sourceFormatted],
  ['three lines with CRLF and an empty line', `${vectors.mrz.opt1.join('\r\n')}\r\n\r\n`, vectors.mrz.sourceFormatted],
  ['three lines ended by CR', vectors.mrz.sourceFormatted, vectors.mrz.sourceFormatted],
  ['three lines after a byte order mark', `\ufeff${vectors.mrz.opt1.join('\n')}`, vectors.mrz.sourceFormatted],
  ['one number', '1012345672\n', '1012345672'],
  ['one number in Arabic-Indic digits', '١٠١٢٣٤٥٦٧٢', '1012345672'],
  ['a number that is no civil number', '1012345673', '1012345673'],
])('a card file may hold %s', (_name, file, payload) => {
  expect(parseCardFile(file)).toEqual({ ok: true, value: payload });
});

test.each<[string, string, RegExp]>([
  ['nothing', '', /three lines/],
  ['blank lines', '\n \n', /three lines/],
  ['two lines', vectors.mrz.opt1.slice(0, 2).join('\n'), /three lines/],
  ['four lines', [...vectors.mrz.opt1, '1'].join('\n'), /three lines/],
  ['a short line', [vectors.mrz.opt1[0], '9001', vectors.mrz.opt1[2]].join('\n'), /^line 2 .* 4 characters/],
  ['a long line', [`${vectors.mrz.opt1[0]!}<`, ...vectors.mrz.opt1.slice(1)].join('\n'), /^line 1 .* 31 characters/],
  ['lower case', vectors.mrz.opt1.join('\n').toLowerCase(), /^line 1 .* character other than/],
  ['words', 'hello', /not a number/],
  ['a number among words', 'ID 1012345672', /not a number/],
  ['a very long number', '1'.repeat(33), /too long/],
  ['a whole book', '1'.repeat(513), /at most 512/],
])('a card file may not hold %s', (_name, file, reason) => {
  const parsed = parseCardFile(file);
  expect(parsed).toMatchObject({ ok: false, fault: expect.stringMatching(reason) });
});

test('what is wrong with a card file is one line, without what the file holds', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, textOf('ABC\n\r1<', 0, 120)), (file) => {
      const parsed = parseCardFile(file);
      expect(parsed.ok ? parsed.value : parsed.fault).toMatch(parsed.ok ? /^[A-Z0-9<\r]{1,93}$/ : /^[a-zA-Z0-9 ,<-]{10,80}$/);
    }),
    { numRuns: 200 },
  );
  expect(JSON.stringify(parseCardFile('1012345672\n2012345670'))).not.toMatch(/1012345672|2012345670/);
});

test.each([...CITIZENS, ...RESIDENTS])('the specimen card of %s is a valid TD1 and gives that number', (number) => {
  const card = syntheticCard(number);
  expect(parseWithOracle(card.trim().split('\n'), { autocorrect: false }).valid).toBe(true);
  const file = parseCardFile(card);
  for (const payload of [card, file.ok ? file.value : '']) {
    const read = recognise(payload, TODAY);
    expect(read.ok && Buffer.from(read.value.digits).toString('ascii')).toBe(number);
    expect(read.ok && read.value.expired).toBe(false);
  }
});

test('a specimen card can be expired, or hold a number with a wrong checksum', () => {
  const expired = recognise(syntheticCard('1012345672', '191231'), TODAY);
  expect(expired.ok && expired.value.expired).toBe(true);
  expect(recognise(syntheticCard('1012345673'), TODAY)).toEqual({ ok: false, fault: 'checksum' });
  expect(() => syntheticCard('101234567')).toThrow('ten digits');
  expect(() => syntheticCard('1012345672', '<<<<<<')).toThrow('expiry');
});
