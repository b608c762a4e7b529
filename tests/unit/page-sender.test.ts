import { expect, test } from 'vitest';
import type { Intent } from '../../src/bridge/intent.ts';
import { createSender } from '../../src/renderer/sender.ts';

function start() {
  const sent: Intent[] = [];
  let nowMs = 10_000;
  const sender = createSender({ send: (intent) => sent.push(intent) }, () => nowMs);
  return { sender, sent, wait: (ms: number) => (nowMs += ms) };
}

test('a second tap on the same step is dropped, whatever it asks for', () => {
  const { sender, sent, wait } = start();
  sender.send(4, { type: 'accept_privacy' });
  wait(80);
  sender.send(4, { type: 'home' });
  expect(sent).toEqual([{ step: 4, action: { type: 'accept_privacy' } }]);
});

test('the next step listens at once', () => {
  const { sender, sent } = start();
  sender.send(4, { type: 'accept_privacy' });
  sender.send(5, { type: 'use_keypad' });
  expect(sent.map(({ step }) => step)).toEqual([4, 5]);
});

test('a step that the kiosk left unanswered comes alive again', () => {
  const { sender, sent, wait } = start();
  sender.send(4, { type: 'start_inquiry' });
  wait(2_000);
  sender.send(4, { type: 'finish' });
  expect(sent).toHaveLength(2);
});

test('switching aids on and off is never taken for a double tap', () => {
  const { sender, sent } = start();
  sender.send(4, { type: 'set_access', option: 'largeText', on: true });
  sender.send(4, { type: 'set_access', option: 'highContrast', on: true });
  sender.send(4, { type: 'back' });
  expect(sent).toHaveLength(3);
});

test('news of touches goes out at most every two seconds', () => {
  const { sender, sent, wait } = start();
  for (let touch = 0; touch < 50; touch += 1) {
    sender.activity(7);
    wait(100);
  }
  expect(sent).toHaveLength(3);
});
