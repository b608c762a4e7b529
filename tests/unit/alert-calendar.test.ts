import { expect, test } from 'vitest';
import { ALWAYS_OPEN, hoursOn, isAttended, isOpen, OFFICE_WEEK, plannedMs, type SiteCalendar } from '../../src/fleet/alerts/calendar.ts';
import { isTooQuiet, learnHour, NO_BASELINE } from '../../src/fleet/alerts/silence.ts';

const riyadh = (local: string): number => Date.parse(`${local}:00+03:00`);
const HOUR_MS = 3_600_000;

test.each([
  ['2026-11-22T07:29', false, false],
  ['2026-11-22T07:30', false, true],
  ['2026-11-22T08:00', true, true],
  ['2026-11-22T15:59', true, true],
  ['2026-11-22T16:00', false, false],
  // Friday and Saturday.
  ['2026-11-27T10:00', false, false],
  ['2026-11-28T10:00', false, false],
])('an office at %s: open %s, people at work %s', (local, open, attended) => {
  expect(isOpen(OFFICE_WEEK, riyadh(local))).toBe(open);
  expect(isAttended(OFFICE_WEEK, riyadh(local))).toBe(attended);
});

test('Ramadan hours, and a feast within them', () => {
  const calendar: SiteCalendar = {
    ...OFFICE_WEEK,
    exceptions: [
      { fromDay: '2027-02-08', toDay: '2027-03-08', hours: { opensMinute: 600, closesMinute: 900 } },
      { fromDay: '2027-02-22', toDay: '2027-02-22', hours: null },
    ],
  };
  expect(isOpen(calendar, riyadh('2027-02-08T09:00'))).toBe(false);
  expect(isOpen(calendar, riyadh('2027-02-08T14:59'))).toBe(true);
  expect(hoursOn(calendar, riyadh('2027-02-22T12:00'))).toBeNull();
  expect(isOpen(calendar, riyadh('2027-03-09T09:00'))).toBe(true);
});

test('the airport never closes, and its people may be called at midnight', () => {
  expect(isOpen(ALWAYS_OPEN, riyadh('2026-11-27T23:59'))).toBe(true);
  expect(isAttended(ALWAYS_OPEN, riyadh('2026-11-28T00:00'))).toBe(true);
});

test('who opens right after midnight is called the evening before', () => {
  const week = OFFICE_WEEK.week.map((_, day) => (day === 0 ? { opensMinute: 0, closesMinute: 60 } : null));
  expect(isAttended({ week, exceptions: [] }, riyadh('2026-11-21T23:30'))).toBe(true);
  expect(isAttended({ week, exceptions: [] }, riyadh('2026-11-21T23:29'))).toBe(false);
});

test('a week of an office is forty planned hours, a part of a day its part', () => {
  expect(plannedMs(OFFICE_WEEK, riyadh('2026-11-22T00:00'), riyadh('2026-11-29T00:00'))).toBe(40 * HOUR_MS);
  expect(plannedMs(OFFICE_WEEK, riyadh('2026-11-22T09:30'), riyadh('2026-11-22T20:00'))).toBe(6.5 * HOUR_MS);
  expect(plannedMs(OFFICE_WEEK, riyadh('2026-11-27T00:00'), riyadh('2026-11-28T00:00'))).toBe(0);
});

test('far fewer sessions than usual are told from chance, and nothing is said before enough was learnt', () => {
  const learnt = (hours: number): ReturnType<typeof learnHour> =>
    Array.from({ length: hours }).reduce<ReturnType<typeof learnHour>>((baseline) => learnHour(baseline, 34, 10), NO_BASELINE);
  expect(isTooQuiet(learnt(19), 34, 0)).toBe(false);
  // Poisson, mean 10: P(X ≤ 3) = 0.0103, P(X ≤ 2) = 0.0028.
  expect(isTooQuiet(learnt(20), 34, 3)).toBe(false);
  expect(isTooQuiet(learnt(20), 34, 2)).toBe(true);
  expect(isTooQuiet(learnt(20), 35, 0)).toBe(false);
});

test('hours in which few come anyway say nothing', () => {
  const baseline = Array.from({ length: 30 }).reduce<ReturnType<typeof learnHour>>((seen) => learnHour(seen, 40, 4), NO_BASELINE);
  expect(isTooQuiet(baseline, 40, 0)).toBe(false);
});
