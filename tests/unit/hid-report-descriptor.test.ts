import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteField, parseReportDescriptor } from '../../src/devices/reader/driver/report-descriptor.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };
import { bytesOfHex } from '../fixtures/reader-reports.ts';

function layoutOf(hex: string) {
  const layout = parseReportDescriptor(bytesOfHex(hex));
  if (!layout.ok) throw new Error(layout.fault);
  return layout.value;
}

test('a scanner’s descriptor tells where its parts stand, with the report id in front', () => {
  const layout = layoutOf(vectors.descriptors.hidpos64);
  expect(layout.applications).toEqual([{ usagePage: 0x8c, usage: 0x02 }]);
  expect(layout.reportBytes).toEqual(new Map([[2, 64]]));
  const places = layout.inputs.map(({ usage, usagePage, bitOffset, count }) => [usagePage, usage, bitOffset / 8, count]);
  expect(places.slice(0, 5)).toEqual([
    [0x01, 0x3b, 1, 1],
    [0x8c, 0xfb, 2, 1],
    [0x8c, 0xfc, 3, 1],
    [0x8c, 0xfd, 4, 1],
    [0x8c, 0xfe, 5, 56],
  ]);
  expect(layout.inputs.at(-1)).toMatchObject({ usagePage: 0x8c, usage: 0xff, bitOffset: 63 * 8, bitSize: 1 });
});

test('a stripe reader’s descriptor, without report ids', () => {
  const layout = layoutOf(vectors.descriptors.magtek337);
  expect(layout.applications).toEqual([{ usagePage: 0xff00, usage: 1 }]);
  expect(layout.reportBytes).toEqual(new Map([[0, 337]]));
  expect([0x30, 0x31, 0x32].map((usage) => byteField(layout, 0xff00, usage))).toMatchObject([
    { bitOffset: 7 * 8, count: 110 },
    { bitOffset: 117 * 8, count: 110 },
    { bitOffset: 227 * 8, count: 110 },
  ]);
});

test('a keyboard’s descriptor; output fields take no room in the input report', () => {
  const layout = layoutOf(vectors.descriptors.bootKeyboard);
  expect(layout.applications).toEqual([{ usagePage: 1, usage: 6 }]);
  expect(layout.reportBytes).toEqual(new Map([[0, 8]]));
  expect(layout.inputs).toMatchObject([
    { usagePage: 7, usage: 0xe0, bitOffset: 0, bitSize: 1, count: 8 },
    { usagePage: 7, usage: 0, bitOffset: 16, bitSize: 8, count: 6 },
  ]);
});

test('a usage of four bytes brings its own page, push and pop keep the others', () => {
  const layout = layoutOf('0501a4058cb40b fe008c00 7508950181020b3b0001008102'.replaceAll(' ', ''));
  expect(layout.inputs).toMatchObject([
    { usagePage: 0x8c, usage: 0xfe, bitOffset: 0 },
    { usagePage: 0x01, usage: 0x3b, bitOffset: 8 },
  ]);
});

test.each<[string, string, string]>([
  ['an item cut short', '0600', 'malformed'],
  ['a long item cut short', 'fe05', 'malformed'],
  ['a collection that never ends', '058c0902a101', 'malformed'],
  ['an end without a collection', 'c0', 'malformed'],
  ['a pop without a push', 'b4', 'malformed'],
  ['seventeen collections in each other', 'a100'.repeat(17), 'too_large'],
  ['seventeen pushes', 'a4'.repeat(17), 'too_large'],
  ['300 usages', '0901'.repeat(300), 'too_large'],
  ['300 fields', '7501950109018102'.repeat(300), 'too_large'],
  ['a report of 32 kB', '750896008081029600808102', 'too_large'],
  ['a field of four thousand million elements', '7508 97ffffffff 8102'.replaceAll(' ', ''), 'too_large'],
  ['elements of four thousand million bits', '77ffffffff 9501 8102'.replaceAll(' ', ''), 'too_large'],
  ['5,000 bytes', '00'.repeat(5000), 'too_large'],
])('%s is refused', (_name, hex, reason) => {
  expect(parseReportDescriptor(bytesOfHex(hex))).toEqual({ ok: false, fault: reason });
});

test('an empty descriptor and a long item are no fault', () => {
  expect(layoutOf('').inputs).toEqual([]);
  expect(layoutOf('fe02ffaabb').inputs).toEqual([]);
});

test('never throws and stays bounded, for random bytes and for descriptors with changed bytes', () => {
  const known = fc.constantFrom(...Object.values(vectors.descriptors)).map(bytesOfHex);
  const changed = fc
    .tuple(known, fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }), fc.nat(120))
    .map(([bytes, changes, length]) => {
      const copy = bytes.slice(0, bytes.length - (length % 20));
      for (const [at, value] of changes) copy[at % copy.length] = value;
      return copy;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), changed), (bytes) => {
      const layout = parseReportDescriptor(bytes);
      if (!layout.ok) return;
      expect(layout.value.inputs.length).toBeLessThanOrEqual(256);
      for (const length of layout.value.reportBytes.values()) expect(length).toBeLessThanOrEqual(2048);
    }),
    { numRuns: 300 },
  );
});
