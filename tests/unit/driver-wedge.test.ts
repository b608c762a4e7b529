import { expect, test } from 'vitest';
import { parseReportDescriptor } from '../../src/devices/reader/driver/report-descriptor.ts';
import { wedgeHidraw } from '../../src/devices/reader/driver/wedge-hidraw.ts';
import { keyOfCode, wedgePage } from '../../src/devices/reader/driver/wedge-page.ts';
import { td3 } from '../fixtures/booklets.ts';
import { td1 } from '../fixtures/cards.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };
import { bootReports, bytesOfHex, bytesOfText, outcomeOf, told } from '../fixtures/reader-reports.ts';

const ZONE = vectors.mrz.sourceFormatted;
const NUMBER = ['1012345672 bar_code'];
const READ = ['1012345672 mrz_td1'];
const key = (usage: number, modifiers = 0): Uint8Array => Uint8Array.from([modifiers, 0, usage, 0, 0, 0, 0, 0]);
const up = new Uint8Array(8);

function bootDescriptor() {
  const layout = parseReportDescriptor(bytesOfHex(vectors.descriptors.bootKeyboard));
  if (!layout.ok) throw new Error(layout.fault);
  return layout.value;
}

test('the recorded boot reports, with and without the descriptor', () => {
  const reports = vectors.wedge.map(bytesOfHex);
  expect(outcomeOf(wedgeHidraw(null), reports)).toEqual(NUMBER);
  expect(outcomeOf(wedgeHidraw(bootDescriptor()), reports)).toEqual(NUMBER);
});

test.each<[string, string, string[]]>([
  ['a number and Enter', '1012345672\r', NUMBER],
  ['a number and Tab', '1012345672\t', NUMBER],
  ['a number without an end', '1012345672', NUMBER],
  ['a number with identifier', ']C01012345672\r', NUMBER],
  ['a zone with Enter', ZONE, READ],
  ['a zone with Tab', ZONE.replaceAll('\r', '\t'), READ],
  ['a zone in one line', `${vectors.mrz.opt1.join('')}\r`, READ],
  ['a passport', `${td3({ optional: '2012345670' }).join('\r')}\r`, ['2012345670 mrz_td3']],
  ['a stripe with a bad first track', '%E?;1012345672=3012?\r', ['1012345672 magnetic_stripe']],
  ['two numbers one after the other', '1012345672\r2012345670\r', [...NUMBER, '2012345670 bar_code']],
  ['empty lines', '\r\r\r', []],
  ['a zone without its last line', `${vectors.mrz.opt1.slice(0, 2).join('\r')}\r`, ['unreadable']],
  ['a zone in small letters', ZONE.toLowerCase(), ['unreadable']],
  ['a wrong checksum', '1012345673\r', ['checksum']],
  ['a product', '6281007000123\r', ['unsupported_document']],
  ['600 keys', '1'.repeat(600), ['unreadable']],
])('a keyboard-class reader types %s', (_name, text, outcome) => {
  expect(outcomeOf(wedgeHidraw(null), bootReports(text))).toEqual(outcome);
});

test('a scanner that takes 100 ms for each key is waited for', () => {
  expect(outcomeOf(wedgeHidraw(null), bootReports(ZONE), 50)).toEqual(READ);
});

test('keys of the number block count', () => {
  const digits = Array.from('1012345672', (digit) => key(digit === '0' ? 0x62 : 0x58 + Number(digit)));
  expect(outcomeOf(wedgeHidraw(null), [...digits.flatMap((report) => [report, up]), key(0x58)])).toEqual(NUMBER);
});

test('a key held down counts once; the next one may come before it is let go', () => {
  const [one, zero] = [0x1e, 0x27];
  const held = Uint8Array.from([0, 0, one, zero, 0, 0, 0, 0]);
  const decoder = wedgeHidraw(null);
  for (const report of [key(one), key(one), held, key(zero), up]) decoder.feed(report, 0);
  expect(told([...decoder.feed(key(0x28), 1)])).toEqual(['unsupported_document']);
  const typed = wedgeHidraw(null);
  for (const report of [key(one), key(one), held, key(zero), up, ...bootReports('12345672')]) typed.feed(report.slice(), 0);
  expect(told(typed.feed(key(0x28), 1))).toEqual(NUMBER);
});

test.each<[string, Uint8Array[]]>([
  ['a rollover in the middle', [...bootReports('10123'), new Uint8Array(8).fill(1, 2), ...bootReports('45672\r')]],
  ['Control with a key', [...bootReports('1012345672'), key(0x06, 1), key(0x28)]],
  ['the Windows key with a key', [...bootReports('1012345672'), key(0x15, 8), key(0x28)]],
  ['Alt with a key', [...bootReports('1012345672'), key(0x3d, 4), key(0x28)]],
  ['Escape', [...bootReports('1012345672'), key(0x29), key(0x28)]],
  ['an arrow key', [...bootReports('10123'), key(0x4f), ...bootReports('45672\r')]],
  ['Backspace', [...bootReports('10123456722'), key(0x2a), key(0x28)]],
])('%s spoils what is typed', (_name, reports) => {
  expect(outcomeOf(wedgeHidraw(null), reports)).toEqual(['unreadable']);
});

test('reports of a wrong length are faults and drop what was begun', () => {
  const reports = [...bootReports('10123'), new Uint8Array(9), ...bootReports('1012345672\r')];
  expect(outcomeOf(wedgeHidraw(null), reports)).toEqual(['unreadable', ...NUMBER]);
});

test('shift keys and announcing keys are silent', () => {
  expect(outcomeOf(wedgeHidraw(null), [key(0x68), up, key(0x39), up, key(0, 2), ...bootReports('1012345672\r')])).toEqual(NUMBER);
});

test('what was begun before an unplug is gone', () => {
  const decoder = wedgeHidraw(null);
  for (const report of bootReports('10123')) decoder.feed(report, 0);
  decoder.reset();
  for (const report of bootReports('45672')) decoder.feed(report, 10);
  expect(told(decoder.feed(key(0x28), 20))).toEqual(['unsupported_document']);
});

test('typing without end is cut after fifteen seconds', () => {
  const decoder = wedgeHidraw(null);
  const faults: string[] = [];
  for (let atMs = 0; atMs < 40_000; atMs += 100) {
    faults.push(...told(decoder.feed(key(0x1e), atMs)), ...told(decoder.feed(up.slice(), atMs + 50)));
  }
  expect(faults).toEqual(['unsupported_document', 'unsupported_document']);
});

/** A keyboard behind report id 3, as in a device with several functions. */
test('a keyboard that numbers its reports is read by its descriptor', () => {
  const hex = vectors.descriptors.bootKeyboard.replace('a101', 'a1018503');
  const layout = parseReportDescriptor(bytesOfHex(hex));
  expect(layout.ok).toBe(true);
  if (!layout.ok) return;
  const reports = bootReports('1012345672\r').map((report) => Uint8Array.from([3, ...report]));
  expect(outcomeOf(wedgeHidraw(layout.value), reports)).toEqual(NUMBER);
  expect(outcomeOf(wedgeHidraw(layout.value), reports.map((report) => report.with(0, 4)))).toEqual([]);
});

const CODES: Readonly<Record<string, string>> = { '<': 'Shift+Comma', '\r': 'Enter', ' ': 'Space', '=': 'Equal' };
const codeOf = (character: string): string =>
  /[0-9]/.test(character) ? `Digit${character}` : /[A-Z]/.test(character) ? `Shift+Key${character}` : CODES[character]!;
const pageReports = (text: string): Uint8Array[] => Array.from(text, (character) => bytesOfText(codeOf(character)));

test.each<[string, string, string[]]>([
  ['a number', '1012345672\r', NUMBER],
  ['a zone', ZONE, READ],
  ['a resident’s zone', `${td1({ optional1: '2012345670' }).join('\r')}\r`, ['2012345670 mrz_td1']],
])('the page’s keys type %s', (_name, text, outcome) => {
  expect(outcomeOf(wedgePage(), pageReports(text))).toEqual(outcome);
});

test.each([
  ['KeyA', false, 'a'],
  ['KeyA', true, 'A'],
  ['Digit2', false, '2'],
  ['Digit5', true, '%'],
  ['Numpad7', false, '7'],
  ['Comma', true, '<'],
  ['Slash', true, '?'],
  ['Semicolon', false, ';'],
])('the key %s with shift %s is %s, whatever the layout', (code, isShift, character) => {
  expect(keyOfCode(code, isShift)).toEqual({ type: 'character', character });
});

test.each(['Escape', 'F1', 'KeyAA', 'Digit10', 'constructor', '__proto__', 'ArrowLeft', '', 'ControlLeft'])(
  'the key %j is none of a reader',
  (code) => {
    expect(keyOfCode(code, false)).toEqual({ type: 'foreign' });
  },
);

test('a foreign key or a report of any length spoils what is typed into the page', () => {
  const number = pageReports('1012345672');
  expect(outcomeOf(wedgePage(), [...number, bytesOfText('Escape'), bytesOfText('Enter')])).toEqual(['unreadable']);
  expect(outcomeOf(wedgePage(), [...number, new Uint8Array(4000), bytesOfText('Enter')])).toEqual(['unreadable']);
});
