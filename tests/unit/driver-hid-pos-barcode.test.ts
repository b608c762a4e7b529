import { expect, test } from 'vitest';
import { hidPosBarcode } from '../../src/devices/reader/driver/hid-pos-barcode.ts';
import { parseReportDescriptor, type ReportLayout } from '../../src/devices/reader/driver/report-descriptor.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };
import { bytesOfHex, bytesOfText, outcomeOf, posReports, told, type PosVariant } from '../fixtures/reader-reports.ts';

const ZONE = vectors.mrz.sourceFormatted;
const READ = ['1012345672 mrz_td1'];

function layoutOf(hex: string): ReportLayout {
  const layout = parseReportDescriptor(bytesOfHex(hex));
  if (!layout.ok) throw new Error(layout.fault);
  return layout.value;
}
const POS = layoutOf(vectors.descriptors.hidpos64);

test.each<[string, string | string[], string[]]>([
  ['code128_citizen', vectors.hidpos.code128_citizen, ['1012345672 bar_code']],
  ['code39_resident', vectors.hidpos.code39_resident, ['2012345670 bar_code']],
  ['mrz_two_reports', vectors.hidpos.mrz_two_reports, READ],
  ['len_overflow', vectors.hidpos.len_overflow, ['unreadable']],
  ['control_chars', vectors.hidpos.control_chars, ['unreadable']],
])('the recorded report %s, with and without the descriptor', (_name, hex, outcome) => {
  const reports = [hex].flat().map(bytesOfHex);
  expect(outcomeOf(hidPosBarcode(null), reports)).toEqual(outcome);
  expect(outcomeOf(hidPosBarcode(POS), reports)).toEqual(outcome);
});

test.each<PosVariant>(['A', 'B', 'C'])('layout %s is told by where its identifier stands', (variant) => {
  expect(outcomeOf(hidPosBarcode(null), posReports('1012345672', ']C0', variant))).toEqual(['1012345672 bar_code']);
  expect(outcomeOf(hidPosBarcode(null), posReports(ZONE, ']o0', variant))).toEqual(READ);
});

test('the worked example of the Access-IS manual: 60 bytes in two reports', () => {
  const text = '1'.repeat(60);
  const decoder = hidPosBarcode(null);
  const [first, second] = posReports(text, ']Q0');
  expect(decoder.feed(first!, 0)).toEqual([]);
  expect(decoder.feed(second!, 3)).toEqual([{ type: 'frame', bytes: bytesOfText(text), lastReportAtMs: 3 }]);
});

/** A report as the standard lays it out: without vendor bytes, 62 bytes, the continuation bit at 61. */
const STANDARD = layoutOf(
  '058c0902a10185020912a102150026ff00750895010501093b81029503058c09fb09fc09fd8102953809fe820201250175019501' +
    '09ff810275078103c0c0',
);

test('a report without vendor bytes is read by the descriptor', () => {
  const reports = posReports(ZONE, ']o0').map((report) => {
    const standard = report.slice(0, 62);
    standard[61] = report[63]!;
    return standard;
  });
  expect(outcomeOf(hidPosBarcode(STANDARD), reports)).toEqual(READ);
  expect(outcomeOf(hidPosBarcode(null), reports)).not.toContain(READ[0]);
});

test.each([']C1', ']A0', ']A4', ']I0', ']L0', ']Q1', ']d1', ']z0', ']o3'])('takes a document after %s', (aim) => {
  expect(outcomeOf(hidPosBarcode(null), posReports('1012345672', aim))).toEqual(['1012345672 bar_code']);
});

test.each([']E0', ']E4', ']X1', ']Z0', ']  ', ']C-', ']\u0000\u0000'])('refuses the product code %j', (aim) => {
  expect(outcomeOf(hidPosBarcode(null), posReports('1012345672', aim))).toEqual(['unsupported_document']);
});

test.each([
  ['an answer to a command', '1012345672', ']X0'],
  ['the end of an answer', '1012345672', ']Z6'],
  ['a menu command of a set-up bar code', '\u0016M\r1012345672', ']C0'],
  ['an acknowledged setting', 'TRGMOD3\u0006.', ']Z6'],
  ['a setting answered with ACK', '1012345672\u0006', ']C0'],
  ['an empty code', '', ']C0'],
])('%s is neither a read nor a fault', (_name, text, aim) => {
  expect(outcomeOf(hidPosBarcode(null), posReports(text, aim))).toEqual([]);
});

test('the recorded answer of a Honeywell scanner, six reports long, is dropped', () => {
  expect(outcomeOf(hidPosBarcode(null), posReports('x'.repeat(5 * 56 + 9), ']X0'))).toEqual([]);
});

const whole = posReports('1012345672')[0]!;
const withByte = (index: number, value: number): Uint8Array => whole.with(index, value);

test.each<[string, Uint8Array[]]>([
  ['a length of 57', [withByte(1, 57)]],
  ['a length of 255', [withByte(1, 255)]],
  ['a length beyond the data of a report full of digits', [Uint8Array.from(whole, (byte, at) => (at < 5 ? byte : 0x31)).with(1, 59)]],
  ['nine reports of one character', posReports('1'.repeat(9 * 56)).map((report) => report.with(1, 1))],
  ['a report cut short', [whole.slice(0, 20)]],
  ['a report of two bytes', [whole.slice(0, 2)]],
  ['a report of 300 bytes', [Uint8Array.from([...whole, ...new Uint8Array(236)])]],
  ['a byte above ASCII', [withByte(7, 0xe9)]],
  ['a NUL inside the data', [withByte(7, 0)]],
  ['a last report that never comes', posReports(ZONE, ']o0').slice(0, 1)],
  ['a second report without the first', posReports(ZONE, ']o0').slice(1)],
  ['reports in the wrong order', posReports(ZONE, ']o0').toReversed().slice(1)],
  ['two kinds of code in one chain', [posReports(ZONE, ']o0')[0]!, posReports(ZONE, ']C0')[1]!]],
  ['nine reports', posReports('1'.repeat(9 * 56))],
])('%s is a fault, not a read', (_name, reports) => {
  expect(outcomeOf(hidPosBarcode(null), reports)).toEqual(['unreadable']);
});

test('two numbers in one chain are one code of twenty digits', () => {
  expect(outcomeOf(hidPosBarcode(null), [withByte(63, 1), posReports('2012345670')[0]!])).toEqual(['unsupported_document']);
});

test.each([
  ['an unknown report id', [withByte(0, 7)]],
  ['the status report of another id between two', [posReports(ZONE, ']o0')[0]!, withByte(0, 3)]],
])('%s is passed over', (_name, reports) => {
  const decoder = hidPosBarcode(null);
  expect(reports.flatMap((report) => decoder.feed(report.slice(), 0))).toEqual([]);
});

test('a status report between the two halves of a zone does no harm', () => {
  const [first, second] = posReports(ZONE, ']o0');
  expect(outcomeOf(hidPosBarcode(null), [first!, withByte(0, 3), second!])).toEqual(READ);
});

test('an endless chain is one fault, and the next code is read', () => {
  const endless = Array.from({ length: 500 }, () => withByte(63, 1));
  expect(outcomeOf(hidPosBarcode(null), [...endless, whole, whole], 2)).toEqual(['unreadable', '1012345672 bar_code']);
});

test('a chain that pauses for two seconds is over', () => {
  const decoder = hidPosBarcode(null);
  const [first, second] = posReports(ZONE, ']o0');
  decoder.feed(first!, 1000);
  expect(decoder.deadlineMs).toBe(3000);
  expect(decoder.expire(2999)).toEqual([]);
  expect(told(decoder.feed(second!, 3000))).toEqual(['unreadable', 'unreadable']);
  expect(decoder.deadlineMs).toBeNull();
});

test('half a zone before an unplug is not joined to what comes after', () => {
  const decoder = hidPosBarcode(null);
  const [first, second] = posReports(ZONE, ']o0');
  decoder.feed(first!, 0);
  decoder.reset();
  expect(told(decoder.feed(second!, 5))).toEqual(['unreadable']);
});

test('overwrites every report', () => {
  const reports = [...posReports(ZONE, ']o0'), withByte(1, 99), withByte(0, 9), ...posReports('x', ']E0')];
  const decoder = hidPosBarcode(null);
  for (const report of reports) decoder.feed(report, 0);
  expect(reports.every((report) => report.every((byte) => byte === 0))).toBe(true);
});
