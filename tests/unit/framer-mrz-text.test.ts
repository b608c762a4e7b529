import { expect, test } from 'vitest';
import type { Decoded } from '../../src/devices/reader/driver/decoder.ts';
import { mrzText } from '../../src/devices/reader/driver/mrz-text.ts';
import { td3 } from '../fixtures/booklets.ts';
import { td1 } from '../fixtures/cards.ts';
import vectors from '../fixtures/id-card-vectors.json' with { type: 'json' };
import { bytesOfHex, bytesOfText, outcomeOf, told } from '../fixtures/reader-reports.ts';

const LINES = vectors.mrz.opt1;
const ZONE = LINES.map((line) => `${line}\r`).join('');
const READ = ['1012345672 mrz_td1'];
const PASSPORT = td3({ optional: '1012345672' });

/** RTE Native: length of what follows in two times seven bits, `OU`, flag, padded lines, block check. */
function rte(lines: readonly string[], { check = 'x', length = [0x64, 0x00] } = {}): string {
  const text = lines.map((line) => `${line.replaceAll('<', '_')}\r`).join('');
  return `\u0001${String.fromCharCode(...length)}OU\u00020${text}\u0003${check}`;
}

test.each<[string, Uint8Array, string[]]>([
  ['the recorded frame of a CUTE reader', bytesOfHex(vectors.serial.cute), READ],
  ['the recorded answer of an Elyctis reader', bytesOfHex(vectors.elyctis_inquire_reply), READ],
  ['CR after each line', bytesOfText(ZONE), READ],
  ['LF after each line', bytesOfText(ZONE.replaceAll('\r', '\n')), READ],
  ['CRLF after each line', bytesOfText(ZONE.replaceAll('\r', '\r\n')), READ],
  ['no line ends', bytesOfText(LINES.join('')), READ],
  ['no line end after the last line', bytesOfText(LINES.join('\r')), READ],
  ['STX and ETX', bytesOfText(`\u0002${ZONE}\u0003`), READ],
  ['start and end marks of one byte', bytesOfText(`\u0001\u0002${ZONE}\u0003\u0004`), READ],
  ['other start and end marks', bytesOfText(`\u001c\u0002${ZONE}\u0003\u001d`), READ],
  ['RTE Native', bytesOfText(rte(LINES)), READ],
  ['RTE Native with a block check that is a start mark’s value', bytesOfText(rte(LINES, { check: '\u0007' })), READ],
  ['RTE Native whose length holds the value of an ETX', bytesOfText(rte(LINES, { length: [0x03, 0x03] })), READ],
  ['RTE Native with a missing first line', bytesOfText(rte(['', ...PASSPORT])), ['1012345672 mrz_td3']],
  ['a passport', bytesOfText(PASSPORT.join('\r')), ['1012345672 mrz_td3']],
  ['a bar code', bytesOfText('1012345672\r\n'), ['1012345672 bar_code']],
  ['a bar code with identifier', bytesOfText(']C01012345672\r'), ['1012345672 bar_code']],
  ['a bar code in STX and ETX', bytesOfText('\u00021012345672\u0003'), ['1012345672 bar_code']],
  ['a stripe', bytesOfText('%B1012345672^A^3012?;1012345672=3012?\r'), ['1012345672 magnetic_stripe']],
  ['two zones in two frames', bytesOfText(`\u0002${ZONE}\u0003\u0002${ZONE}\u0003`), [...READ, ...READ]],
])('reads %s, at once, byte by byte and in two pieces', (_name, bytes, outcome) => {
  expect(outcomeOf(mrzText('plain'), [bytes])).toEqual(outcome);
  expect(outcomeOf(mrzText('plain'), Array.from(bytes, (byte) => Uint8Array.of(byte)), 1)).toEqual(outcome);
  expect(outcomeOf(mrzText('plain'), [bytes.slice(0, 50), bytes.slice(50)], 30)).toEqual(outcome);
});

test.each<[string, string, string[]]>([
  ['silence', '', []],
  ['line ends only', '\r\n\r\n', []],
  ['control characters only', '\u0002\u0003\u0004', []],
  ['an Elyctis answer without a document', 'I\u0000\u0000', []],
  ['an acknowledgement', 'OK\u0006', []],
  ['a menu command', '\u0016M\rTRGMOD3.', []],
  ['two numbers at once', '1012345672\r2012345670\r', ['ambiguous']],
  ['a zone without its last line', LINES.slice(0, 2).join('\r'), ['unreadable']],
  ['a zone without its first line', LINES.slice(1).join('\r'), ['unreadable']],
  ['a zone cut in the middle', ZONE.slice(0, 45), ['unreadable']],
  ['a zone with characters the reader couldn’t make out', ZONE.replace('A12345678', 'A123?5678'), ['unreadable']],
  ['a wrong check digit', ZONE.replace('A12345678', 'A1234S678'), ['checksum']],
  ['an escape sequence in a zone', ZONE.replace('ALHARBI', 'ALHA\u001b[A'), ['unreadable']],
  ['a NUL in a zone', ZONE.replace('ALHARBI', 'ALHARB\u0000'), ['unreadable']],
  ['bytes above ASCII', ZONE.replace('ALHARBI', 'ALHARBÍ'), ['unreadable']],
  ['an Elyctis answer that is too short for its length', `I\u0000\u005a${LINES.join('').slice(0, 60)}`, ['unreadable']],
  ['an Elyctis answer longer than its length', `I\u0000\u0050${LINES.join('')}`, ['unreadable', 'unreadable']],
  ['RTE Native that ends in its header', '\u0001\u0064\u0000OU\u0002', []],
  ['600 characters', 'A'.repeat(600), ['unreadable']],
  ['10,000 characters', '1'.repeat(10_000), ['unreadable']],
])('%s gives %j', (_name, text, outcome) => {
  expect(outcomeOf(mrzText('plain'), [bytesOfText(text)])).toEqual(outcome);
});

test('what comes more than 120 ms later is another document', () => {
  const decoder = mrzText('plain');
  const bytes = bytesOfText(ZONE);
  decoder.feed(bytes.slice(0, 40), 1000);
  expect(decoder.deadlineMs).toBe(1120);
  expect(told(decoder.feed(bytes.slice(40), 1120))).toEqual(['unreadable']);
});

test('a zone with line ends is told at its last byte, without waiting', () => {
  const decoded = mrzText('plain').feed(bytesOfText(ZONE), 1000);
  expect(decoded).toEqual([{ type: 'frame', bytes: bytesOfText(ZONE), lastReportAtMs: 1000 }]);
});

test('after the block check of one document the next one is read', () => {
  const decoder = mrzText('plain');
  const decoded: Decoded[] = [];
  for (const atMs of [1000, 1500, 2000]) decoded.push(...decoder.feed(bytesOfText(rte(LINES)), atMs));
  expect(told(decoded)).toEqual([...READ, ...READ, ...READ]);
});

test('endless noise is one fault until it ends', () => {
  const decoder = mrzText('plain');
  const decoded: Decoded[] = [];
  for (let atMs = 0; atMs < 10_000; atMs += 50) decoded.push(...decoder.feed(bytesOfText('x'.repeat(100)), atMs));
  expect(told(decoded)).toEqual(['unreadable']);
  expect(told([...decoder.feed(bytesOfText(ZONE), 20_000)])).toEqual(READ);
});

test('half a zone before an unplug is not joined to what comes after', () => {
  const decoder = mrzText('plain');
  const lines = td1({ optional1: '2012345670' });
  decoder.feed(bytesOfText(`${lines[0]}\r`), 0);
  decoder.reset();
  expect(decoder.deadlineMs).toBeNull();
  expect(told([...decoder.feed(bytesOfText(`${lines[1]}\r${lines[2]}\r`), 10), ...decoder.expire(1000)])).toEqual(['unreadable']);
});

test('an Elyctis reader is asked for each document; others send by themselves', () => {
  expect(mrzText('elyctis').prompt).toEqual(Uint8Array.of(0x43, 0, 1, 1));
  expect(mrzText('plain').prompt).toBeNull();
});

test('a reader that answers what it is asked is not asked again for that', () => {
  for (const answer of ['C\u0000\u0000', 'C\u0000\u0001\u0001']) {
    const decoder = mrzText('elyctis');
    expect(decoder.feed(bytesOfText(answer), 0)).toEqual([]);
    expect([decoder.deadlineMs, decoder.expire(1000)]).toEqual([null, []]);
    expect(told(decoder.feed(bytesOfText(`I\u0000\u005a${LINES.join('')}`), 2000))).toEqual(READ);
  }
});

test('overwrites every chunk', () => {
  const chunk = bytesOfText(ZONE.repeat(10));
  mrzText('plain').feed(chunk, 0);
  expect(chunk.every((byte) => byte === 0)).toBe(true);
});
