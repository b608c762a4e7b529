import { readFile } from 'node:fs/promises';
import type { HealthReason } from '../../../domain/health.ts';
import type { HealthBoard } from '../board.ts';
import type { Probe } from '../probe.ts';

/** Linux: what the kernel takes input from, one block per device. */
const INPUT_DEVICES = '/proc/bus/input/devices';
/** `INPUT_PROP_DIRECT`, bit 1 of `B: PROP=`: touching a place means that place (input-event-codes.h). */
const DIRECT = 0b10;

export const TOUCH_EVERY_MS = 30_000;

/**
 * Whether a touch screen is plugged in. Whether all of it feels only the test in the staff room shows: what that found
 * stays while the screen is there.
 */
export function touchProbe(before: () => HealthReason | null, devicesFile = INPUT_DEVICES): Probe {
  return {
    component: 'touch',
    everyMs: TOUCH_EVERY_MS,
    limitMs: 5_000,
    look: async () => {
      if (!hasTouchScreen(await readFile(devicesFile, 'utf8'))) return { reason: 'touch.missing' };
      return before() === 'touch.dead_zone' ? { reason: 'touch.dead_zone' } : { state: 'ok' };
    },
  };
}

/** Takes what a person's test has found; a screen that isn't there stays missing, whatever the test was made with. */
export function noteTouchTest(board: Pick<HealthBoard, 'note' | 'reasonOf'>, hasDeadZone: boolean): void {
  if (board.reasonOf('touch') === 'touch.missing') return;
  board.note('touch', hasDeadZone ? { reason: 'touch.dead_zone' } : { state: 'ok' });
}

function hasTouchScreen(devices: string): boolean {
  return [...devices.matchAll(/^B: PROP=([0-9a-f]+)$/gm)].some(([, bits]) => (Number.parseInt(bits ?? '', 16) & DIRECT) !== 0);
}
