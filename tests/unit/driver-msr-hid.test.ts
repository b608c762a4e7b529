import { expect, test } from 'vitest';
import { msrHid } from '../../src/devices/reader/driver/msr-hid.ts';
import { parseReportDescriptor, type ReportLayout } from '../../src/devices/reader/driver/report-descriptor.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };
import { bytesOfHex, bytesOfText, magtekReport, outcomeOf } from '../fixtures/reader-reports.ts';

const TRACK_1 = '%B1012345672^ALHARBI/ALI^3012?';
const TRACK_2 = ';1012345672=3012?';
const READ = ['1012345672 magnetic_stripe'];

function layoutOf(hex: string): ReportLayout {
  const layout = parseReportDescriptor(bytesOfHex(hex));
  if (!layout.ok) throw new Error(layout.fault);
  return layout.value;
}

function idTechReport(text: string, { isBigEndian = false, type = 0, bytes = 509, total = text.length } = {}): Uint8Array {
  const report = new Uint8Array(bytes);
  const [low, high] = [total & 0xff, total >> 8];
  report.set([0, 0, 0, TRACK_1.length, TRACK_2.length, 0, type, ...(isBigEndian ? [high, low] : [low, high])]);
  report.set(bytesOfText(text), 9);
  return report;
}

test.each([
  ['ok', vectors.magtek.ok, READ],
  ['t1err', vectors.magtek.t1err, READ],
  ['all_err', vectors.magtek.all_err, ['unreadable']],
])('the recorded MagTek report %s, with and without the descriptor', (_name, hex, outcome) => {
  expect(outcomeOf(msrHid(null), [bytesOfHex(hex)])).toEqual(outcome);
  expect(outcomeOf(msrHid(layoutOf(vectors.descriptors.magtek337)), [bytesOfHex(hex)])).toEqual(outcome);
});

test('the recorded ID TECH report', () => {
  const report = new Uint8Array(509);
  report.set(bytesOfHex(vectors.idtech509.le_len.replace('…', '')));
  expect(outcomeOf(msrHid(null), [report])).toEqual(READ);
});

test.each([509, 521])('ID TECH reports of %d bytes in both byte orders of the total', (bytes) => {
  const text = `${TRACK_1}\r${TRACK_2}\r`;
  expect(outcomeOf(msrHid(null), [idTechReport(text, { bytes })])).toEqual(READ);
  expect(outcomeOf(msrHid(null), [idTechReport(text, { bytes, isBigEndian: true })])).toEqual(READ);
});

test('a track that the reader could not decode does not count, whatever is left in its field', () => {
  const report = magtekReport(['%B2012345670^SPECIMEN^3012?', TRACK_2, ''], [1, 0, 0]);
  expect(outcomeOf(msrHid(null), [report])).toEqual(READ);
});

test('an insert reader’s report with one byte more', () => {
  const report = new Uint8Array(338);
  report.set(magtekReport([TRACK_1, TRACK_2, '']));
  expect(outcomeOf(msrHid(null), [report])).toEqual(READ);
});

/** Usage page 0x8E: three lengths, then three tracks of 64 bytes, behind report id 5. */
const STANDARD = layoutOf('058e0901a1018505150026ff00750809110912091395038102953e0921820201953e0922820201953e0923820201c0');

test('a reader of the standard stripe page, by its descriptor', () => {
  const report = new Uint8Array(1 + 3 + 3 * 62);
  report.set([5, TRACK_1.length, TRACK_2.length, 0]);
  report.set(bytesOfText(TRACK_1), 4);
  report.set(bytesOfText(TRACK_2), 4 + 62);
  expect(outcomeOf(msrHid(STANDARD), [report])).toEqual(READ);
  expect(outcomeOf(msrHid(STANDARD), [report.with(0, 6)])).toEqual([]);
  expect(outcomeOf(msrHid(STANDARD), [report.with(1, 63)])).toEqual(['unreadable']);
});

/** As MagneSafe readers describe themselves: track fields of 112 bytes. */
const ENCRYPTING = layoutOf(vectors.descriptors.magtek337.replaceAll('956e', '9570'));

test.each<[string, Uint8Array, ReportLayout | null]>([
  ['a MagneSafe report by its length', new Uint8Array(887), null],
  ['a MagneSafe report by its descriptor', new Uint8Array(343), ENCRYPTING],
  ['an encrypting ID TECH reader', idTechReport(`${TRACK_1}\r`, { type: 0x80 }), null],
])('%s is trouble for the technician', (_name, report, layout) => {
  expect(outcomeOf(msrHid(layout), [report])).toEqual(['wrong_mode']);
});

test.each<[string, Uint8Array, string]>([
  ['an older card behind the length', magtekReport(['', '', '']).with(7, 0x25), 'unreadable'],
  ['a length beyond its field', magtekReport([TRACK_1, TRACK_2, '']).with(3, 111), 'unreadable'],
  ['a track that runs on into the next field', magtekReport([`%${'1'.repeat(109)}?`, '', '']), 'unreadable'],
  ['a length of 255', magtekReport([TRACK_1, TRACK_2, '']).with(4, 255), 'unreadable'],
  ['a length one short', magtekReport([TRACK_1, TRACK_2, '']).with(4, TRACK_2.length - 1), 'unreadable'],
  ['a length one too long', magtekReport([TRACK_1, TRACK_2, '']).with(3, TRACK_1.length + 1), 'unreadable'],
  ['tracks without sentinels', magtekReport(['1012345672', '', '']), 'unreadable'],
  ['a control character on a track', magtekReport([TRACK_1.replace('A', '\u0007'), '', '']), 'unreadable'],
  ['a blank card', magtekReport(['', '', ''], [0, 0, 0], 3), 'unsupported_document'],
  ['nothing decoded', magtekReport(['', '', ''], [1, 1, 1], 5), 'unreadable'],
  ['tracks that disagree', magtekReport([TRACK_1, ';2012345670=3012?', '']), 'ambiguous'],
  ['a wrong checksum', magtekReport(['', ';1012345673=3012?', '']), 'checksum'],
  ['a bank card', magtekReport(['', ';4111111111111111=3012?', '']), 'unsupported_document'],
  ['336 bytes', magtekReport([TRACK_1, TRACK_2, '']).slice(1), 'unreadable'],
  ['one byte', Uint8Array.of(0), 'unreadable'],
  ['an ID TECH total of nothing', idTechReport(TRACK_1, { total: 0 }), 'unreadable'],
  ['an ID TECH total beyond the report', idTechReport(TRACK_1, { total: 0x0202 }), 'unreadable'],
  ['an ID TECH total in the middle of a track', idTechReport(TRACK_1, { total: 9 }), 'unreadable'],
])('%s gives no identity', (_name, report, outcome) => {
  expect(outcomeOf(msrHid(null), [report])).toEqual([outcome]);
});

test('a report as long as another device’s is refused where the descriptor is known', () => {
  expect(outcomeOf(msrHid(layoutOf(vectors.descriptors.magtek337)), [idTechReport(TRACK_1)])).toEqual(['unreadable']);
});

test('overwrites every report', () => {
  const reports = [magtekReport([TRACK_1, TRACK_2, '']), idTechReport(TRACK_1), new Uint8Array(887).fill(7)];
  for (const report of reports) msrHid(null).feed(report, 0);
  expect(reports.every((report) => report.every((byte) => byte === 0))).toBe(true);
});
