import { beforeEach, expect, test } from 'vitest';
import { createCircuit, type Circuit } from '../../src/main/gateway/circuit.ts';

let nowMs: number;
let circuit: Circuit;

beforeEach(() => {
  nowMs = 1_000_000;
  circuit = createCircuit({ failures: 5, withinMs: 30_000, openMs: 15_000 }, () => nowMs);
});

const fail = (times: number): void => {
  for (let index = 0; index < times; index += 1) circuit.enter()?.failed();
};

test('opens at the fifth failure, not at the fourth', () => {
  fail(4);
  expect(circuit.enter()).not.toBeNull();
  expect(circuit.health()).toBe('unknown');
  fail(1);
  expect(circuit.enter()).toBeNull();
  expect(circuit.health()).toBe('down');
  expect(circuit.secondsUntilProbe()).toBe(15);
});

test('failures that lie further apart than the window don’t add up', () => {
  fail(4);
  nowMs += 30_000;
  fail(4);
  expect(circuit.enter()).not.toBeNull();
});

test('a success in between starts the count anew', () => {
  fail(4);
  circuit.enter()?.succeeded();
  fail(4);
  expect(circuit.enter()).not.toBeNull();
});

test('lets one probe through, and only one', () => {
  fail(5);
  nowMs += 15_000;
  expect(circuit.health()).toBe('unknown');
  const probe = circuit.enter();
  expect(probe).not.toBeNull();
  expect(circuit.enter()).toBeNull();
  expect(circuit.health()).toBe('down');
  probe?.succeeded();
  expect(circuit.enter()).not.toBeNull();
  expect(circuit.health()).toBe('up');
});

test('a probe that fails keeps it open for another while', () => {
  fail(5);
  nowMs += 15_000;
  circuit.enter()?.failed();
  nowMs += 14_999;
  expect(circuit.enter()).toBeNull();
  nowMs += 1;
  expect(circuit.enter()).not.toBeNull();
});

test('a probe that nobody waited for lets the next one through', () => {
  fail(5);
  nowMs += 15_000;
  circuit.enter()?.released();
  expect(circuit.enter()).not.toBeNull();
});

test('a request that began before it opened doesn’t keep it open for longer', () => {
  const slow = circuit.enter();
  fail(5);
  nowMs += 14_000;
  slow?.failed();
  nowMs += 1000;
  expect(circuit.enter()).not.toBeNull();
});
