import { beforeEach, describe, expect, test } from 'vitest';
import type { EventBatch, EventReply } from '../../contract/fleet/messages.ts';
import { eventBatchSchema, MAX_BATCH_BYTES } from '../../contract/fleet/messages.ts';
import type { KioskEventRecord } from '../../src/domain/events.ts';
import { fault, ok, type Result } from '../../src/domain/result.ts';
import type { HubFault } from '../../src/main/fleet-agent/hub-calls.ts';
import { OutboxSender } from '../../src/main/fleet-agent/outbox.ts';
import { FakeClock } from '../harness/fake-clock.ts';

const BOOT = '00000000-0000-4000-8000-000000000001';

let clock: FakeClock;
let waiting: KioskEventRecord[];
let batches: EventBatch[];
let sentAtMs: number[];
let answer: (batch: EventBatch) => Promise<Result<EventReply, HubFault>>;
let acknowledged: number[];
let recorded: () => void;
let sender: OutboxSender;

const takesAll = async ({ events }: EventBatch): Promise<Result<EventReply, HubFault>> =>
  ok({ v: 1, ackedSeq: (events.at(-1) as { seq: number }).seq, rejected: [] });
const away = (retryAfterMs: number | null = null): Promise<Result<EventReply, HubFault>> =>
  Promise.resolve(fault({ code: retryAfterMs === null ? 'unreachable' : 'later', problem: null, retryAfterMs }));

function write(count: number): void {
  for (let index = 0; index < count; index += 1) {
    const seq = (waiting.at(-1)?.seq ?? acknowledged.at(-1) ?? 0) + 1;
    waiting.push({ boot: BOOT, seq, type: 'journey.first_touch', atMs: seq, monotonicMs: seq, data: { journey: 1 } });
  }
  recorded();
}

beforeEach(() => {
  clock = new FakeClock();
  waiting = [];
  batches = [];
  sentAtMs = [];
  acknowledged = [];
  recorded = () => undefined;
  answer = takesAll;
  sender = new OutboxSender({
    journal: {
      boot: BOOT,
      pending: (limit) => waiting.slice(0, limit),
      acknowledge: ({ seq }) => {
        acknowledged.push(seq);
        waiting = waiting.filter((record) => record.seq > seq);
      },
      onRecorded: (listener) => {
        recorded = listener;
        return () => (recorded = () => undefined);
      },
    },
    calls: {
      events: (batch) => {
        batches.push(eventBatchSchema.parse(batch));
        sentAtMs.push(clock.nowMs());
        return answer(batch);
      },
    },
    now: clock.now,
    monotonicMs: clock.monotonicMs,
    offsetMs: () => null,
    random: () => 1,
    after: clock.after,
  });
});

describe('the journal on its way to the hub', () => {
  test('goes out a moment after it was written, and is gone once the hub has it', async () => {
    await clock.pass(60_000);
    write(3);
    await clock.pass(1_500);
    expect(batches).toHaveLength(1);
    expect(acknowledged).toEqual([3]);
  });

  test('goes out while something is written all the time', async () => {
    for (let turn = 0; turn < 100; turn += 1) {
      write(1);
      await clock.pass(100);
    }
    expect(batches.length).toBeGreaterThanOrEqual(5);
  });

  test('comes in batches of two hundred, the oldest first', async () => {
    write(450);
    await clock.pass(2_000);
    expect(batches.map(({ events }) => events.length)).toEqual([200, 200, 50]);
    expect(waiting).toEqual([]);
  });

  test('is never more at once than a batch may hold', async () => {
    for (let index = 0; index < 200; index += 1)
      waiting.push({ boot: BOOT, seq: index + 1, type: 'journey.first_touch', atMs: 1, monotonicMs: 1, data: { journey: 1, filler: 'x'.repeat(4_000) } as never });
    recorded();
    await clock.pass(5_000);
    for (const batch of batches) expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(MAX_BATCH_BYTES);
    expect(waiting).toEqual([]);
  });

  test('is tried ever more seldom while the hub is away, however much is written', async () => {
    answer = () => away();
    write(1);
    for (let turn = 0; turn < 600; turn += 1) {
      await clock.pass(1_000);
      write(1);
    }
    expect(batches.length).toBeLessThanOrEqual(12);
    answer = takesAll;
    await clock.pass(200_000);
    expect(waiting.length).toBeLessThan(10);
  });

  test('waits as long as the hub asks, and goes at once when it is back', async () => {
    answer = () => away(60_000);
    write(1);
    await clock.pass(59_000);
    expect(batches).toHaveLength(1);
    answer = takesAll;
    sender.wake();
    await clock.pass(2_000);
    expect(acknowledged).toEqual([1]);
  });

  test('is kept as long as the hub doesn’t say that it has it', async () => {
    answer = async () => ok({ v: 1, ackedSeq: 0, rejected: [] });
    write(2);
    await clock.pass(10_000);
    expect(acknowledged).toEqual([]);
    answer = async () => ok({ v: 1, ackedSeq: 1, rejected: [] });
    await clock.pass(20_000);
    expect(waiting.map(({ seq }) => seq)).toEqual([2]);
  });

  test('comes in smaller parcels where large ones are refused on the way', async () => {
    answer = (batch) => (batch.events.length > 60 ? Promise.resolve(fault({ code: 'refused', problem: null, retryAfterMs: null })) : takesAll(batch));
    write(200);
    await clock.pass(60_000);
    expect(waiting).toEqual([]);
  });

  test('is left alone after the end, even by an answer that comes late', async () => {
    let late: (reply: Result<EventReply, HubFault>) => void = () => undefined;
    answer = () => new Promise((resolve) => (late = resolve));
    write(1);
    await clock.pass(2_000);
    sender.close();
    late(ok({ v: 1, ackedSeq: 1, rejected: [] }));
    await clock.pass(60_000);
    expect(acknowledged).toEqual([]);
    expect(batches).toHaveLength(1);
  });
});
