import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GatewayFault } from '../../src/domain/faults.ts';
import { fault, ok } from '../../src/domain/result.ts';
import type { Journal } from '../../src/main/journal/journal.ts';
import { RATING_TIMING, RatingOutbox } from '../../src/main/journal/ratings.ts';
import { openJournal, temporaryDirectory } from '../harness/journals.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A gateway that takes ratings, unless it has a fault; counts what it was sent. */
class RatingDesk {
  readonly taken: string[] = [];
  attempts = 0;
  fault: GatewayFault | null = null;
  /** Ids it never takes. */
  refused: readonly string[] = [];

  readonly rate = async (journey: string, score: number) => {
    this.attempts += 1;
    if (this.fault !== null) return fault(this.fault);
    if (this.refused.includes(journey)) return fault({ code: 'bad_answer' } as const);
    this.taken.push(`${journey} ${String(score)}`);
    return ok(null);
  };
}

const DOWN: GatewayFault = { code: 'unreachable' };
const later = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * 60_000);

test('a rating goes out at once and is forgotten', async () => {
  const { journal } = openJournal(temporaryDirectory());
  const desk = new RatingDesk();
  const outbox = new RatingOutbox(journal, desk);
  expect(await outbox.rate('a', 5)).toEqual(ok(null));
  expect(desk.taken).toEqual(['a 5']);
  expect(outbox.waiting()).toBe(0);
});

test('while the gateway is away ratings wait, over a restart too, and are sent when it is back', async () => {
  const directory = temporaryDirectory();
  const desk = new RatingDesk();
  desk.fault = DOWN;
  const { journal } = openJournal(directory);
  const outbox = new RatingOutbox(journal, desk);
  await outbox.rate('a', 1);
  await outbox.rate('b', 2);
  await outbox.rate('c', 3);
  expect(outbox.waiting()).toBe(3);
  outbox.close();
  journal.close();

  const next: Journal = openJournal(directory).journal;
  const again = new RatingOutbox(next, desk);
  await later(10);
  expect(again.waiting()).toBe(3);
  desk.fault = null;
  await later(60);
  expect(desk.taken.toSorted()).toEqual(['a 1', 'b 2', 'c 3']);
  expect(again.waiting()).toBe(0);
  again.close();
});

test('a gateway that is away is asked less and less often', async () => {
  const { journal } = openJournal(temporaryDirectory());
  const desk = new RatingDesk();
  desk.fault = DOWN;
  const outbox = new RatingOutbox(journal, desk);
  await outbox.rate('a', 1);
  for (let more = 0; more < 20; more += 1) await outbox.rate(`more ${String(more)}`, 3);
  expect(desk.attempts).toBe(1);
  await later(24 * 60);
  // 30 s doubled up to an hour, then hourly: about 30 in a day.
  expect(desk.attempts).toBeGreaterThan(25);
  expect(desk.attempts).toBeLessThan(40);
  outbox.close();
});

test('one that the gateway can’t take keeps no other waiting; one it finds wrong is forgotten', async () => {
  const { journal } = openJournal(temporaryDirectory());
  const desk = new RatingDesk();
  desk.refused = ['poison'];
  const outbox = new RatingOutbox(journal, desk);
  await outbox.rate('poison', 1);
  await outbox.rate('b', 2);
  await later(1);
  expect(desk.taken).toEqual(['b 2']);
  expect(outbox.waiting()).toBe(1);
  desk.fault = { code: 'invalid_input', field: 'number' };
  await later(120);
  expect(outbox.waiting()).toBe(0);
  outbox.close();
});

test.each([
  ['was in 1970 until it was set', '1970-01-01T00:01:00Z', '2026-11-22T10:00:00Z'],
  ['jumped ahead by ten years', '2026-11-22T10:00:00Z', '2036-11-22T10:00:00Z'],
])('a clock that %s makes no rating old', async (_, before, after) => {
  let now = before;
  const { journal } = openJournal(temporaryDirectory());
  const desk = new RatingDesk();
  desk.fault = DOWN;
  const outbox = new RatingOutbox(journal, desk, { now: () => new Date(now) });
  await outbox.rate('a', 1);
  now = after;
  await later(2);
  expect(outbox.waiting()).toBe(1);
  desk.fault = null;
  await later(60);
  expect(desk.taken).toEqual(['a 1']);
  outbox.close();
});

test('more ratings than are kept push out those that were tried most, then the oldest', async () => {
  let nowMs = 0;
  const { journal } = openJournal(temporaryDirectory());
  const desk = new RatingDesk();
  desk.fault = DOWN;
  const outbox = new RatingOutbox(journal, desk, { now: () => new Date((nowMs += 1000)), timing: { ...RATING_TIMING, mostKept: 3 } });
  for (const journey of ['tried', 'old', 'a', 'b', 'c']) await outbox.rate(journey, 4);
  expect(outbox.waiting()).toBe(3);
  desk.fault = null;
  await later(1);
  expect(desk.taken).toEqual(['a 4', 'b 4', 'c 4']);
  outbox.close();
});

test('a rating that can’t be kept is sent all the same', async () => {
  const desk = new RatingDesk();
  const outbox = new RatingOutbox({ run: () => null }, desk);
  await outbox.rate('a', 4);
  expect(desk.taken).toEqual(['a 4']);
});
