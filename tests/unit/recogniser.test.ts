import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { recognise } from '../../src/devices/reader/recognise.ts';
import { anyText } from '../fixtures/arbitraries.ts';
import { CITIZENS, RESIDENTS, td1 } from '../fixtures/cards.ts';
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
  ['two numbers', '1012345672\r2012345670', 'unreadable'],
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
  expect(performance.now() - startMs).toBeLessThan(500);
});

test('every synthetic person is recognised from card and bar code with the same digits', () => {
  for (const number of [...CITIZENS, ...RESIDENTS]) {
    expect(outcomeOf(number)).toBe(`${number} bar_code`);
    expect(outcomeOf(td1({ optional1: number }).join('\r'))).toBe(`${number} mrz_td1`);
  }
});
