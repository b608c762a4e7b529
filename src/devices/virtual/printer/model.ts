import { Interpreter } from './interpreter.ts';
import { StoredPictureMemory } from './stored-pictures.ts';

export interface ModelOptions {
  /** Speed of the line to the printer: baud divided by ten on a serial port. */
  readonly bytesPerSecond: number;
  readonly mmPerSecond: number;
  /** Prints a picture only when its command is complete, as many printers do. */
  readonly isStoreAndForward: boolean;
  /** Sent before, on another day: what fills the printer's memory. */
  readonly provisioning?: Uint8Array;
}

export interface ModelledPrint {
  /** From the first byte on the line. */
  readonly firstInkMs: number;
  readonly cutMs: number;
}

const WIDTH_DOTS = 576;
const DOTS_PER_MM = 8;
/** From the head to the knife of an Epson TM-T88: 14.8 mm. */
const KNIFE_DOTS = 120;

/**
 * When a job would show its first ink and be cut: bytes arrive at the speed of the line, a row prints when it is there
 * and the row before is done, the paper moves at its speed. The knife's own stroke is not counted. A model, no paper.
 */
export function modelPrint(job: Uint8Array, options: ModelOptions): ModelledPrint {
  const { bytesPerSecond, isStoreAndForward, mmPerSecond, provisioning = new Uint8Array(0) } = options;
  const rowMs = 1000 / (mmPerSecond * DOTS_PER_MM);
  let nowMs = 0;
  let paperMs = 0;
  let [firstInkMs, cutMs] = [NaN, NaN];
  const program = new Interpreter({
    widthDots: WIDTH_DOTS,
    knifeDots: KNIFE_DOTS,
    serialNumber: '',
    stored: new StoredPictureMemory(),
    quirks: new Set(isStoreAndForward ? (['whole_commands'] as const) : []),
    row: (row) => {
      paperMs = Math.max(paperMs, nowMs) + rowMs;
      if (Number.isNaN(firstInkMs) && row.some((bits) => bits !== 0)) firstInkMs = paperMs;
    },
    cut: () => {
      cutMs = Math.max(paperMs, nowMs);
      return true;
    },
    reportChanges: () => undefined,
    answer: () => undefined,
    paperSensors: () => 0,
    counter: () => null,
  }).run();
  let wait = program.next().value;
  const take = (byte: number): void => {
    wait = program.next(byte).value;
    while (wait === 'row') wait = program.next(0).value;
  };
  for (const byte of provisioning) take(byte);
  [paperMs, firstInkMs] = [0, NaN];
  for (const [index, byte] of job.entries()) {
    nowMs = ((index + 1) * 1000) / bytesPerSecond;
    take(byte);
  }
  return { firstInkMs, cutMs };
}
