import { expect, test } from 'vitest';
import { createDecoder } from '../../src/devices/reader/driver/drivers.ts';
import { FloodGuard } from '../../src/devices/reader/driver/flood-guard.ts';
import { bytesOfText, told } from '../fixtures/reader-reports.ts';

function flood(guard: FloodGuard, frames: number, atMs: number, everyMs = 1): string[] {
  return Array.from({ length: frames }, (_, index) => told(guard.feed(bytesOfText('1012345672'), atMs + index * everyMs))).flat();
}

test('twenty documents a second pass, the next one is trouble, and for five quiet seconds nothing counts', () => {
  const guard = new FloodGuard(createDecoder('virtual'));
  const outcome = flood(guard, 40, 1000);
  expect(outcome.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => '1012345672 bar_code'));
  expect(outcome.slice(20)).toEqual(['untrusted_input']);
  expect(flood(guard, 1, 6000)).toEqual([]);
  expect(flood(guard, 1, 6100)).toEqual(['1012345672 bar_code']);
});

test('a flood without end is told once', () => {
  const guard = new FloodGuard(createDecoder('virtual'));
  expect(flood(guard, 10_000, 0, 10).filter((each) => each === 'untrusted_input')).toHaveLength(1);
});

test('sixteen documents a second, more than any person, go on for ever', () => {
  expect(new Set(flood(new FloodGuard(createDecoder('virtual')), 300, 0, 60))).toEqual(new Set(['1012345672 bar_code']));
});

test('bad reports count as well, and dropped frames are overwritten', () => {
  const guard = new FloodGuard(createDecoder('msr-hid'));
  const outcome = Array.from({ length: 30 }, () => told(guard.feed(Uint8Array.of(1), 0))).flat();
  expect(outcome.slice(20)).toEqual(['untrusted_input']);
  const frames: Uint8Array[] = [];
  const spied = new FloodGuard({
    prompt: null,
    deadlineMs: null,
    feed: (bytes, atMs) => {
      frames.push(bytes);
      return [{ type: 'frame', bytes, lastReportAtMs: atMs }];
    },
    expire: () => [],
    reset: () => undefined,
  });
  for (let index = 0; index < 25; index += 1) spied.feed(bytesOfText('1012345672'), 0);
  expect(frames.slice(20).every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
});
