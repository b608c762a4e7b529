import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchPresence } from '../../src/devices/device-presence.ts';

let directory: string;
let node: string;
const onGone = vi.fn<() => void>();
let stop: () => void = () => undefined;
/** Several looks. */
const A_WHILE_MS = 350;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'raha-presence-'));
  node = join(directory, 'ttyACM0');
  writeFileSync(node, '');
  onGone.mockClear();
});
afterEach(() => {
  stop();
  rmSync(directory, { recursive: true });
});

test('a node that goes is told once', async () => {
  stop = watchPresence(node, onGone);
  await sleep(20);
  rmSync(node);
  await vi.waitFor(() => expect(onGone).toHaveBeenCalled(), { timeout: 5000 });
  await sleep(A_WHILE_MS);
  expect(onGone).toHaveBeenCalledOnce();
});

test('a node that another device has taken over between two looks is told', async () => {
  stop = watchPresence(node, onGone);
  // Whichever it saw first, the next one is another.
  const takeOver = (): void => {
    writeFileSync(`${node}.next`, '');
    renameSync(`${node}.next`, node);
    expect(onGone).toHaveBeenCalledOnce();
  };
  await vi.waitFor(takeOver, { interval: 150, timeout: 5000 });
});

test('a node that was gone before the first look is told', async () => {
  rmSync(node);
  stop = watchPresence(node, onGone);
  await vi.waitFor(() => expect(onGone).toHaveBeenCalledOnce(), { timeout: 5000 });
});

test("udev's change of its rights is no unplug, and neither is what is sent", async () => {
  stop = watchPresence(node, onGone);
  await sleep(20);
  chmodSync(node, 0o600);
  writeFileSync(node, 'bytes');
  await sleep(A_WHILE_MS);
  expect(onGone).not.toHaveBeenCalled();
});

test('nobody is told after stopping', async () => {
  stop = watchPresence(node, onGone);
  await sleep(20);
  stop();
  rmSync(node);
  await sleep(A_WHILE_MS);
  expect(onGone).not.toHaveBeenCalled();
});

test('a Windows port has no node to look at', async () => {
  stop = watchPresence('COM3', onGone);
  await sleep(A_WHILE_MS);
  expect(onGone).not.toHaveBeenCalled();
});
