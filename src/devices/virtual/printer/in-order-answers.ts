import { word, type Mechanism, type Step } from './mechanism.ts';

const textBlock = (text: string): Uint8Array => Uint8Array.of(0x5f, ...Buffer.from(text, 'latin1'), 0);
/** Answers to GS I but for the serial number. */
const IDENTITY: Readonly<Record<number, Uint8Array>> = {
  1: Uint8Array.of(0x20),
  2: Uint8Array.of(0x02),
  3: Uint8Array.of(0x00),
  65: textBlock('1.0'),
  66: textBlock('RAHA'),
  67: textBlock('VIRTUAL'),
};
const SERIAL_NUMBER = 68;

/** GS I: who this is. */
export function* identify(mechanism: Mechanism): Step {
  const what = yield 'byte';
  const known = what === SERIAL_NUMBER ? textBlock(mechanism.serialNumber) : IDENTITY[what];
  if (known !== undefined && !mechanism.quirks.has('no_identity')) mechanism.answer(known);
}

/** GS r: the paper sensors. */
export function* mark(mechanism: Mechanism): Step {
  const what = (yield 'byte') % 0x30;
  if (!mechanism.quirks.has('no_marks')) mechanism.answer(Uint8Array.of(what === 1 ? mechanism.paperSensors() : 0));
}

/** GS g 2: a maintenance counter. GS g 0 would set one back, and is read only. */
export function* maintenance(mechanism: Mechanism): Step {
  const isQuestion = (yield 'byte') === 0x32;
  yield 'byte';
  const count = mechanism.counter(yield* word());
  if (isQuestion && count !== null && !mechanism.quirks.has('no_counters')) mechanism.answer(textBlock(String(count)));
}

/** GS ( H, function 48: the id of a process, when all before it is printed. */
export function confirmProcess(body: Uint8Array, mechanism: Mechanism): void {
  if (body[0] !== 48 || mechanism.quirks.has('no_process_id')) return;
  mechanism.answer(Uint8Array.of(0x37, 0x22, ...body.subarray(2, 6), 0));
}
