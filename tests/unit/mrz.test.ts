import * as fc from 'fast-check';
import { parse as parseWithOracle } from 'mrz';
import { expect, test } from 'vitest';
import { birthDateOf, checkDigitOf, civilNumberOf, expiredOn, expiryDateOf, parseTd1, parseTd2, parseTd3 } from '../../src/domain/mrz.ts';
import { characterOf, textOf } from '../fixtures/arbitraries.ts';
import { td2, td3 } from '../fixtures/booklets.ts';
import { CITIZENS, RESIDENTS, digitOver, replaceAt, td1, valueOf } from '../fixtures/cards.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };

const TODAY = new Date('2026-11-21T12:00:00+03:00');

/** What the kiosk makes of three lines: a number, or why there is none. */
function outcomeOf(lines: readonly string[]): string {
  const zone = parseTd1(lines);
  if (!zone.ok) return zone.fault;
  const identity = civilNumberOf(zone.value);
  return identity.ok ? identity.value.number : identity.fault;
}

const ICAO = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];
const ICAO_LONG = ['I<UTOD23145890<7349<<<<<<<<<<<', '3407127M9507122UTO<<<<<<<<<<<2', 'STEVENSON<<PETER<JOHN<<<<<<<<<'];
const LONG = ['I<SAU101234567<29<<<<<<<<<<<<<', '9001011M3012316SAU<<<<<<<<<<<8', 'ALHARBI<<ALI<ABDULLAH<<<<<<<<<'];
const OPTIONAL_1 = ['I<SAUA1234567841012345672<<<<<', '9001011M3012316SAU<<<<<<<<<<<3', 'ALHARBI<<ALI<ABDULLAH<<<<<<<<<'];
const RESIDENT = ['IRSAUB9876543232012345670<<<<<', '8506151F2709019PAK<<<<<<<<<<<2', 'KHAN<<AYESHA<<<<<<<<<<<<<<<<<<'];
const OPTIONAL_2 = ['I<SAUA123456784<<<<<<<<<<<<<<<', '9001011M3012316SAU1012345672<9', 'ALHARBI<<ALI<ABDULLAH<<<<<<<<<'];
const EXPIRED = ['I<SAUA1234567841012345672<<<<<', '9001011M1912319SAU<<<<<<<<<<<7', 'ALHARBI<<ALI<ABDULLAH<<<<<<<<<'];
const EMIRATES = ['ILARE1234567897784199012345676', '9001011M3012316IND<<<<<<<<<<<6', 'KUMAR<<RAVI<<<<<<<<<<<<<<<<<<<'];
const BAD_CHECK_DIGIT = OPTIONAL_1.map((line) => line.replace('A12345678', 'A1234S678'));
/** The ten digits of the civil number cut into the nine of the field, with the check digit of the cut. */
const CUT_NUMBER = td1({ number: '101234567' });

test.each([
  ['the long document number', LONG, '1012345672'],
  ['optional data 1', OPTIONAL_1, '1012345672'],
  ['optional data 1 of a resident', RESIDENT, '2012345670'],
  ['optional data 2', OPTIONAL_2, '1012345672'],
  ['an expired card', EXPIRED, '1012345672'],
  ['the long document number with the filler under its check digit', longWithFillerCovered(), '1012345672'],
  ['two fields that agree', td1({ number: '1012345672', optional2: '1012345672' }), '1012345672'],
  ['a field that also holds other data', td1({ optional1: '7<2012345670<A' }), '2012345670'],
  ['a field beside one with a wrong checksum', td1({ optional1: '1012345672', optional2: '1012345673' }), '1012345672'],
])('finds the civil number in %s', (_name, lines, number) => {
  expect(outcomeOf(lines)).toBe(number);
});

function longWithFillerCovered(): string[] {
  const upper = `I<SAU101234567<2${digitOver('101234567<2')}<<<<<<<<<<<<<`;
  const middle = '9001011M3012316SAU<<<<<<<<<<<';
  return [upper, middle + digitOver(upper.slice(5) + '90010113012316<<<<<<<<<<<'), LONG[2]!];
}

test.each([...CITIZENS, ...RESIDENTS])('finds %s wherever a card may hold it', (number) => {
  expect(outcomeOf(td1({ number }))).toBe(number);
  expect(outcomeOf(td1({ optional1: number }))).toBe(number);
  expect(outcomeOf(td1({ optional2: number }))).toBe(number);
});

test.each<[string, readonly string[], string]>([
  ['the sample of ICAO', ICAO, 'unsupported_document'],
  ['the long sample of ICAO', ICAO_LONG, 'unsupported_document'],
  ['a card of the Emirates', EMIRATES, 'unsupported_document'],
  ['a civil number on a foreign card', td1({ state: 'ARE', optional1: '1012345672' }), 'unsupported_document'],
  ['a Saudi national on a foreign card', td1({ state: 'D', nationality: 'SAU', number: '1012345672' }), 'unsupported_document'],
  ['a Saudi card without a civil number', td1(), 'unsupported_document'],
  ['a number cut to nine digits', CUT_NUMBER, 'unsupported_document'],
  ['ten digits spread over number and optional data', td1({ number: '101234567', optional1: '2' }), 'unsupported_document'],
  ['a number inside a longer run of digits', td1({ optional1: '10123456720' }), 'unsupported_document'],
  ['a number with a letter before it', td1({ optional1: 'A1012345672' }), 'unsupported_document'],
  ['a number with a letter after it', td1({ optional1: '1012345672G' }), 'unsupported_document'],
  ['a number broken by a filler', td1({ optional1: '10123<45672' }), 'unsupported_document'],
  ['a border number', td1({ optional1: '3012345678' }), 'unsupported_document'],
  ['a long number of eleven digits', td1({ number: '10123456720' }), 'unsupported_document'],
  ['two different numbers', td1({ number: '1012345672', optional1: '2012345670' }), 'ambiguous'],
  ['two different numbers in one field', td1({ optional1: '1012345672', optional2: '1000000008' }), 'ambiguous'],
  ['a number with a wrong checksum', td1({ optional1: '1012345673' }), 'checksum'],
  ['a long number with a wrong checksum', td1({ number: '1012345627' }), 'checksum'],
  ['a misread document number', BAD_CHECK_DIGIT, 'checksum'],
  ['a wrong check digit of the document number', [replaceAt(OPTIONAL_1[0]!, 14, '5'), OPTIONAL_1[1]!, OPTIONAL_1[2]!], 'checksum'],
  ['a wrong check digit of the birth date', [OPTIONAL_1[0]!, replaceAt(OPTIONAL_1[1]!, 6, '2'), OPTIONAL_1[2]!], 'checksum'],
  ['a wrong check digit of the expiry date', [OPTIONAL_1[0]!, replaceAt(OPTIONAL_1[1]!, 14, '7'), OPTIONAL_1[2]!], 'checksum'],
  ['a wrong composite check digit', [OPTIONAL_1[0]!, replaceAt(OPTIONAL_1[1]!, 29, '4'), OPTIONAL_1[2]!], 'checksum'],
  ['a misread optional field', [replaceAt(OPTIONAL_1[0]!, 16, 'O'), OPTIONAL_1[1]!, OPTIONAL_1[2]!], 'checksum'],
  ['a wrong check digit of a long number', [replaceAt(LONG[0]!, 16, '8'), LONG[1]!, LONG[2]!], 'checksum'],
  ['a long number without its rest', [`I<SAU101234567${'<'.repeat(16)}`, LONG[1]!, LONG[2]!], 'format'],
  ['a long number without a check digit', [`I<SAU101234567<9${'<'.repeat(14)}`, LONG[1]!, LONG[2]!], 'format'],
  ['a long number without an end', [`I<SAU101234567<${'2'.repeat(15)}`, LONG[1]!, LONG[2]!], 'format'],
  ['no lines', [], 'format'],
  ['one line', [OPTIONAL_1[0]!], 'format'],
  ['two lines', OPTIONAL_1.slice(0, 2), 'format'],
  ['four lines', [...OPTIONAL_1, OPTIONAL_1[2]!], 'format'],
  ['a line too short', [OPTIONAL_1[0]!.slice(1), OPTIONAL_1[1]!, OPTIONAL_1[2]!], 'format'],
  ['a line too long', [OPTIONAL_1[0]!, `${OPTIONAL_1[1]!}<`, OPTIONAL_1[2]!], 'format'],
  ['an empty name', [OPTIONAL_1[0]!, OPTIONAL_1[1]!, ''], 'format'],
  ['lines in the wrong order', OPTIONAL_1.toReversed(), 'format'],
  ['lower case', OPTIONAL_1.map((line) => line.toLowerCase()), 'format'],
  ['a space for a filler', OPTIONAL_1.map((line) => line.replaceAll('<', ' ')), 'format'],
  ['a letter in a date', [OPTIONAL_1[0]!, replaceAt(OPTIONAL_1[1]!, 1, 'O'), OPTIONAL_1[2]!], 'format'],
  ['a letter for a check digit', [replaceAt(OPTIONAL_1[0]!, 14, 'A'), OPTIONAL_1[1]!, OPTIONAL_1[2]!], 'format'],
  ['a digit in the state', [OPTIONAL_1[0]!.replace('SAU', '5AU'), OPTIONAL_1[1]!, OPTIONAL_1[2]!], 'format'],
  ['a line end inside a line', [replaceAt(OPTIONAL_1[0]!, 29, '\n'), OPTIONAL_1[1]!, OPTIONAL_1[2]!], 'format'],
  ['Arabic-Indic digits', [OPTIONAL_1[0]!, replaceAt(OPTIONAL_1[1]!, 0, '٩'), OPTIONAL_1[2]!], 'format'],
])('makes no identity out of %s', (_name, lines, reason) => {
  expect(outcomeOf(lines)).toBe(reason);
});

/** The same lines with the composite check digit that fits them, so that only the single ones can object. */
function withComposite([upper = '', middle = '', lower = '']: readonly string[]): string[] {
  const covered = upper.slice(5) + middle.slice(0, 7) + middle.slice(8, 15) + middle.slice(18, 29);
  return [upper, middle.slice(0, 29) + digitOver(covered), lower];
}

test.each<[string, readonly string[]]>([
  ['document number', [replaceAt(OPTIONAL_1[0]!, 14, '5'), OPTIONAL_1[1]!, OPTIONAL_1[2]!]],
  ['long document number', [replaceAt(LONG[0]!, 16, '8'), LONG[1]!, LONG[2]!]],
  ['birth date', [OPTIONAL_1[0]!, replaceAt(OPTIONAL_1[1]!, 6, '2'), OPTIONAL_1[2]!]],
  ['expiry date', [OPTIONAL_1[0]!, replaceAt(OPTIONAL_1[1]!, 14, '7'), OPTIONAL_1[2]!]],
])('the check digit of the %s is checked on its own', (_name, lines) => {
  expect(outcomeOf(withComposite(OPTIONAL_1))).toBe('1012345672');
  expect(outcomeOf(withComposite(lines))).toBe('checksum');
});

test('a misread letter in the name, which has no check digit, does not cost the read', () => {
  expect(outcomeOf([OPTIONAL_1[0]!, OPTIONAL_1[1]!, OPTIONAL_1[2]!.replace('ALI', 'AL1')])).toBe('1012345672');
});

test('reads the recorded lines of the vectors', () => {
  expect(outcomeOf(vectors.mrz.opt1)).toBe('1012345672');
  expect(outcomeOf(vectors.mrz.sourceFormatted.trim().split('\r'))).toBe('1012345672');
});

test('takes a long document number apart as in the sample of ICAO', () => {
  const zone = parseTd1(ICAO_LONG);
  expect(zone).toMatchObject({ ok: true, value: { documentNumber: 'D23145890734', optional1: '', documentCode: 'I' } });
});

test.each([
  ['2030-12-31T23:59:59+03:00', false],
  ['2031-01-01T00:00:00+03:00', true],
  // Still the last day of the year in Greenwich, already the next one in Riyadh.
  ['2030-12-31T21:30:00Z', true],
])('a card valid until 2030-12-31 at %s: expired %s', (instant, expired) => {
  expect(expiredOn(parsed(OPTIONAL_1), new Date(instant))).toBe(expired);
});

test('an expired card is known as such', () => {
  expect(expiredOn(parsed(EXPIRED), TODAY)).toBe(true);
  expect(expiryDateOf(parsed(EXPIRED))).toBe('2019-12-31');
});

test.each([
  ['900101', '1990-01-01'],
  ['261121', '2026-11-21'],
  ['270101', '1927-01-01'],
  ['000229', '2000-02-29'],
  ['90<<<<', null],
  ['<<<<<<', null],
  ['901301', null],
  ['900100', null],
])('birth date %s means %s', (birth, date) => {
  expect(birthDateOf(parsed(td1({ birth })), TODAY)).toBe(date);
});

test.each(['<<<<<<', '3012<<', '301331'])('a card whose expiry date is %s is not called expired', (expiry) => {
  const zone = parsed(td1({ expiry }));
  expect(expiryDateOf(zone)).toBeNull();
  expect(expiredOn(zone, new Date('2099-01-01T00:00:00Z'))).toBe(false);
});

test('an expiry year is always in this century', () => {
  expect(expiryDateOf(parsed(td1({ expiry: '990101' })))).toBe('2099-01-01');
});

function parsed(lines: readonly string[]) {
  const zone = parseTd1(lines);
  if (!zone.ok) throw new Error(zone.fault);
  return zone.value;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const letters = (maxLength: number) => textOf(ALPHABET, 1, maxLength);
const anyCharacter = characterOf(`${ALPHABET}<`);
const date = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(2, 10).replaceAll('-', ''));
const civil = fc.constantFrom(...CITIZENS, ...RESIDENTS);
const optional = (maxLength: number) => fc.oneof(fc.constant(''), civil, letters(maxLength));
const zone = fc
  .record({
    code: fc.constantFrom('I', 'ID', 'IR', 'A', 'C'),
    state: fc.constantFrom('SAU', 'ARE', 'KWT', 'D', 'IND'),
    number: fc.oneof(letters(9), letters(14), civil),
    birth: date,
    sex: fc.constantFrom('M', 'F', '<'),
    expiry: date,
    nationality: fc.constantFrom('SAU', 'PAK', 'IND'),
    optional2: optional(11),
  })
  .chain((fields) => {
    const room = fields.number.length > 9 ? 15 - (fields.number.length - 9) - 2 : 15;
    return optional(15).map((text) => td1({ ...fields, optional1: text.slice(0, room) }));
  });

test('agrees with the mrz package about every well-formed TD1', () => {
  fc.assert(
    fc.property(zone, (lines) => {
      const oracle = parseWithOracle(lines, { autocorrect: false });
      const own = parsed(lines);
      expect(oracle.valid).toBe(true);
      expect(own.documentNumber).toBe(oracle.documentNumber);
      expect(own.birth).toBe(oracle.fields.birthDate);
      expect(own.expiry).toBe(oracle.fields.expirationDate);
      expect(own.issuingState).toBe(oracle.fields.issuingState);
      expect(own.documentCode).toBe(oracle.fields.documentCode);
      expect(own.optional2).toBe(oracle.fields.optional2 ?? '');
      // The package leaves the rest of a long number in the optional field; the kiosk takes it out.
      const rest = oracle.fields.optional1 ?? '';
      expect(own.optional1).toBe(own.documentNumber.length > 9 ? rest.split(' ').slice(1).join(' ') : rest);
    }),
    { numRuns: 300 },
  );
});

test('agrees with the mrz package about the check digits of a TD1 with one changed character', () => {
  fc.assert(
    fc.property(zone, protectedPosition(), anyCharacter, (lines, [line, index], character) => {
      // A filler for the check digit 0 opens the long form here; the package takes it for the 0.
      fc.pre(line !== 0 || index !== 14 || character !== '<');
      const changed = lines.with(line, replaceAt(lines[line], index, character));
      const oracle = parseWithOracle(changed, { autocorrect: false });
      const checks = oracle.details.filter(({ field }) => field?.endsWith('CheckDigit') === true);
      const own = parseTd1(changed).ok;
      // The package also refuses impossible dates, which the kiosk doesn't need; the rest must agree both ways.
      expect(own || !oracle.valid).toBe(true);
      expect(!own || checks.every(({ valid }) => valid)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

function protectedPosition() {
  const positions: [0 | 1, number][] = [];
  for (let index = 5; index < 30; index += 1) positions.push([0, index]);
  for (let index = 0; index < 30; index += 1) {
    const isSexOrNationality = index === 7 || (index >= 15 && index <= 17);
    if (!isSexOrNationality) positions.push([1, index]);
  }
  return fc.constantFrom(...positions);
}

test('one changed character under a check digit is noticed, unless its value is the same mod 10', () => {
  fc.assert(
    fc.property(zone, protectedPosition(), anyCharacter, (lines, [line, index], character) => {
      const before = lines[line].charAt(index);
      fc.pre(valueOf(before) % 10 !== valueOf(character) % 10);
      expect(parseTd1(lines.with(line, replaceAt(lines[line], index, character))).ok).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('one misread character never turns a card into somebody else’s', () => {
  const card = fc.constantFrom(LONG, OPTIONAL_1, OPTIONAL_2, RESIDENT);
  fc.assert(
    fc.property(card, protectedPosition(), anyCharacter, (lines, [line, index], character) => {
      const outcome = outcomeOf(lines.with(line, replaceAt(lines[line]!, index, character)));
      expect([outcomeOf(lines), 'checksum', 'format', 'unsupported_document']).toContain(outcome);
    }),
    { numRuns: 300 },
  );
});

test('the check digit is the one of the standard', () => {
  expect(checkDigitOf('520727')).toBe('3');
  expect(checkDigitOf('AB2134<<<')).toBe('5');
  fc.assert(fc.property(letters(30), (text) => checkDigitOf(text) === digitOver(text)), { numRuns: 100 });
});

test('random lines never give an identity and never throw', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    textOf(`${ALPHABET}<`, 30),
    textOf('0123456789<', 30),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
      expect(outcomeOf(lines)).not.toMatch(/^[0-9]+$/);
    }),
    { numRuns: 300 },
  );
});

const booklet = fc.record({
  state: fc.constantFrom('SAU', 'ARE', 'D'),
  number: letters(9),
  birth: date,
  expiry: date,
  nationality: fc.constantFrom('SAU', 'PAK', 'IND'),
  optional: optional(7).map((text) => text.slice(0, 7)),
});

test('agrees with the mrz package about every well-formed TD2 and TD3', () => {
  fc.assert(
    fc.property(booklet, fc.boolean(), (fields, isPassport) => {
      const lines = isPassport ? td3(fields) : td2(fields);
      const oracle = parseWithOracle(lines, { autocorrect: false });
      const own = (isPassport ? parseTd3 : parseTd2)(lines);
      expect(oracle.valid).toBe(true);
      expect(own).toMatchObject({
        ok: true,
        value: { documentNumber: oracle.documentNumber, birth: fields.birth, expiry: fields.expiry, issuingState: fields.state },
      });
    }),
    { numRuns: 200 },
  );
});

test('agrees with the mrz package about the check digits of a booklet with one changed character', () => {
  fc.assert(
    fc.property(booklet, fc.boolean(), fc.nat({ max: 43 }), anyCharacter, (fields, isPassport, at, character) => {
      const lines = isPassport ? td3(fields) : td2(fields);
      fc.pre(at !== 9 || character !== '<');
      const changed = [lines[0], replaceAt(lines[1], at % lines[1].length, character)];
      const oracle = parseWithOracle(changed, { autocorrect: false });
      const checks = oracle.details.filter(({ field }) => field?.endsWith('CheckDigit') === true);
      const own = (isPassport ? parseTd3 : parseTd2)(changed).ok;
      expect(own || !oracle.valid).toBe(true);
      expect(!own || checks.every(({ valid }) => valid)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('reads the passport of the standard, and one whose empty personal number has a filler for its check digit', () => {
  const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
  const passport = parseTd3([upper, 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']);
  expect(passport).toMatchObject({ ok: true, value: { documentNumber: 'L898902C3', optional1: 'ZE184226B' } });
  const lower = `L898902C36UTO7408122F1204159${'<'.repeat(15)}`;
  expect(parseTd3([upper, lower + digitOver(lower.slice(0, 10) + lower.slice(13, 20) + lower.slice(21))]).ok).toBe(true);
});
