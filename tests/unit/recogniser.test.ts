import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { recognise, recogniseNumber } from '../../src/devices/reader/recognise.ts';
import { anyText } from '../fixtures/arbitraries.ts';
import { CITIZENS, RESIDENTS, replaceAt, td1 } from '../fixtures/cards.ts';
import { td2, td3 } from '../fixtures/booklets.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };

const TODAY = new Date('2026-11-21T12:00:00+03:00');
const ZONE = vectors.mrz.opt1;

/** `1012345672 mrz_td1`, or why there is no number. */
function outcomeOf(payload: string): string {
  const read = recognise(payload, TODAY);
  if (!read.ok) return read.fault;
  return `${Buffer.from(read.value.digits).toString('ascii')} ${read.value.via}${read.value.expired ? ' expired' : ''}`;
}

const text = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');

test.each<[string, string]>([
  ['CR after each line', ZONE.map((line) => `${line}\r`).join('')],
  ['LF between lines', ZONE.join('\n')],
  ['CRLF after each line', ZONE.map((line) => `${line}\r\n`).join('')],
  ['no separators', ZONE.join('')],
  ['an underscore for the filler', ZONE.join('\r').replaceAll('<', '_')],
  ['an empty line before, as of a reader that sends missing lines', `\r${ZONE.join('\r')}\r`],
  ['STX and ETX', `\u0002${ZONE.join('\r')}\r\u0003`],
  ['SOH and STX before, ETX and EOT after', `\u0001\u0002${ZONE.join('\r')}\r\u0003\u0004`],
  ['the frame of a serial reader', text(vectors.serial.cute)],
  ['the answer of a slot reader after its three bytes of header', text(vectors.elyctis_inquire_reply).slice(3)],
  ['the reports of a scanner', vectors.hidpos.mrz_two_reports.map(dataOfReport).join('')],
])('reads a zone with %s', (_name, payload) => {
  expect(outcomeOf(payload)).toBe('1012345672 mrz_td1');
});

/** HID-POS, layout with AIM identifier: the length at offset 1, the data from offset 5. */
function dataOfReport(hex: string): string {
  const report = Buffer.from(hex, 'hex');
  return report.subarray(5, 5 + report[1]!).toString('latin1');
}

test('says that a card has expired, and reads it all the same', () => {
  expect(outcomeOf(td1({ optional1: '1012345672', expiry: '191231' }).join('\r'))).toBe('1012345672 mrz_td1 expired');
});

test.each<[string, string, string]>([
  ['Western digits', '1012345672', '1012345672 bar_code'],
  ['Arabic-Indic digits', '٢٠١٢٣٤٥٦٧٠', '2012345670 bar_code'],
  ['Persian digits', '۱۰۱۲۳۴۵۶۷۲', '1012345672 bar_code'],
  ['a line end', '1012345672\r\n', '1012345672 bar_code'],
  ['framing', '\u00021012345672\u0003', '1012345672 bar_code'],
  ['spaces', ' 1012 345 672 ', '1012345672 bar_code'],
  ['a scanner report', dataOfReport(vectors.hidpos.code39_resident), '2012345670 bar_code'],
])('reads a bar code with %s', (_name, payload, outcome) => {
  expect(outcomeOf(payload)).toBe(outcome);
});

test('gives class, ASCII digits and a mask that holds three digits', () => {
  const read = recognise('2012345670', TODAY);
  expect(read).toEqual({
    ok: true,
    value: {
      kind: 'iqama',
      digits: Uint8Array.from([0x32, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x30]),
      masked: '\u2066•••••••670\u2069',
      via: 'bar_code',
      expired: false,
    },
  });
});

const PASSPORT = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

test.each<[string, string, string]>([
  ['nothing', '', 'unreadable'],
  ['line ends only', '\r\n\r\n', 'unreadable'],
  ['framing only', '\u0002\u0003', 'unreadable'],
  ['spaces only', '   ', 'unreadable'],
  ['an escape character inside a number', dataOfReport(vectors.hidpos.control_chars), 'unreadable'],
  ['a tab', '1012345672\t', 'unreadable'],
  ['a framing character inside a number', '10123\u000245672', 'unreadable'],
  ['a NUL after the number', '1012345672\u0000', 'unreadable'],
  ['a letter above ASCII', '1012345672é', 'unreadable'],
  ['a direction mark', '\u200e1012345672', 'unreadable'],
  ['digits of a script nobody here writes', '१०१२३४५६७२', 'unreadable'],
  ['full-width digits', '１０１２３４５６７２', 'unreadable'],
  ['two numbers', '1012345672\r2012345670', 'ambiguous'],
  ['a number and a product', '1012345672\r6281007000123', 'unreadable'],
  ['the same number twice', '1012345672\r1012345672', 'unreadable'],
  ['a zone with an unreadable character', ZONE.join('\r').replace('A12', 'A*2'), 'unreadable'],
  ['a zone without its last line', ZONE.slice(0, 2).join('\r'), 'unreadable'],
  ['a zone cut in its last line', ZONE.join('\r').slice(0, -1), 'unreadable'],
  ['89 characters', ZONE.join('').slice(0, -1), 'unreadable'],
  ['91 characters', `${ZONE.join('')}<`, 'unreadable'],
  ['a zone and a number', `${ZONE.join('\r')}\r1012345672`, 'unreadable'],
  ['513 characters', '1'.repeat(513), 'unreadable'],
  ['a number with a wrong checksum', '1012345673', 'checksum'],
  ['a zone with a wrong check digit', ZONE.join('\r').replace('A1234567', 'A1234S67'), 'checksum'],
  ['a passport', PASSPORT.join('\r'), 'unsupported_document'],
  ['a passport from a reader that sends missing lines', `\r${PASSPORT.join('\r')}\r`, 'unsupported_document'],
  ['a passport without separators', PASSPORT.join(''), 'unsupported_document'],
  ['a visa sticker', `${'V'.padEnd(36, '<')}\r${'L'.padEnd(36, '<')}`, 'unsupported_document'],
  ['a foreign card', td1({ state: 'ARE', number: '123456789', optional1: '784199012345676' }).join('\r'), 'unsupported_document'],
  ['a border number', '3012345678', 'unsupported_document'],
  ['an establishment', '7001234567', 'unsupported_document'],
  ['nine digits', '101234567', 'unsupported_document'],
  ['a product', '6281007000123', 'unsupported_document'],
  ['the QR code of a digital identity', 'https://example.sa/verify?id=1012345672', 'unsupported_document'],
  ['a number among words', 'ID 1012345672', 'unsupported_document'],
  ['two different numbers on one card', td1({ number: '1012345672', optional1: '2012345670' }).join('\r'), 'ambiguous'],
])('refuses %s', (_name, payload, reason) => {
  expect(outcomeOf(payload)).toBe(reason);
});

test('never throws, and gives no number that the payload does not spell out', () => {
  fc.assert(
    fc.property(anyText, (payload) => {
      const outcome = outcomeOf(payload);
      const spelt = /[٠-٩۰-۹]/.test(payload) ? outcome : `${payload.replace(/[^0-9]/g, '')} bar_code`;
      expect([spelt, 'unreadable', 'checksum', 'unsupported_document']).toContain(outcome);
    }),
    { numRuns: 300 },
  );
});

test('answers quickly to the longest payloads', () => {
  const payloads = ['<', '_', '1', ' ', '\r', '1<', '\u0002'].map((unit) => unit.repeat(10_000 / unit.length));
  payloads.push(...payloads.map((payload) => payload.slice(0, 512)));
  const startMs = performance.now();
  for (const payload of payloads) recognise(payload, TODAY);
  expect(performance.now() - startMs).toBeLessThan(5000);
});

test('every synthetic person is recognised from card and bar code with the same digits', () => {
  for (const number of [...CITIZENS, ...RESIDENTS]) {
    expect(outcomeOf(number)).toBe(`${number} bar_code`);
    expect(outcomeOf(td1({ optional1: number }).join('\r'))).toBe(`${number} mrz_td1`);
  }
});

test.each<[string, readonly string[], string]>([
  ['a passport with the number as personal number', td3({ optional: '1012345672' }), '1012345672 mrz_td3'],
  ['a passport in one line', [td3({ optional: '1012345672' }).join('')], '1012345672 mrz_td3'],
  ['an expired passport', td3({ optional: '2012345670', expiry: '191231' }), '2012345670 mrz_td3 expired'],
  ['a TD2 with the number in the long form', td2({ number: '1012345672' }), '1012345672 mrz_td2'],
  ['a TD2 in one line', [td2({ number: '2012345670' }).join('')], '2012345670 mrz_td2'],
  ['a passport without personal number', td3(), 'unsupported_document'],
  ['a foreign passport with the number of a citizen', td3({ state: 'ARE', optional: '1012345672' }), 'unsupported_document'],
  ['a passport whose personal number fails its checksum', td3({ optional: '1012345673' }), 'checksum'],
  ['a number cut to nine digits in a passport', td3({ number: '101234567' }), 'unsupported_document'],
  ['a passport with a changed digit', swap(td3({ optional: '1012345672' }), 30, '3'), 'checksum'],
  ['a passport with a letter in a date', swap(td3({ optional: '1012345672' }), 14, 'O'), 'unreadable'],
  ['a passport whose second line is short', [td3()[0], td3()[1].slice(1)], 'unreadable'],
  ['a TD2 with a changed digit', swap(td2({ number: '1012345672' }), 3, '9'), 'checksum'],
  ['two passports', [...td3({ optional: '1012345672' }), ...td3({ optional: '2012345670' })], 'unreadable'],
])('%s gives %s', (_name, lines, outcome) => {
  expect(outcomeOf(lines.join('\r'))).toBe(outcome);
});

function swap(lines: readonly [string, string], index: number, character: string): string[] {
  return [lines[0], replaceAt(lines[1], index, character)];
}

test.each<[string, string, string]>([
  ['both tracks', '%B1012345672^ALHARBI/ALI^3012?\r;1012345672=3012?\r', '1012345672 magnetic_stripe'],
  ['tracks in one line', '%1012345672^ALHARBI/ALI^3012?;1012345672=3012?', '1012345672 magnetic_stripe'],
  ['the second track only', '%E?;2012345670=3012?', '2012345670 magnetic_stripe'],
  ['tracks that disagree', '%B1012345672^A^3012?;2012345670=3012?', 'ambiguous'],
  ['tracks that disagree in a misread digit', '%B1012345672^A^3012?;1012345673=3012?', 'ambiguous'],
  ['a wrong checksum', ';1012345673=3012?', 'checksum'],
  ['no track decoded', '%E?;E?+E?', 'unreadable'],
  ['a bank card', '%B4111111111111111^DOE/JOHN^3012?;4111111111111111=3012?', 'unsupported_document'],
  ['the number behind the account number', ';4111111111111111=1012345672?', 'unsupported_document'],
  ['a longer account number', ';10123456720=3012?', 'unsupported_document'],
  ['a track broken by a line end', ';10123\r45672=3012?', 'unreadable'],
  ['a track without its end', ';1012345672=3012', 'unsupported_document'],
])('a stripe with %s', (_name, payload, outcome) => {
  expect(outcomeOf(payload)).toBe(outcome);
});

const ALL = { borderNumbers: true, gccStates: ['ARE', 'BHR', 'KWT', 'OMN', 'QAT'] } as const;
const NONE = { borderNumbers: false, gccStates: [] } as const;

function numberOf(payload: string, accepted: Parameters<typeof recogniseNumber>[2]): string {
  const read = recogniseNumber(payload, TODAY, accepted);
  return read.ok ? `${read.value.kind} ${Buffer.from(read.value.digits).toString('ascii')}` : read.fault;
}

const stateCard = (state: string, number: string): string => td1({ state, optional1: number }).join('\r');

test.each<[string, string, string]>([
  ['a border number', '3012345678', 'border_number 3012345678'],
  ['a border number on a Saudi document', stateCard('SAU', '4012345678'), 'border_number 4012345678'],
  ['a card of the Emirates', stateCard('ARE', '784199012345676'), 'gcc_number 784199012345676'],
  ['a bar code of the Emirates', '784199012345676', 'gcc_number 784199012345676'],
  ['a card of Kuwait', stateCard('KWT', '288020122596'), 'gcc_number 288020122596'],
  ['a card of Bahrain', stateCard('BHR', '900112345'), 'gcc_number 900112345'],
  ['a card of Qatar', stateCard('QAT', '29068212345'), 'gcc_number 29068212345'],
])('%s is recognised only where the configuration takes it', (_name, payload, outcome) => {
  expect(numberOf(payload, ALL)).toBe(outcome);
  expect(numberOf(payload, NONE)).toBe('unsupported_document');
  expect(outcomeOf(payload)).toBe('unsupported_document');
});

test.each<[string, string, string]>([
  ['a citizen', '1012345672', 'national_id 1012345672'],
  ['a wrong checksum of the Emirates', '784199012345677', 'unsupported_document'],
  ['a wrong checksum of Kuwait', '292091998297', 'unsupported_document'],
  ['a bar code of Bahrain, which nothing vouches for', '900112345', 'unsupported_document'],
  ['a number of the Emirates on a card of Kuwait', stateCard('KWT', '784199012345676'), 'unsupported_document'],
  ['two border numbers on one card', td1({ optional1: '3012345678', optional2: '4012345678' }).join('\r'), 'ambiguous'],
  ['a civil number that fails its checksum', '1012345673', 'checksum'],
  ['an establishment', '7001234567', 'unsupported_document'],
])('with all numbers taken, %s gives %s', (_name, payload, outcome) => {
  expect(numberOf(payload, ALL)).toBe(outcome);
});

test('the mask of a visitor’s number shows three digits, whatever its length', () => {
  const read = recogniseNumber('784199012345676', TODAY, ALL);
  expect(read.ok && read.value.masked).toBe('\u2066••••••••••••676\u2069');
});
