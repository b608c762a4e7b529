import { readArguments, wholeNumber, type Command } from '../../src/command-line/command-line.ts';
import { isClean, printRandom } from './printer-random.ts';

const SOAK: Command = {
  call: 'npx node tests/soak/printer-receipts.ts',
  takes: '[COUNT [SEED]]',
  does: `So many random receipts (100000) in all profiles and widths: no look-alike of a real-time command, no dot that differs between
the drawn page and the interpreted bytes, every hundredth QR code read from the paper.`,
};
const BATCH = 1000;
const { positionals } = readArguments(SOAK, { allowPositionals: true });
const count = wholeNumber(SOAK, 'COUNT', positionals[0] ?? '100000', [1, 100_000_000]);
const firstSeed = wholeNumber(SOAK, 'SEED', positionals[1] ?? '1', [0, 999_999_999]);
let done = 0;
let isAllClean = true;
for (let seed = firstSeed; done < count; seed += 1) {
  const result = await printRandom(Math.min(BATCH, count - done), seed, 100);
  done += result.receipts;
  isAllClean &&= isClean(result);
  if (!isClean(result) || done % 10_000 === 0 || done === count) console.log(JSON.stringify({ done, seed, ...result }));
}
process.exit(isAllClean ? 0 : 1);
