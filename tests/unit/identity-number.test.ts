import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { IDENTITY_KINDS, parseCivilNumber } from '../../src/domain/identity.ts';
import { parseIdentityNumber } from '../../src/domain/identity-number.ts';
import { anyText } from '../fixtures/arbitraries.ts';

const CIVIL = ['national_id', 'iqama'] as const;

test.each([
  ['1012345672', 'national_id'],
  ['2012345670', 'iqama'],
  ['3012345678', 'border_number'],
  ['٤٠١٢٣٤٥٦٧٨', 'border_number'],
])('%s is taken where it counts, and nowhere else', (typed, kind) => {
  expect(parseIdentityNumber(typed, IDENTITY_KINDS)).toMatchObject({ ok: true, value: { kind } });
  const others = IDENTITY_KINDS.filter((each) => each !== kind);
  expect(parseIdentityNumber(typed, others)).toEqual({ ok: false, fault: 'class' });
});

test.each([
  ['6012345678', 'class'],
  ['301234567', 'length'],
  ['1012345673', 'checksum'],
  ['', 'empty'],
])('%j is refused as %s', (typed, code) => {
  expect(parseIdentityNumber(typed, IDENTITY_KINDS)).toEqual({ ok: false, fault: code });
});

test('where only civil numbers count, nothing else is taken, whatever is typed', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.stringMatching(/^[0-9]{10}$/)), (typed) => {
      expect(parseIdentityNumber(typed, CIVIL)).toEqual(parseCivilNumber(typed));
    }),
    { numRuns: 300 },
  );
});
