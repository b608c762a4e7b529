import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ArmedReader,
  MAX_FRAME_BYTES,
  REREAD_GAP_MS,
  SAME_FAULT_MS,
  type ReaderEvent,
} from '../../src/devices/reader/reader.ts';
import { IDENTITY_KINDS, type IdentityKind } from '../../src/domain/identity.ts';
import { td3 } from '../fixtures/booklets.ts';
import { td1 } from '../fixtures/cards.ts';

const ALI = '1012345672';
const AYESHA = td1({ code: 'IR', optional1: '2012345670' }).join('\r');
const MISREAD = '1012345673';

function rig() {
  const events: ReaderEvent[] = [];
  const clock = { ms: 1_000_000 };
  const reader = new ArmedReader({
    documents: ['national_id', 'iqama'],
    // Whether a card lies there is tried in reader-document.test.ts.
    emit: (event) => void (event.type === 'reader.document' || events.push(event)),
    monotonicMs: () => clock.ms,
    now: () => new Date('2026-11-21T12:00:00+03:00'),
  });
  reader.attached();
  events.length = 0;
  const frames: Uint8Array[] = [];
  const show = (text: string, lastReportAtMs = clock.ms): void => {
    const frame = new TextEncoder().encode(text);
    frames.push(frame);
    reader.receive(frame, lastReportAtMs);
  };
  const wait = (ms: number): void => {
    clock.ms += ms;
  };
  return { reader, events, frames, show, wait, clock };
}

/** `read a1 …672` and `fault a1 checksum`, for comparing whole histories. */
function told(events: readonly ReaderEvent[]): string[] {
  return events.map((event) => {
    switch (event.type) {
      case 'reader.read':
        return `read ${event.armingId} ${Buffer.from(event.digits).toString('ascii')}`;
      case 'reader.fault':
        return `fault ${event.armingId} ${event.code}`;
      case 'reader.state':
        return event.state;
      case 'reader.document':
        return String(event.lies);
    }
  });
}

test('an armed reader gives the card with arming, class, mask and source', () => {
  const { reader, events, show, clock } = rig();
  reader.arm('a1');
  show(AYESHA, clock.ms);
  expect(events).toEqual([
    {
      type: 'reader.read',
      armingId: 'a1',
      kind: 'iqama',
      digits: new TextEncoder().encode('2012345670'),
      masked: '\u2066•••••••670\u2069',
      via: 'mrz_td1',
      expired: false,
      recognitionMs: 0,
    },
  ]);
});

test('measures from the last report of the device to the recognised number', () => {
  const { reader, events, show, wait, clock } = rig();
  reader.arm('a1');
  const lastReportAtMs = clock.ms;
  wait(7);
  show(ALI, lastReportAtMs);
  expect(events[0]).toMatchObject({ type: 'reader.read', recognitionMs: 7 });
});

test('a card shown before the reader is armed is dropped, and read when it is shown again', () => {
  const { reader, events, show, wait } = rig();
  show(ALI);
  wait(200);
  reader.arm('a1');
  expect(events).toEqual([]);
  wait(200);
  show(ALI);
  expect(told(events)).toEqual([`read a1 ${ALI}`]);
  expect(reader.droppedFrames).toEqual({ disarmed: 1, repeated: 0, flooded: 0 });
});

test('a frame that came in before the arming but is handled after it is not of this visitor', () => {
  const { reader, events, show, wait, clock } = rig();
  const earlierMs = clock.ms;
  wait(50);
  reader.arm('a1');
  show(ALI, earlierMs);
  expect(events).toEqual([]);
});

test('one arming gives one read', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  show(ALI);
  wait(5000);
  show(AYESHA);
  expect(told(events)).toEqual([`read a1 ${ALI}`]);
});

test('a disarmed reader gives nothing', () => {
  const { reader, events, show } = rig();
  reader.arm('a1');
  reader.disarm();
  show(ALI);
  show(MISREAD);
  expect(events).toEqual([]);
});

test('a new arming takes the place of the one before', () => {
  const { reader, events, show } = rig();
  reader.arm('a1');
  reader.arm('a2');
  show(ALI);
  expect(told(events)).toEqual([`read a2 ${ALI}`]);
});

test('a listener may arm again while it is being told', () => {
  const events: ReaderEvent[] = [];
  const reader = new ArmedReader({
    documents: ['national_id', 'iqama'],
    emit: (event) => {
      if (event.type !== 'reader.document') events.push(event);
      if (event.type === 'reader.read') reader.arm('a2');
    },
    monotonicMs: () => 1,
    now: () => new Date(),
  });
  reader.attached();
  reader.arm('a1');
  reader.receive(new TextEncoder().encode(ALI), 1);
  reader.receive(new TextEncoder().encode('2012345670'), 1);
  expect(told(events.slice(1))).toEqual([`read a1 ${ALI}`, 'read a2 2012345670']);
});

test('a card that a person holds before a scanner is not read again for the next arming', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  show(ALI);
  wait(500);
  reader.arm('a2');
  show(ALI);
  wait(REREAD_GAP_MS);
  show(ALI);
  expect(told(events)).toEqual([`read a1 ${ALI}`]);
  expect(reader.droppedFrames.repeated).toBe(2);
});

test('a card forgotten on a scanner is not read in the next visitor’s turn, however long it lies there', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  show(ALI);
  for (let second = 0; second < 120; second += 1) {
    wait(1000);
    show(ALI);
  }
  reader.arm('a2');
  wait(1000);
  show(ALI);
  expect(told(events)).toEqual([`read a1 ${ALI}`]);
  // The next visitor's own card is read at once.
  show(AYESHA);
  expect(told(events).at(-1)).toBe('read a2 2012345670');
});

test('a person who takes the card away and shows it again is read', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  show(ALI);
  wait(REREAD_GAP_MS + 1);
  reader.arm('a2');
  show(ALI);
  expect(told(events)).toEqual([`read a1 ${ALI}`, `read a2 ${ALI}`]);
});

test('where the device tells that the card was taken away, it is read again at once', () => {
  const { reader, events, show } = rig();
  reader.arm('a1');
  show(ALI);
  reader.documentRemoved();
  reader.arm('a2');
  show(ALI);
  expect(told(events)).toEqual([`read a1 ${ALI}`, `read a2 ${ALI}`]);
});

test('a loose cable does not make a forgotten card a new one', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  show(ALI);
  reader.detached();
  reader.attached();
  reader.arm('a2');
  wait(300);
  show(ALI);
  expect(told(events)).toEqual([`read a1 ${ALI}`, 'unavailable', 'ready']);
});

test('after a misread card the reader stays armed for another try', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  show(MISREAD);
  wait(400);
  show(ALI);
  expect(told(events)).toEqual(['fault a1 checksum', `read a1 ${ALI}`]);
});

test('a bad card lying on a scanner is reported once in a while, not with every re-read', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  for (let elapsedMs = 0; elapsedMs < SAME_FAULT_MS; elapsedMs += 500) {
    show(MISREAD);
    wait(500);
  }
  expect(told(events)).toEqual(['fault a1 checksum']);
  show(MISREAD);
  expect(told(events)).toEqual(['fault a1 checksum', 'fault a1 checksum']);
});

test('another bad card is another fault at once', () => {
  const { reader, events, show } = rig();
  reader.arm('a1');
  show(MISREAD);
  show('3012345678');
  expect(told(events)).toEqual(['fault a1 checksum', 'fault a1 unsupported_document']);
});

test.each<[string, Uint8Array]>([
  ['too long', new Uint8Array(MAX_FRAME_BYTES + 1).fill(0x31)],
  ['too long in bytes, though not in characters', new TextEncoder().encode('١'.repeat(300))],
  ['empty', new Uint8Array(0)],
  ['no UTF-8', Uint8Array.from([0x31, 0xff, 0xfe])],
  ['with a byte order mark', new TextEncoder().encode(`\ufeff${ALI}`)],
])('a frame that is %s is unreadable', (_name, frame) => {
  const { reader, events, clock } = rig();
  reader.arm('a1');
  reader.receive(frame, clock.ms);
  expect(told(events)).toEqual(['fault a1 unreadable']);
});

test('every frame is overwritten, whatever becomes of it', () => {
  const { reader, events, frames, show } = rig();
  show(ALI);
  reader.arm('a1');
  show(MISREAD);
  show(ALI);
  reader.arm('a2');
  show(ALI);
  for (let count = 0; count < 30; count += 1) show(AYESHA);
  expect(frames.every((frame) => frame.every((byte) => byte === 0))).toBe(true);
  expect(told(events)[1]).toBe(`read a1 ${ALI}`);
});

test('a frame is overwritten even when the listener throws', () => {
  const reader = new ArmedReader({
    documents: ['national_id', 'iqama'],
    emit: (event) => {
      if (event.type === 'reader.read') throw new Error('a bug');
    },
    monotonicMs: () => 1,
    now: () => new Date(),
  });
  reader.attached();
  reader.arm('a1');
  const frame = new TextEncoder().encode(ALI);
  expect(() => reader.receive(frame, 1)).toThrow('a bug');
  expect(frame.every((byte) => byte === 0)).toBe(true);
});

test('a flood of frames is dropped until it slows down', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  for (let count = 0; count < 20; count += 1) {
    show(`${MISREAD} ${'<'.repeat(count)}`);
    wait(10);
  }
  const faults = events.length;
  expect(faults).toBe(20);
  for (let count = 0; count < 200; count += 1) {
    show(ALI);
    wait(10);
  }
  expect(events).toHaveLength(faults);
  expect(reader.droppedFrames.flooded).toBe(200);
  wait(1000);
  show(ALI);
  expect(told(events).at(-1)).toBe(`read a1 ${ALI}`);
});

test('twenty frames in a second are still a person', () => {
  const { reader, show, wait } = rig();
  for (let count = 0; count < 100; count += 1) {
    show('x');
    wait(50);
  }
  expect(reader.droppedFrames).toEqual({ disarmed: 100, repeated: 0, flooded: 0 });
});

test('tells when the device comes and goes, once each', () => {
  const { reader, events } = rig();
  expect(reader.state).toBe('ready');
  reader.attached();
  reader.detached();
  reader.detached();
  expect(reader.state).toBe('unavailable');
  reader.attached();
  expect(told(events)).toEqual(['unavailable', 'ready']);
});

test('an arming outlives an unplugged cable, but nothing is read meanwhile', () => {
  const { reader, events, show, wait } = rig();
  reader.arm('a1');
  reader.detached();
  show(ALI);
  wait(100);
  reader.attached();
  show(ALI);
  expect(told(events)).toEqual(['unavailable', 'ready', `read a1 ${ALI}`]);
});

type Step =
  | { readonly do: 'arm' | 'disarm' | 'attach' | 'detach' | 'remove' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'show'; readonly text: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>({ do: 'arm' }, { do: 'disarm' }, { do: 'attach' }, { do: 'detach' }, { do: 'remove' }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 100, REREAD_GAP_MS, SAME_FAULT_MS) }),
  fc.record({ do: fc.constant('show' as const), text: fc.constantFrom(ALI, AYESHA, MISREAD, '', '\u0000') }),
);

test('in any order of events: nothing while disarmed or unplugged, one read for each arming, always the card shown', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { reader, events, frames, show, wait } = rig();
      const model = { arming: null as string | null, attached: true, armings: 0 };
      const readArmings = new Set<string>();
      for (const current of steps) {
        const before = events.length;
        switch (current.do) {
          case 'arm':
            model.armings += 1;
            model.arming = `a${String(model.armings)}`;
            reader.arm(model.arming);
            break;
          case 'disarm':
            model.arming = null;
            reader.disarm();
            break;
          case 'attach':
            model.attached = true;
            reader.attached();
            break;
          case 'detach':
            model.attached = false;
            reader.detached();
            break;
          case 'remove':
            reader.documentRemoved();
            break;
          case 'wait':
            wait(current.ms);
            break;
          case 'show':
            show(current.text);
            break;
        }
        for (const event of events.slice(before)) {
          if (event.type === 'reader.state' || event.type === 'reader.document') continue;
          expect(current.do).toBe('show');
          expect(model.attached).toBe(true);
          expect(event.armingId).toBe(model.arming);
          if (event.type === 'reader.fault') continue;
          expect(readArmings.has(event.armingId)).toBe(false);
          readArmings.add(event.armingId);
          model.arming = null;
          const digits = Buffer.from(event.digits).toString('ascii');
          expect(current).toEqual({ do: 'show', text: digits === ALI ? ALI : AYESHA });
        }
      }
      expect(frames.every((frame) => frame.every((byte) => byte === 0))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('arbitrary bytes never throw and never give an identity', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 10_000 }), (frame) => {
      const { reader, events, clock } = rig();
      reader.arm('a1');
      reader.receive(frame, clock.ms);
      expect(events.map(({ type }) => type)).toEqual(['reader.fault']);
    }),
    { numRuns: 200 },
  );
});

test('what the driver could not read is a fault of the arming, told once while it repeats', () => {
  const { reader, events, wait, clock } = rig();
  reader.failed('unreadable', clock.ms);
  reader.arm('a1');
  for (let count = 0; count < 3; count += 1) {
    reader.failed('unreadable', clock.ms);
    wait(500);
  }
  reader.failed('unsupported_document', clock.ms);
  wait(SAME_FAULT_MS);
  reader.failed('unsupported_document', clock.ms);
  expect(told(events)).toEqual(['fault a1 unreadable', 'fault a1 unsupported_document', 'fault a1 unsupported_document']);
});

test('what failed before the arming, or while the reader is away, is not told', () => {
  const { reader, events, clock } = rig();
  reader.arm('a1');
  reader.failed('unreadable', clock.ms - 1);
  reader.detached();
  reader.failed('unreadable', clock.ms);
  expect(told(events)).toEqual(['unavailable']);
});

test('faults of the driver count as frames: a flood of them is dropped', () => {
  const { reader, clock } = rig();
  reader.arm('a1');
  for (let count = 0; count < 30; count += 1) reader.failed('unreadable', clock.ms);
  expect(reader.droppedFrames.flooded).toBe(10);
});

test('a passport and a stripe are read, and the link tells which', () => {
  const { reader, events, show } = rig();
  reader.arm('a1');
  show(';1012345672=3012?\r');
  reader.arm('a2');
  show(td3({ optional: '2012345670' }).join('\r'));
  expect(events.map((event) => event.type === 'reader.read' && event.via)).toEqual(['magnetic_stripe', 'mrz_td3']);
});

test.each<[string, readonly IdentityKind[], string, string]>([
  ['a border number where it counts', IDENTITY_KINDS, '3012345678', 'border_number'],
  ['a border number elsewhere', ['national_id', 'iqama'], '3012345678', 'unsupported_document'],
  ['a citizen where only residents are served', ['iqama'], ALI, 'unsupported_document'],
  ['a citizen beside border numbers', IDENTITY_KINDS, ALI, 'national_id'],
  ['a card of another Gulf state', IDENTITY_KINDS, '784199012345675', 'unsupported_document'],
])('%s', (_name, documents, text, outcome) => {
  const events: ReaderEvent[] = [];
  const reader = new ArmedReader({ documents, emit: (event) => events.push(event), monotonicMs: () => 1, now: () => new Date() });
  reader.attached();
  reader.arm('a1');
  reader.receive(new TextEncoder().encode(text), 1);
  const last = events.at(-1);
  expect(last?.type === 'reader.read' ? last.kind : last?.type === 'reader.fault' && last.code).toBe(outcome);
});
