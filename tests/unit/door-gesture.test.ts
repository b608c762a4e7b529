import { describe, expect, test } from 'vitest';
import { DoorGesture } from '../../src/renderer/door-gesture.ts';

/** Holds the right corner, then presses these one after the other, a second apart; tells whether the last one opens. */
function after(heldMs: number, presses: readonly ('right' | 'left' | null)[], apartMs = 1_000): boolean {
  const gesture = new DoorGesture();
  gesture.press('right', 0);
  gesture.release(heldMs);
  let nowMs = heldMs;
  let isOpen = false;
  for (const spot of presses) {
    nowMs += apartMs;
    isOpen = gesture.press(spot, nowMs);
    gesture.release(nowMs + 100);
  }
  return isOpen;
}

describe('the gesture that opens the staff room', () => {
  test('is: hold right for three seconds, left, right', () => {
    expect(after(3_000, ['left', 'right'])).toBe(true);
  });

  test.each([
    ['a touch that was not held', 2_900, ['left', 'right'], 1_000],
    ['the wrong order', 3_500, ['right', 'left'], 1_000],
    ['a touch in between', 3_500, ['left', null, 'right'], 1_000],
    ['half of it', 3_500, ['left'], 1_000],
    ['too long a pause', 3_500, ['left', 'right'], 6_000],
  ] as const)('is not: %s', (_why, heldMs, presses, apartMs) => {
    expect(after(heldMs, presses, apartMs)).toBe(false);
  });

  test('takes touches for itself only once it was held long enough', () => {
    const gesture = new DoorGesture();
    gesture.press('right', 0);
    gesture.release(500);
    expect(gesture.isUnderWay).toBe(false);
    gesture.press('right', 1_000);
    gesture.release(4_200);
    expect(gesture.isUnderWay).toBe(true);
  });
});
