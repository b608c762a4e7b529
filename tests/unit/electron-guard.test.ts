import { expect, test } from 'vitest';
import { GUARD_POLICY, PageGuard } from '../../src/main/electron/page-guard.ts';

const { budgetWindowMs, crashBudget, killMs, probationMs, redrawMs, restsMs, settleMs, silenceMs } = GUARD_POLICY;

/** A host that writes down what it is told and whose time stands still until it is moved. */
function fakeHost() {
  const done: string[] = [];
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
  return { guard, look, pass, pending: () => timers.length };
}

/** A kiosk whose page is up and has asked for its View. */
function serving() {
  const host = fakeHost();
  host.guard.start();
  host.guard.alive();
  host.look();
  return host;
}

/** Crashes the page, lets it come back, and lets it ask for its View. */
function crashAndReturn({ guard, pass }: ReturnType<typeof fakeHost>): void {
  guard.gone('crashed');
  pass(settleMs);
  guard.alive();
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
    guard.alive();
    expect(look()).toEqual(['load kiosk']);
  }
});

test('crashes that lie far apart never take the kiosk out of service', () => {
  const host = serving();
  for (let crash = 0; crash < 10; crash += 1) {
    crashAndReturn(host);
    host.pass(budgetWindowMs);
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
  const { guard, look, pass } = resting();
  pass(restsMs[0]! - settleMs);
  expect(look()).toEqual(['load kiosk']);
  guard.alive();
  pass(probationMs - 1);
  expect(look()).toEqual([]);
  pass(1);
  expect(look()).toEqual(['back in service']);
});

test('once back, the page has its whole budget again', () => {
  const host = resting();
  host.pass(restsMs[0]!);
  host.guard.alive();
  host.pass(probationMs);
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

test('a page that is loaded but never asks for its View is loaded again', () => {
  const { guard, look, pass } = fakeHost();
  guard.start();
  pass(silenceMs + settleMs);
  expect(look()).toEqual(['load kiosk', 'load kiosk']);
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
