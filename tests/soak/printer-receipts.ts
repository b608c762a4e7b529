import { isClean, printRandom } from './printer-random.ts';

/**
 * 100,000 random receipts in all profiles and widths: no look-alike of a real-time command, no dot that differs between
 * the drawn page and the interpreted bytes, every hundredth QR code read from the paper.
 * `node tests/soak/printer-receipts.ts [COUNT] [SEED]`
 */
const BATCH = 1000;
const count = Number(process.argv[2] ?? 100_000);
const firstSeed = Number(process.argv[3] ?? 1);
let done = 0;
let isAllClean = true;
for (let seed = firstSeed; done < count; seed += 1) {
  const result = await printRandom(Math.min(BATCH, count - done), seed, 100);
  done += result.receipts;
  isAllClean &&= isClean(result);
  if (!isClean(result) || done % 10_000 === 0 || done === count) console.log(JSON.stringify({ done, seed, ...result }));
}
process.exit(isAllClean ? 0 : 1);
