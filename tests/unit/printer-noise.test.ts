import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPrinter, type Connect, type Transport } from '../../src/devices/printer/index.ts';
import { arabicReceipt, ASSETS } from './printer-documents.ts';

const STATES = ['ready', 'paper_low', 'paper_out', 'cover_open', 'cutter', 'overheated', 'offline', 'unknown'];

/** A line whose other end says whatever it likes, whenever it is written to, and now and then unasked. */
function babbling(answers: readonly Uint8Array[]): { connect: Connect; babble: (bytes: Uint8Array) => void } {
  let tell: (bytes: Uint8Array) => void = () => undefined;
  let turn = 0;
  const transport: Transport = {
    write: () => {
      const answer = answers[turn % answers.length];
      turn += 1;
      if (answer !== undefined) setImmediate(() => tell(answer));
      return Promise.resolve({ ok: true, value: null });
    },
    onData: (listener) => {
      tell = listener;
    },
    onLost: () => undefined,
    close: () => Promise.resolve(),
    abandon: () => undefined,
  };
  return { connect: () => Promise.resolve({ ok: true, value: transport }), babble: (bytes) => tell(bytes) };
}

const plausible = fc.constantFrom(
  [0x12, 0x12, 0x12, 0x12],
  [0x1a, 0x32, 0x12, 0x7e],
  [0x14, 0, 0, 0x0f],
  [0x18, 0, 0x0c],
  [0x00],
  [0x37, 0x22, 0x30],
  [0x37, 0x25, 0x00],
  [0x5f, 0x41, 0x42, 0x00],
  [0x37, 0x72, 0x41, 0x41, 0x42, 0x00],
  [0x11, 0x13],
);
const answer = fc.oneof(fc.uint8Array({ maxLength: 30 }), plausible.map((bytes) => Uint8Array.from(bytes)));

test('whatever a printer says, nothing throws, no state is invented and nothing counts as printed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 12 }), async (answers) => {
      const { babble, connect } = babbling(answers);
      const limits = { jobTimeoutMs: 40, clearTimeoutMs: 10, totalTimeoutMs: 150 };
      const printer = createPrinter({ connect, assets: ASSETS, widthDots: 576, profile: 'P1', limits });
      await sleep(2);
      for (const bytes of answers) babble(bytes);
      expect(STATES).toContain(printer.state);
      const report = await printer.print(arabicReceipt);
      expect(report.outcome).not.toBe('printed');
      await printer.close();
    }),
    { numRuns: 8 },
  );
}, 60_000);
