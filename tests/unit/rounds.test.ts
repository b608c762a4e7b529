import { expect, test } from 'vitest';
import { Rounds } from '../../src/fleet/rounds.ts';

test('a work that fails is told and keeps no other from being done; a round that lasts is not begun again', async () => {
  const done: string[] = [];
  const { promise: copied, resolve } = Promise.withResolvers<void>();
  const rounds = new Rounds(
    [() => Promise.reject(new Error('no room')), async () => void done.push('forgot'), () => copied.then(() => void done.push('copied'))],
    (error) => done.push((error as Error).message),
  );
  const first = rounds.go();
  void rounds.go();
  const over = rounds.done;
  resolve();
  await Promise.all([first, over]);
  expect(done).toEqual(['no room', 'forgot', 'copied']);
  await rounds.go();
  expect(done).toHaveLength(6);
});
