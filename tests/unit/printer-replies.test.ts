import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplyReader, type Reply } from '../../src/devices/printer/status/replies.ts';
import { faultOf, stateOf, statusOfAnswers, statusOfReport } from '../../src/devices/printer/status/status.ts';

const read = (...bytes: number[]): Reply[] => new ReplyReader().read(Uint8Array.from(bytes));

test('each kind of answer is told apart by its fixed bits', () => {
  expect(read(0x12, 0x3a)).toEqual([
    { kind: 'real_time', byte: 0x12 },
    { kind: 'real_time', byte: 0x3a },
  ]);
  expect(read(0x14, 0x00, 0x00, 0x0f)).toEqual([{ kind: 'automatic', bytes: [0x14, 0, 0, 0x0f] }]);
  expect(read(0x0c)).toEqual([{ kind: 'in_order', byte: 0x0c }]);
  expect(read(0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0x00)).toEqual([{ kind: 'process', id: [0x41, 0x42, 0x43, 0x44] }]);
  expect(read(0x37, 0x25, 0x00)).toEqual([{ kind: 'cleared' }]);
  expect(read(0x5f, 0x54, 0x4d, 0x00)).toEqual([{ kind: 'text', text: 'TM' }]);
});

test('flow control inside an answer is not part of it', () => {
  expect(read(0x37, 0x13, 0x22, 0x41, 0x11, 0x42, 0x43, 0x44, 0x00)).toEqual([
    { kind: 'process', id: [0x41, 0x42, 0x43, 0x44] },
  ]);
});

test('a report cut short does not swallow the answer after it', () => {
  expect(read(0x10, 0x00, 0x37, 0x25, 0x00)).toEqual([{ kind: 'cleared' }]);
});

test('names of stored pictures come in one answer or more', () => {
  expect(read(0x37, 0x72, 0x41, 0x41, 0x42, 0x7e, 0x20, 0x00, 0x37, 0x72, 0x40, 0x00)).toEqual([
    { kind: 'stored_names', names: ['AB', '~ '], hasMore: true },
    { kind: 'stored_names', names: [], hasMore: false },
  ]);
});

test('a block that breaks off does not swallow the answers after it', () => {
  expect(read(0x5f, 0x54, 0x12, 0x12)).toEqual([
    { kind: 'real_time', byte: 0x12 },
    { kind: 'real_time', byte: 0x12 },
  ]);
  expect(read(0x37, 0x22, 0x41, 0x14, 0x00, 0x00, 0x0f)).toEqual([{ kind: 'automatic', bytes: [0x14, 0, 0, 0x0f] }]);
});

test('a short answer to GS ( H is no answer to it', () => {
  expect(read(0x37, 0x22, 0x41, 0x42, 0x43, 0x00)).toEqual([{ kind: 'block', bytes: [0x37, 0x22, 0x41, 0x42, 0x43, 0] }]);
});

test('noise never throws, however it is cut, and the next answer but one comes through', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (noise, pieceBytes) => {
      const reader = new ReplyReader();
      const whole = new ReplyReader().read(noise);
      const pieces: Reply[] = [];
      for (let at = 0; at < noise.length; at += pieceBytes) {
        pieces.push(...reader.read(noise.subarray(at, at + pieceBytes)));
      }
      expect(pieces).toEqual(whole);
      reader.read(new Uint8Array(100));
      const [reply] = reader.read(Uint8Array.of(0x37, 0x25, 0x00));
      expect(reply).toEqual({ kind: 'cleared' });
    }),
    { numRuns: 300 },
  );
});

test('what a person must do first names the state', () => {
  const report = (first: number, second = 0, third = 0) => stateOf(statusOfReport([first, second, third, 0]));
  expect(report(0x10)).toBe('ready');
  expect(report(0x10, 0, 0x03)).toBe('paper_low');
  expect(report(0x18, 0, 0x0c)).toBe('paper_out');
  expect(report(0x38, 0x40, 0x0c)).toBe('cover_open');
  expect(report(0x18, 0x08)).toBe('cutter');
  expect(report(0x18, 0x40)).toBe('overheated');
  expect(report(0x18, 0x20)).toBe('offline');
  expect(report(0x18)).toBe('offline');
});

test('DLE EOT says the same as the report', () => {
  const answers = (...bytes: [number, number, number, number]) => stateOf(statusOfAnswers(bytes));
  expect(answers(0x12, 0x12, 0x12, 0x12)).toBe('ready');
  expect(answers(0x12, 0x12, 0x12, 0x1e)).toBe('paper_low');
  expect(answers(0x1a, 0x32, 0x12, 0x7e)).toBe('paper_out');
  expect(answers(0x1a, 0x16, 0x12, 0x12)).toBe('cover_open');
  expect(answers(0x1a, 0x52, 0x1a, 0x12)).toBe('cutter');
  expect(answers(0x1a, 0x52, 0x52, 0x12)).toBe('overheated');
});

test('only a printer that is well, low on paper or mute may be sent a job', () => {
  expect([faultOf('ready'), faultOf('paper_low'), faultOf('unknown')]).toEqual([null, null, null]);
  expect(faultOf('paper_out')).toBe('paper_out');
});
