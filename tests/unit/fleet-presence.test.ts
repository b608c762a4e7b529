import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Presence } from '../../src/fleet/session/presence.ts';

const KIOSK = 'MK-007';
const BOOT = 'boot-1';

/** Sweeps every second, as the hub does, and says when which change came. */
function sweepTo(presence: Presence, fromMs: number, toMs: number, overloaded: (ms: number) => boolean = () => false) {
  const changes: string[] = [];
  for (let ms = fromMs; ms <= toMs; ms += 1_000)
    for (const { to } of presence.sweep(ms, overloaded(ms))) changes.push(`${String(ms / 1_000)} ${to}`);
  return changes;
}

test('silence makes a kiosk suspect after 35 s and offline after 45 s', () => {
  const presence = new Presence(0);
  presence.hello(KIOSK, BOOT, 1, 60_000);
  expect(sweepTo(presence, 1_000, 200_000)).toEqual(['95 suspect', '105 offline']);
  expect(presence.heard(KIOSK, 201_000)).toEqual({ kiosk: KIOSK, from: 'offline', to: 'online' });
});

test('a closed connection makes it suspect at once, but not offline any sooner', () => {
  const presence = new Presence(0);
  presence.hello(KIOSK, BOOT, 1, 60_000);
  expect(presence.closed(KIOSK, BOOT, 1)).toEqual({ kiosk: KIOSK, from: 'online', to: 'suspect' });
  expect(sweepTo(presence, 61_000, 200_000)).toEqual(['105 offline']);
});

test('the late end of an old connection says nothing about the new one', () => {
  const presence = new Presence(0);
  presence.hello(KIOSK, BOOT, 1, 1_000);
  presence.hello(KIOSK, BOOT, 2, 2_000);
  expect(presence.closed(KIOSK, BOOT, 1)).toBeNull();
  expect(presence.link(KIOSK)).toBe('online');
});

test('a hello of an older connection is stale, one of a new boot is not', () => {
  const presence = new Presence(0);
  presence.hello(KIOSK, BOOT, 5, 1_000);
  expect(presence.hello(KIOSK, BOOT, 5, 2_000)).toBe('stale');
  expect(presence.hello(KIOSK, BOOT, 4, 2_000)).toBe('stale');
  expect(presence.hello(KIOSK, 'boot-2', 0, 3_000)).toBeNull();
});

test('after a restart of the hub everybody has three beats to come back', () => {
  const presence = new Presence(500_000);
  presence.restore(KIOSK, 'online');
  presence.restore('MK-008', 'online');
  presence.hello('MK-008', BOOT, 9, 530_000);
  expect(sweepTo(presence, 501_000, 560_000)).toEqual(['535 suspect', '545 offline']);
  expect(presence.link('MK-008')).toBe('online');
});

test('a kiosk that was never there is not offline', () => {
  const presence = new Presence(0);
  presence.restore(KIOSK, 'never');
  expect(sweepTo(presence, 1_000, 300_000)).toEqual([]);
});

test('while the hub is overloaded nobody is called offline, and afterwards everybody gets 20 s', () => {
  const presence = new Presence(0);
  presence.hello(KIOSK, BOOT, 1, 60_000);
  expect(sweepTo(presence, 61_000, 200_000, (ms) => ms >= 80_000 && ms <= 150_000)).toEqual(['160 suspect', '170 offline']);
});

test('a hub that slept blames nobody', () => {
  const presence = new Presence(0);
  presence.hello(KIOSK, BOOT, 1, 60_000);
  presence.sweep(61_000, false);
  expect(presence.sweep(600_000, false)).toEqual([]);
  expect(presence.heard(KIOSK, 605_000)).toBeNull();
});

test('nobody who beats in time is ever called offline, whatever else happens', () => {
  const step = fc.record({ silenceMs: fc.integer({ min: 1, max: 34_000 }), reconnects: fc.boolean(), overloaded: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const presence = new Presence(0);
      let nowMs = 0;
      let conn = 1;
      presence.hello(KIOSK, BOOT, conn, nowMs);
      for (const { overloaded, reconnects, silenceMs } of steps) {
        const untilMs = nowMs + silenceMs;
        for (; nowMs < untilMs; nowMs += 1_000) presence.sweep(nowMs, overloaded);
        nowMs = untilMs;
        if (reconnects) {
          conn += 1;
          presence.hello(KIOSK, BOOT, conn, nowMs);
          presence.closed(KIOSK, BOOT, conn - 1);
        } else presence.heard(KIOSK, nowMs);
        expect(presence.link(KIOSK)).toBe('online');
      }
    }),
    { numRuns: 200 },
  );
});
