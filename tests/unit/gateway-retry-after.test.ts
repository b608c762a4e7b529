import { expect, test } from 'vitest';
import { retryAfterSeconds } from '../../src/main/gateway/retry-after.ts';

const NOW_MS = Date.parse('2026-11-21T08:00:00Z');
const IN_90_SECONDS = 'Sat, 21 Nov 2026 08:01:30 GMT';

test.each([
  ['60', 60],
  [' 5 ', 5],
  ['0', 1],
  ['999999', 3600],
  ['99999999999', null],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  [undefined, null],
  [IN_90_SECONDS, 90],
  ['Sat, 21 Nov 2026 07:00:00 GMT', 1],
  ['Sun, 21 Nov 2027 08:00:00 GMT', 3600],
  ['2026-11-21T08:01:30Z', null],
  ['Sat, 99 Xyz 2026 08:01:30 GMT', null],
])('Retry-After %j is %j', (header, seconds) => {
  expect(retryAfterSeconds(header, undefined, NOW_MS)).toBe(seconds);
});

test('a date counts from the gateway’s own clock, because the kiosk’s may be wrong', () => {
  expect(retryAfterSeconds(IN_90_SECONDS, 'Sat, 21 Nov 2026 08:01:00 GMT', NOW_MS - 86_400_000)).toBe(30);
});
