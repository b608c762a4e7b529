import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { timeLimit } from '../../src/main/time-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('fires when the time is over, and not before', () => {
  using limit = timeLimit(500);
  vi.advanceTimersByTime(499);
  expect(limit.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(limit.signal.aborted).toBe(true);
});

test('fires with whichever of the others is first, also with one that has fired already', () => {
  const [visitor, kiosk] = [new AbortController(), new AbortController()];
  using limit = timeLimit(500, visitor.signal, kiosk.signal);
  kiosk.abort();
  expect(limit.signal.aborted).toBe(true);
  using late = timeLimit(500, visitor.signal, kiosk.signal);
  expect(late.signal.aborted).toBe(true);
});

test('lets go of time and others when the work is done', () => {
  const visitor = new AbortController();
  const forget = vi.spyOn(visitor.signal, 'removeEventListener');
  const limit = timeLimit(500, visitor.signal);
  limit[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
  expect(forget).toHaveBeenCalledTimes(1);
  visitor.abort();
  expect(limit.signal.aborted).toBe(false);
});
