import { expect, test } from 'vitest';
import { reconnectStorm } from '../harness/reconnect-storm.ts';

test('when the hub dies all kiosks come back at once, and none of them is called offline', async () => {
  // More than are greeted in the first second.
  expect(await reconnectStorm(1_500)).toMatchObject({ online: 1_500, calledOffline: 0 });
}, 120_000);
