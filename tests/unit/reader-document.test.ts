import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ArmedReader, REREAD_GAP_MS, type ReaderEvent } from '../../src/devices/reader/reader.ts';
import { VirtualReader } from '../../src/devices/virtual/reader.ts';

const CITIZEN = '1012345672';
const RESIDENT = '2012345670';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function rig() {
  const events: ReaderEvent[] = [];
  const monotonicMs = (): number => performance.now();
  const reader = new ArmedReader({
    documents: ['national_id', 'iqama'],
    emit: (event) => events.push(event),
    monotonicMs,
    now: () => new Date('2026-11-21T12:00:00+03:00'),
  });
  reader.attached();
  const lying = (): boolean[] => events.flatMap((event) => (event.type === 'reader.document' ? [event.lies] : []));
  const reads = (): string[] =>
    events.flatMap((event) => (event.type === 'reader.read' ? [`${event.armingId} ${Buffer.from(event.digits).toString()}`] : []));
  const show = (text: string): void => reader.receive(new TextEncoder().encode(text), monotonicMs());
  return { lying, reader, reads, show, virtual: new VirtualReader(reader, monotonicMs) };
}

test('where the device can tell, a card lies there from its read until it is taken, however long', () => {
  const { lying, reader, reads, show, virtual } = rig();
  reader.arm('a1');
  virtual.place(CITIZEN);
  expect(lying()).toEqual([true]);
  vi.advanceTimersByTime(600_000);
  expect(lying()).toEqual([true]);
  // The next visit asks; the card of the one before is not read, though the device sends it once more.
  reader.arm('a2');
  show(CITIZEN);
  expect(reads()).toEqual([`a1 ${CITIZEN}`]);
  virtual.take();
  expect(lying()).toEqual([true, false]);
  virtual.place(RESIDENT);
  expect(reads()).toEqual([`a1 ${CITIZEN}`, `a2 ${RESIDENT}`]);
});

test('a card that nobody asked for is not said to be forgotten', () => {
  const { lying, virtual } = rig();
  virtual.place(CITIZEN);
  virtual.take();
  expect(lying()).toEqual([]);
});

test('a scanner that reads the card again and again shows that it lies there; one that falls silent shows nothing', () => {
  const { lying, reader, show } = rig();
  reader.arm('a1');
  show(CITIZEN);
  vi.advanceTimersByTime(60_000);
  expect(lying()).toEqual([]);
  reader.arm('a2');
  show(CITIZEN);
  for (let count = 0; count < 5; count += 1) {
    vi.advanceTimersByTime(800);
    show(CITIZEN);
  }
  expect(lying()).toEqual([true]);
  vi.advanceTimersByTime(REREAD_GAP_MS - 1);
  expect(lying()).toEqual([true]);
  vi.advanceTimersByTime(1);
  expect(lying()).toEqual([true, false]);
});

test('an unplugged reader knows of no card', () => {
  const { lying, reader, virtual } = rig();
  reader.arm('a1');
  virtual.place(CITIZEN);
  virtual.unplug();
  expect(lying()).toEqual([true, false]);
});
