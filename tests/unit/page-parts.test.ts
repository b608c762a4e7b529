import { describe, expect, test } from 'vitest';
import { PUBLIC_STATUSES } from '../../src/domain/transaction.ts';
import { pageOf } from '../../src/renderer/citizen/pages.ts';
import { pathOf } from '../../src/renderer/citizen/status-path.ts';
import { nearest } from '../../src/renderer/spatial.ts';
import { digitGroups } from '../../src/renderer/ui/digit-groups.ts';

const shown = (groups: ReturnType<typeof digitGroups>): string[] =>
  groups.map((cells) => cells.map(({ shown }) => (shown === '' ? '_' : shown)).join(''));

describe('digit groups', () => {
  test('keep typed digits in order and show what is missing', () => {
    expect(shown(digitGroups('10123', [4, 3, 3], false))).toEqual(['1012', '3__', '___']);
  });

  test('hide every digit but not their number', () => {
    expect(shown(digitGroups('10123', [4, 3, 3], true))).toEqual(['••••', '•__', '___']);
  });

  test('grow when more is typed than usual', () => {
    expect(shown(digitGroups('123456789012', [6], false))).toEqual(['123456789012']);
  });

  test('mark one place to type next, none when full', () => {
    const next = (typed: string) => digitGroups(typed, [3], false).flat().filter(({ state }) => state === 'next').length;
    expect([next(''), next('12'), next('123')]).toEqual([1, 1, 0]);
  });
});

describe('pages', () => {
  const list = [1, 2, 3, 4, 5];

  test('hold everything once, in order', () => {
    expect([0, 1, 2].flatMap((page) => pageOf(list, page, 2).items)).toEqual(list);
  });

  test('never leave the list', () => {
    expect(pageOf(list, 9, 2)).toEqual({ items: [5], page: 2, pages: 3 });
    expect(pageOf([], 0, 2)).toEqual({ items: [], page: 0, pages: 1 });
  });
});

describe('the way of a transaction', () => {
  test.each(PUBLIC_STATUSES.filter((status) => status !== 'restricted'))('leads through %s', (status) => {
    const path = pathOf(status);
    expect(path?.stages[0]).toBe('registered');
    expect(path?.stages).toContain(status);
    expect(path?.now).toBe(status);
  });

  test('is not shown for a transaction that may not be shown', () => {
    expect(pathOf('restricted')).toBeNull();
  });

  test('promises no completion to a cancelled or filed one', () => {
    expect(pathOf('cancelled')?.stages).not.toContain('completed');
    expect(pathOf('filed')?.stages).not.toContain('completed');
  });
});

describe('arrow keys', () => {
  const box = (x: number, y: number) => ({ x, y, width: 40, height: 40 });

  test('go to the neighbour the eye sees, and stay where there is none', () => {
    const others = [box(100, 0), box(0, 100), box(210, 0)];
    expect(nearest(box(0, 0), others, 'east')).toBe(0);
    expect(nearest(box(0, 0), others, 'down')).toBe(1);
    expect(nearest(box(0, 0), others, 'west')).toBeNull();
  });

  test('prefer the same row to a nearer one beside it', () => {
    expect(nearest(box(0, 0), [box(50, 120), box(160, 0)], 'east')).toBe(1);
  });
});
