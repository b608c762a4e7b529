import { blacken, type Bitmap } from '../../printer/layout/bitmap.ts';

/** The common 5 × 7 letters of ASCII 0x20 to 0x7e: five columns each, lowest bit on top, bit 7 for descenders. */
const COLUMNS = Buffer.from(
  [
    '000000000000005f00000007000700147f147f14242a7f2a12231308646236495620500008070300001c2241000041221c00',
    '2a1c7f1c2a08083e080800807030000808080808000060600020100804023e5149453e00427f400072494949462141494d33',
    '1814127f1027454545393c4a49493141211109073649494936464949291e0000140000004034000000081422411414141414',
    '004122140802015909063e415d594e7c1211127c7f494949363e414141227f4141413e7f494949417f090909013e41415173',
    '7f0808087f00417f41002040413f017f081422417f404040407f021c027f7f0408107f3e4141413e7f090909063e4151215e',
    '7f09192946264949493203017f01033f4040403f1f2040201f3f4038403f631408146303047804036159494d43007f414141',
    '0204081020004141417f04020102044040404040000307080020545478407f284444383844444428384444287f3854545418',
    '00087e090218a4a49c787f0804047800447d40002040403d007f1028440000417f40007c047804787c080404783844444438',
    'fc1824241818242418fc7c08040408485454542404043f44243c4040207c1c2040201c3c4030403c44281028444c9090907c',
    '4464544c440008364100000077000000413608000201020402',
  ].join(''),
  'hex',
);
const [FIRST_CODE, LAST_CODE] = [0x20, 0x7e] as const;
const LETTER_COLUMNS = 5;
/** Where the eight rows of a letter begin in a cell of 24 rows; the seventh ends on the baseline. */
const ROW_STARTS = [3, 5, 8, 10, 13, 15, 18, 21, 24] as const;
const COLUMN_DOTS = 2;

/**
 * Draws a character of the virtual printer's font A, 12 × 24 dots, stretched. Its shapes are nobody's in particular;
 * characters beyond ASCII are boxes.
 */
export function drawCharacter(
  target: Bitmap,
  code: number,
  leftDots: number,
  topDots: number,
  timesWide: number,
  timesHigh: number = timesWide,
): void {
  const isKnown = code >= FIRST_CODE && code <= LAST_CODE;
  for (let column = 0; column < LETTER_COLUMNS; column += 1) {
    const bits = isKnown ? (COLUMNS[(code - FIRST_CODE) * LETTER_COLUMNS + column] ?? 0) : 0x7f;
    for (let row = 0; row < 8; row += 1) {
      if ((bits & (1 << row)) === 0) continue;
      const left = leftDots + (1 + column * COLUMN_DOTS) * timesWide;
      blacken(target, {
        left,
        top: topDots + (ROW_STARTS[row] ?? 0) * timesHigh,
        right: left + COLUMN_DOTS * timesWide,
        bottom: topDots + (ROW_STARTS[row + 1] ?? 0) * timesHigh,
      });
    }
  }
}
