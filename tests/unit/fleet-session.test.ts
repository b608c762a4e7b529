import { beforeEach, describe, expect, test } from 'vitest';
import type { HubMessage, KioskMessage } from '../../contract/fleet/messages.ts';
import { kioskMessageSchema } from '../../contract/fleet/messages.ts';
import { COMPONENT_IDS, startingComponent } from '../../src/domain/health.ts';
import { componentsFrom, kioskHealth, NO_ADMIN } from '../../src/domain/health-status.ts';
import { fault, ok } from '../../src/domain/result.ts';
import type { LinkEnd, LinkEvents } from '../../src/main/fleet-agent/link.ts';
import { LOST } from '../../src/main/fleet-agent/link.ts';
import { FleetSession, type JobStep } from '../../src/main/fleet-agent/session.ts';
import { FakeClock } from '../harness/fake-clock.ts';

/** One connection as the test sees it. */
class FakeLink {
  readonly sent: KioskMessage[] = [];
  readonly events: LinkEvents;
  isClosed = false;

  constructor(events: LinkEvents) {
    this.events = events;
  }
  send(message: KioskMessage): void {
    // Whatever it says has to be a message of the protocol.
    this.sent.push(kioskMessageSchema.parse(message));
  }
  close(): void {
    this.isClosed = true;
  }
  say(message: Omit<HubMessage, 'v'>): void {
    this.events.onMessage({ v: 1, ...message } as HubMessage);
  }
  welcome(hubTimeMs = 0): void {
    this.say({ type: 'welcome', n: 1, hubTimeMs, beatMs: 15_000, desiredConfigVersion: null } as never);
  }
  acknowledge(n: number): void {
    this.say({ type: 'ack', n, hubTimeMs: 0 } as never);
  }
  /** Answers everything so far. */
  acknowledgeAll(): void {
    for (const { n } of this.sent) this.acknowledge(n);
  }
  ofType<Type extends KioskMessage['type']>(type: Type) {
    return this.sent.filter((message): message is Extract<KioskMessage, { type: Type }> => message.type === type);
  }
}

let clock: FakeClock;
let links: FakeLink[];
let openings: number[];
let refuses: LinkEnd | null;
let random: number;
let offsets: number[];
let told: JobStep[];
let ends: LinkEnd[];
let session: FleetSession;

beforeEach(() => {
  clock = new FakeClock();
  links = [];
  openings = [];
  refuses = null;
  random = 0.5;
  offsets = [];
  told = [];
  ends = [];
  const now = clock.now().toISOString();
  const components = componentsFrom((id) => startingComponent(id, now));
  session = new FleetSession({
    kiosk: 'MK-007',
    boot: '00000000-0000-4000-8000-000000000001',
    appVersion: '0.1.0',
    configVersion: 'a',
    jobs: [],
    health: () => kioskHealth(components, NO_ADMIN, now),
    screen: () => 'A1',
    gauges: () => ({ outbox_events: 3 }),
    now: clock.now,
    monotonicMs: clock.monotonicMs,
    random: () => random,
    after: clock.after,
    open: async (events) => {
      openings.push(clock.nowMs());
      if (refuses !== null) return fault(refuses);
      const link = new FakeLink(events);
      links.push(link);
      return ok(link);
    },
    onJob: () => undefined,
    onUpdateTold: (step) => told.push(step),
    onOffset: (ms) => offsets.push(ms),
    onWelcome: () => undefined,
    onEnd: (end) => ends.push(end),
  });
});

const link = (): FakeLink => {
  const last = links.at(-1);
  if (last === undefined) throw new Error('no connection yet');
  return last;
};

async function connected(): Promise<FakeLink> {
  session.start(0);
  await clock.pass(0);
  link().welcome();
  return link();
}

const JOB = '00000000-0000-4000-8000-0000000000aa';
const accepted: JobStep = { type: 'job_update', job: JOB, update: { state: 'accepted' } };

describe('a connection', () => {
  test('begins with all that is so, and then tells each change at once', async () => {
    const first = await connected();
    expect(first.ofType('hello')[0]).toMatchObject({ n: 1, conn: 1, screen: 'A1' });
    expect(first.ofType('hello')[0]?.components.map(({ component }) => component)).toEqual(COMPONENT_IDS);
    session.changed(['paper']);
    expect(first.ofType('delta')[0]).toMatchObject({ n: 2, components: [{ component: 'paper' }] });
  });

  test('a change before the welcome is told too', async () => {
    session.start(0);
    await clock.pass(0);
    session.changed(['printer']);
    expect(link().ofType('delta')).toHaveLength(1);
  });

  test('a change while there is none is in the next hello, with a greater count', async () => {
    const first = await connected();
    first.events.onEnd(LOST);
    session.changed(['paper']);
    await clock.pass(2_000);
    expect(links).toHaveLength(2);
    expect(link().ofType('hello')[0]?.conn).toBeGreaterThan(1);
    expect(link().sent).toHaveLength(1);
  });

  test('a step of a job is told again on each connection until the hub has it', async () => {
    const first = await connected();
    session.tellJob(accepted);
    first.events.onEnd(LOST);
    await clock.pass(2_000);
    link().welcome();
    const [update] = link().ofType('job_update');
    expect(update).toMatchObject({ job: JOB, update: { state: 'accepted' } });
    expect(told).toEqual([]);
    link().acknowledge(update?.n ?? 0);
    expect(told).toEqual([accepted]);
    link().events.onEnd(LOST);
    await clock.pass(3_000);
    link().welcome();
    expect(link().ofType('job_update')).toEqual([]);
  });

  test('beats every 15 s ± a tenth, each twentieth with every part', async () => {
    const only = await connected();
    random = 1;
    for (let beat = 1; beat <= 20; beat += 1) {
      await clock.pass(16_500);
      only.acknowledgeAll();
    }
    const beats = only.ofType('hb');
    expect(beats.length).toBeGreaterThanOrEqual(20);
    expect(beats.map(({ components }) => components !== undefined).indexOf(true)).toBe(19);
    expect(beats[0]?.gauges).toEqual({ outbox_events: 3 });
  });

  test.each([
    ['the hello', false],
    ['a beat', true],
  ])('is lost when %s stays unanswered for half a minute', async (_what, isWelcome) => {
    session.start(0);
    await clock.pass(0);
    if (isWelcome) link().welcome();
    await clock.pass(60_000);
    expect(ends[0]).toEqual(LOST);
    expect(links[0]?.isClosed).toBe(true);
    expect(links.length).toBeGreaterThan(1);
  });

  test('that was given up says nothing any more', async () => {
    const first = await connected();
    first.events.onEnd(LOST);
    await clock.pass(2_000);
    first.welcome();
    first.events.onEnd(LOST);
    expect(session.isConnected).toBe(false);
    link().welcome();
    expect(session.isConnected).toBe(true);
  });

  test('tells how far the hub’s clock is ahead by half the round trip', async () => {
    session.start(0);
    await clock.pass(0);
    await clock.pass(400);
    link().welcome(clock.now().getTime() - 200 + 5_000);
    expect(offsets).toEqual([5_000]);
  });
});

describe('coming back', () => {
  const waits = (): number[] => openings.slice(1).map((atMs, index) => atMs - (openings[index] ?? 0));

  test('waits longer after each failure, at random, never more than two minutes', async () => {
    refuses = LOST;
    random = 1;
    session.start(0);
    await clock.pass(30 * 60_000);
    expect(waits().slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000]);
    expect(Math.max(...waits())).toBe(120_000);
    random = 0.25;
    openings = [];
    await clock.pass(30 * 60_000);
    expect(Math.max(...waits().slice(1))).toBe(30_000);
  });

  test('waits as long as the hub asks', async () => {
    refuses = { ...LOST, retryAfterMs: 45_000 };
    session.start(0);
    await clock.pass(44_000);
    expect(openings).toHaveLength(1);
    await clock.pass(2_000);
    expect(openings).toHaveLength(2);
  });

  test('asks a hub that has shut it out only every few minutes', async () => {
    refuses = { code: 'refused', problem: 'revoked', retryAfterMs: 0 };
    session.start(0);
    await clock.pass(60 * 60_000);
    expect(openings.length).toBeLessThanOrEqual(16);
    expect(openings.length).toBeGreaterThanOrEqual(9);
  });

  test('ends when the kiosk ends', async () => {
    const only = await connected();
    session.close();
    expect(only.isClosed).toBe(true);
    await clock.pass(60 * 60_000);
    expect(openings).toHaveLength(1);
    expect(only.sent).toHaveLength(1);
  });
});
