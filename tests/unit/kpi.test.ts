import { expect, test } from 'vitest';
import { checkEvent } from '../../src/domain/events.ts';
import { OFFICE_WEEK } from '../../src/fleet/alerts/calendar.ts';
import { availabilityOf } from '../../src/fleet/kpi/availability.ts';
import { figuresOf, FIGURE_IDS, type Figure, type FigureId } from '../../src/fleet/kpi/figures.ts';
import { journeysOf } from '../../src/fleet/kpi/journeys.ts';
import { quantile, wilson } from '../../src/fleet/kpi/statistics.ts';
import { DAY_EVENTS, DAY_SPANS } from '../fixtures/kpi-day.ts';

const facts = (events = DAY_EVENTS) => ({
  journeys: journeysOf(events),
  availability: availabilityOf(DAY_SPANS, () => OFFICE_WEEK),
  openHours: 8,
});
const figures = figuresOf(facts());
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e9) / 1e9);
const figure = (id: FigureId): Figure => figures.find((one) => one.id === id)!;

test('the fixture holds events as kiosks send them', () => {
  for (const { data, type } of DAY_EVENTS) expect(checkEvent(type, data)).toEqual({ ok: true, value: null });
});

/**
 * 28 journeys, 1 of them a bounce → 27 visits; 1 chose nothing → 26 with a service; 20 + 1 (walked away from the result) +
 * 1 (doubtful receipt) + 1 (rating) → 23 completed, 22 of them inquiries, which took 5, 10 … 100 s and 50 and 70 s.
 */
test.each<[FigureId, number | null, number, number]>([
  // Nearest rank: the 11th of 22 in order is 50 s, the 20th 90 s; the sum is 1050 + 50 + 70 = 1170 s.
  ['handling_median', 50_000, 22, 5],
  ['handling_p90', 90_000, 22, 5],
  ['handling_mean', 1_170_000 / 22, 22, 5],
  // 24 answers, 1 not waited for; the 23rd in order: after 100 … 2000 and twice 400 comes 2100.
  ['source_p95', 2100, 24, 1],
  ['completion', 23 / 26, 26, 2],
  ['abandonment', 3 / 26, 26, 1],
  ['not_found', 2 / 24, 24, 0],
  // Two numbers of a wrong length beside 24 answers.
  ['format_errors', 2 / 26, 26, 0],
  // Ten printed, one unknown, which is no success.
  ['receipt_success', 10 / 11, 11, 0],
  // 480 planned minutes: 120 + 90 + 120 + 48 served, 60 in maintenance, 30 + 12 down.
  ['availability_gross', 378 / 480, 480, 0],
  ['availability_net', 378 / 420, 480, 60],
  ['repair_time', 21 * 60_000, 2, 0],
  ['incidents', 2000 / 27, 2, 0],
  // 18 × 5 and a 4 among 21 answers; 6 visits gave none.
  ['satisfaction', 19 / 21, 21, 6],
  ['response_rate', 21 / 23, 23, 4],
  ['self_service', 22 / 23, 23, 4],
  // Three in English and one with large text are too few to compare.
  ['equity_language', null, 3, 0],
  ['equity_access', null, 1, 0],
  ['left_with_data', 1 / 27, 27, 1],
  // Twenty of 60 s, 120 s, 900 s: the 21st.
  ['freshness_p95', 120, 22, 0],
  ['reach', 27 / 8, 27, 1],
])('%s is what the hand computes: %d of n = %d, %d left out', (id, value, n, excluded) => {
  expect(figure(id)).toMatchObject({ n, excluded });
  expect(rounded(figure(id).value)).toBe(rounded(value));
});

test('there is a figure for every name, once', () => {
  expect(figures.map(({ id }) => id)).toEqual([...FIGURE_IDS]);
});

test('abandonment names the steps', () => {
  const parts = Object.fromEntries(figure('abandonment').parts.map(({ n, name, value }) => [name, [value, n]]));
  expect(parts['not_found']).toEqual([1, 2]);
  expect(parts['searching']).toEqual([1 / 25, 25]);
  expect(parts['status']).toEqual([0, 22]);
});

test('the languages of 27 visits', () => {
  expect(figure('reach').parts).toEqual([
    { name: 'ar', value: 23 / 27, n: 23 },
    { name: 'en', value: 3 / 27, n: 3 },
    { name: 'none', value: 1 / 27, n: 1 },
  ]);
});

test('the figures do not depend on the order in which events arrived, nor on the wall clock', () => {
  const shuffled = DAY_EVENTS.toReversed().map((event, index) => ({ ...event, atMs: event.atMs + (index % 7) * 3_600_000 }));
  expect(figuresOf(facts(shuffled))).toEqual(figures);
});

test('what staff do in an exercise is no visit', () => {
  const [first] = DAY_EVENTS;
  const last = DAY_EVENTS.at(-1);
  const around = (event: typeof first, type: 'staff.exercise_started' | 'staff.exercise_ended', seq: number) =>
    ({ ...event, type, seq, data: {} }) as unknown as (typeof DAY_EVENTS)[number];
  const exercise = [around(first, 'staff.exercise_started', 0), ...DAY_EVENTS, around(last, 'staff.exercise_ended', last!.seq + 1)];
  expect(journeysOf(exercise)).toEqual([]);
  expect(journeysOf([around(first, 'staff.exercise_started', -1), around(first, 'staff.exercise_ended', 0), ...DAY_EVENTS])).toHaveLength(28);
});

test('fewer than twenty answers are not shown as satisfaction', () => {
  const few = DAY_EVENTS.filter(({ data, type }) => type !== 'journey.rated' || (data as { score: number }).score < 5);
  const [shown] = figuresOf(facts(few)).filter(({ id }) => id === 'satisfaction');
  expect(shown).toMatchObject({ value: null, interval: null, n: 3 });
});

test('nothing to compute from gives no figures, not zeroes', () => {
  const empty = figuresOf({ journeys: [], availability: availabilityOf([], () => OFFICE_WEEK), openHours: 0 });
  expect(empty.filter(({ value }) => value !== null)).toEqual([]);
});

test('Wilson intervals, against the published example of 1 in 10', () => {
  const [low, high] = wilson(1, 10)!;
  expect(low).toBeCloseTo(0.0179, 4);
  expect(high).toBeCloseTo(0.4042, 4);
  expect(wilson(0, 0)).toBeNull();
  expect(quantile([], 0.5)).toBeNull();
});
