import { expect, test } from 'vitest';
import { GUARD_POLICY, PageGuard, type PageTrouble } from '../../src/main/page-guard.ts';

const { awayMs, budgetWindowMs, crashBudget, killMs, loadMs, probationMs, redrawMs, restsMs, settleMs, silenceMs, startMs } =
  GUARD_POLICY;
/** As src/renderer/heartbeat.ts sends them. */
const BEAT_EVERY_MS = 2_000;

/** A host that writes down what it is told and whose time stands still until it is moved. */
function fakeHost() {
  const done: string[] = [];
  const lost: PageTrouble[] = [];
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const pass = (durationMs: number): void => {
    const endMs = nowMs + durationMs;
    for (;;) {
      const due = timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      timers = timers.filter((timer) => timer !== due);
      nowMs = due.atMs;
      due.run();
    }
    nowMs = endMs;
  };
  const guard = new PageGuard(
    {
      load: (page) => done.push(`load ${page}`),
      kill: () => done.push('kill'),
      takeOutOfService: () => done.push('out of service'),
      returnToService: () => done.push('back in service'),
      relaunch: () => done.push('relaunch'),
      lost: (trouble) => lost.push(trouble),
      nowMs: () => nowMs,
      after: (delayMs, run) => {
        const timer = { atMs: nowMs + delayMs, run };
        timers.push(timer);
        return () => (timers = timers.filter((other) => other !== timer));
      },
    },
    GUARD_POLICY,
  );
  /** What was done since the last look. */
  const look = (): string[] => done.splice(0);
  /** Time passes over a page that lives. */
  const live = (durationMs: number): void => {
    for (let passedMs = 0; passedMs < durationMs; passedMs += BEAT_EVERY_MS) {
      guard.beat();
      pass(Math.min(BEAT_EVERY_MS, durationMs - passedMs));
    }
    guard.beat();
  };
  return { guard, live, look, lost, pass, pending: () => timers.length };
}

/** A kiosk whose page is up and has beaten once. */
function serving() {
  const host = fakeHost();
  host.guard.start();
  host.guard.beat();
  host.look();
  return host;
}

/** Crashes the page, lets it come back, and lets it beat. */
function crashAndReturn({ guard, pass }: ReturnType<typeof fakeHost>): void {
  guard.gone('crashed');
  pass(settleMs);
  guard.beat();
}

function spendBudget(host: ReturnType<typeof fakeHost>): void {
  for (let crash = 0; crash < crashBudget; crash += 1) crashAndReturn(host);
  host.look();
}

/** A kiosk that has just gone out of service because its page keeps dying. */
function resting() {
  const host = serving();
  spendBudget(host);
  host.guard.gone('crashed');
  host.pass(settleMs);
  host.look();
  return host;
}

test.each(['abnormal-exit', 'killed', 'crashed', 'oom', 'launch-failed', 'integrity-failure', 'memory-eviction'])(
  'loads the page again when it is gone: %s',
  (reason) => {
    const { guard, look, pass } = serving();
    guard.gone(reason);
    pass(settleMs);
    expect(look()).toEqual(['load kiosk']);
  },
);

test('lets Chromium tear the dead page down before it loads the next', () => {
  const { guard, look, pass } = serving();
  guard.gone('crashed');
  pass(settleMs - 1);
  expect(look()).toEqual([]);
  pass(1);
  expect(look()).toEqual(['load kiosk']);
});

test('a page that ends cleanly is no trouble', () => {
  const { guard, look, pass } = serving();
  guard.gone('clean-exit');
  pass(settleMs);
  expect(look()).toEqual([]);
});

test('one death that is reported twice costs one load and counts once', () => {
  const { guard, look, pass } = serving();
  for (let crash = 0; crash < crashBudget; crash += 1) {
    guard.gone('crashed');
    guard.failedToLoad();
    pass(settleMs);
    guard.beat();
    expect(look()).toEqual(['load kiosk']);
  }
});

test('crashes that lie far apart never take the kiosk out of service', () => {
  const host = serving();
  for (let crash = 0; crash < 10; crash += 1) {
    crashAndReturn(host);
    host.live(budgetWindowMs);
  }
  expect(host.look()).toEqual(Array.from({ length: 10 }, () => 'load kiosk'));
});

test('a page that keeps dying makes room for the out-of-service page', () => {
  const host = serving();
  spendBudget(host);
  host.guard.gone('crashed');
  host.pass(settleMs);
  expect(host.look()).toEqual(['out of service', 'load outOfService']);
});

test('after a rest the page comes back, and visitors get it once it has lived', () => {
  const { live, look, pass } = resting();
  pass(restsMs[0]! - settleMs);
  expect(look()).toEqual(['load kiosk']);
  live(probationMs - 1);
  expect(look()).toEqual([]);
  pass(1);
  expect(look()).toEqual(['back in service']);
});

test('once back, the page has its whole budget again', () => {
  const host = resting();
  host.pass(restsMs[0]!);
  host.live(probationMs);
  host.look();
  for (let crash = 0; crash < crashBudget; crash += 1) crashAndReturn(host);
  expect(host.look()).toEqual(Array.from({ length: crashBudget }, () => 'load kiosk'));
});

test('rests longer after each failed try, and at last starts the program anew', () => {
  const { guard, look, pass } = resting();
  for (const [index, restMs] of restsMs.entries()) {
    pass(restMs - settleMs - 1);
    expect(look(), `rest ${String(index)} isn't over`).toEqual([]);
    pass(1);
    expect(look()).toEqual(['load kiosk']);
    guard.gone('crashed');
    pass(settleMs);
    const isLast = index === restsMs.length - 1;
    expect(look()).toEqual(isLast ? ['relaunch'] : ['out of service', 'load outOfService']);
  }
});

test('an out-of-service page that dies is drawn again, and the next try keeps its time', () => {
  const { guard, look, pass } = resting();
  guard.gone('crashed');
  pass(redrawMs);
  expect(look()).toEqual(['load outOfService']);
  pass(restsMs[0]! - settleMs - redrawMs);
  expect(look()).toEqual(['load kiosk']);
});

test('a hung page is killed and loaded again once it is gone', () => {
  const { guard, look, pass } = serving();
  guard.unresponsive();
  guard.unresponsive();
  expect(look()).toEqual(['kill']);
  guard.gone('killed');
  pass(settleMs + killMs);
  expect(look()).toEqual(['load kiosk']);
});

test('a hung page whose end is never reported is loaded again all the same', () => {
  const { guard, look, pass } = serving();
  guard.unresponsive();
  pass(killMs + settleMs);
  expect(look()).toEqual(['kill', 'load kiosk']);
});

test('a page that is loaded but never beats is ended and loaded again', () => {
  const { guard, look, pass } = fakeHost();
  guard.start();
  pass(startMs + killMs + settleMs);
  expect(look()).toEqual(['load kiosk', 'kill', 'load kiosk']);
});

test('a page that beats is left alone', () => {
  const { live, look, lost } = serving();
  live(60 * 60 * 1000);
  expect([look(), lost]).toEqual([[], []]);
});

test('a page that falls silent is killed as hung', () => {
  const { guard, look, lost, pass } = serving();
  pass(silenceMs);
  expect(look()).toEqual(['kill']);
  guard.gone('crashed');
  pass(settleMs);
  expect([look(), lost]).toEqual([['load kiosk'], ['hung']]);
});

test('a page that runs but shows nothing is killed as white', () => {
  const { guard, look, lost, pass } = serving();
  for (let passedMs = 0; passedMs < silenceMs; passedMs += BEAT_EVERY_MS) {
    guard.blank();
    pass(BEAT_EVERY_MS);
  }
  guard.gone('killed');
  expect([look(), lost]).toEqual([['kill'], ['white']]);
});

test('a page that was white for a moment is no trouble', () => {
  const { guard, live, look } = serving();
  guard.blank();
  live(2 * silenceMs);
  expect(look()).toEqual([]);
});

test.each(['oom', 'memory-eviction'])('%s is told as out of memory', (reason) => {
  const { guard, lost } = serving();
  guard.gone(reason);
  expect(lost).toEqual(['out_of_memory']);
});

test('a page whose connection closes for good has crashed; one that only reloads has not', () => {
  const { guard, live, look, lost, pass } = serving();
  guard.disconnected();
  pass(awayMs - 1);
  guard.connected();
  live(silenceMs);
  expect(look()).toEqual([]);
  guard.disconnected();
  pass(awayMs);
  guard.gone('killed');
  expect([look(), lost]).toEqual([['kill'], ['crashed']]);
});

test('the connection of the page before is not missed while the next one is on its way', () => {
  const { guard, live, look, lost, pass } = serving();
  guard.reload();
  guard.disconnected();
  pass(loadMs - 1);
  live(silenceMs);
  expect([look(), lost]).toEqual([['load kiosk'], []]);
});

test('a beat of the page that is being ended is not taken for one of the next', () => {
  const { guard, look, pass } = serving();
  guard.gone('crashed');
  guard.beat();
  pass(settleMs);
  look();
  pass(loadMs);
  expect(look()).toEqual(['kill']);
});

test('whatever happens to a page, another one is asked for within 15 seconds', () => {
  const LIMIT_MS = 15_000;
  const deaths: Readonly<Record<string, (host: ReturnType<typeof fakeHost>) => void>> = {
    'silent for no reason': () => undefined,
    'white': ({ guard }) => guard.blank(),
    'gone': ({ guard }) => guard.gone('crashed'),
    'out of memory': ({ guard }) => guard.gone('oom'),
    'its connection closed': ({ guard }) => guard.disconnected(),
    'deaf to input': ({ guard }) => guard.unresponsive(),
  };
  for (const [name, die] of Object.entries(deaths)) {
    const host = serving();
    // The last beat may be an interval old when the page dies: all of that counts.
    die(host);
    host.pass(LIMIT_MS);
    expect(host.look(), name).toContain('load kiosk');
  }
  expect(loadMs + killMs + settleMs).toBeLessThanOrEqual(LIMIT_MS);
  expect(silenceMs).toBeGreaterThan(4 * BEAT_EVERY_MS);
});

test('a page that never comes to life ends on the out-of-service page, then in a relaunch', () => {
  const { guard, look, pass } = fakeHost();
  guard.start();
  pass(60 * 60 * 1000);
  const done = look();
  expect(done).toContain('out of service');
  expect(done.at(-1)).toBe('relaunch');
  expect(done).not.toContain('back in service');
});

test('a page that keeps failing to load is taken for one that keeps dying', () => {
  const { guard, look, pass } = serving();
  for (let failure = 0; failure <= crashBudget; failure += 1) {
    guard.failedToLoad();
    pass(settleMs);
  }
  expect(look().at(-1)).toBe('load outOfService');
});

test('stops without leaving anything to happen', () => {
  const host = resting();
  host.guard.stop();
  expect(host.pending()).toBe(0);
});

test('staff get a fresh page, which is no trouble', () => {
  const host = serving();
  host.look();
  host.guard.reload();
  expect(host.look()).toEqual(['load kiosk']);
  host.live(budgetWindowMs);
  expect(host.look()).toEqual([]);
  expect(host.lost).toEqual([]);
});

test('a fresh page that never lives is ended like any other', () => {
  const host = serving();
  host.guard.reload();
  host.look();
  host.pass(loadMs);
  expect(host.look()).toEqual(['kill']);
});
