import { expect, test } from 'vitest';
import type { DeviceCommand } from '../../src/devices/link.ts';
import { PageLine } from '../../src/devices/reader/index.ts';
import { TestKiosk } from '../harness/fakes.ts';

const KEY = { type: 'reader_key', code: 'Digit1', shift: false } as const;
const keysTo = ({ devices }: TestKiosk): DeviceCommand[] => devices.commands.filter(({ type }) => type === 'reader.key');

function atTheCard(kiosk: TestKiosk): TestKiosk {
  kiosk.tap({ type: 'start' });
  kiosk.tap({ type: 'choose_language', language: 'ar' });
  kiosk.tap({ type: 'start_inquiry' });
  kiosk.tap({ type: 'accept_privacy' });
  return kiosk;
}

test('keys of the page reach the reader while a card is asked for, and at no other time', () => {
  const kiosk = new TestKiosk({ reader: { driver: 'wedge-page' } });
  kiosk.tap(KEY);
  expect(keysTo(kiosk)).toEqual([]);
  atTheCard(kiosk).tap(KEY);
  expect(keysTo(kiosk)).toEqual([{ type: 'reader.key', code: 'Digit1', shift: false }]);
  const asking = kiosk.view.step;
  kiosk.tap({ type: 'use_keypad' });
  kiosk.tap(KEY);
  kiosk.tap(KEY, asking);
  expect(keysTo(kiosk)).toHaveLength(1);
});

test('where the reader does not type, keys of a page that says so go nowhere', () => {
  const kiosk = atTheCard(new TestKiosk());
  kiosk.tap(KEY);
  expect(keysTo(kiosk)).toEqual([]);
});

test.each(['', '1012345672'.repeat(3), 'Digit1;', '١', 'Shift+KeyA'])('%j is no key', (code) => {
  const kiosk = atTheCard(new TestKiosk({ reader: { driver: 'wedge-page' } }));
  kiosk.tap({ ...KEY, code });
  expect(keysTo(kiosk)).toEqual([]);
});

test('a key that nobody reads is overwritten', () => {
  const line = new PageLine();
  const seen: Uint8Array[] = [];
  line.press({ code: 'KeyA', shift: true });
  line.onData((bytes) => seen.push(bytes));
  line.press({ code: 'KeyI', shift: true });
  expect(seen.map((bytes) => Buffer.from(bytes).toString())).toEqual(['Shift+KeyI']);
});
