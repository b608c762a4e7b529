import { readFile } from 'node:fs/promises';
import type { Probe } from '../probe.ts';

/** Linux: what the kernel takes input from, one block per device. */
const INPUT_DEVICES = '/proc/bus/input/devices';
/** `INPUT_PROP_DIRECT`, bit 1 of `B: PROP=`: touching a place means that place (input-event-codes.h). */
const DIRECT = 0b10;

export const TOUCH_EVERY_MS = 30_000;

/** Whether a touch screen is plugged in. Whether all of it feels is what the test in the staff room shows. */
export function touchProbe(devicesFile = INPUT_DEVICES): Probe {
  return {
    component: 'touch',
    everyMs: TOUCH_EVERY_MS,
    limitMs: 5_000,
    look: async () => (hasTouchScreen(await readFile(devicesFile, 'utf8')) ? { state: 'ok' } : { reason: 'touch.missing' }),
  };
}

function hasTouchScreen(devices: string): boolean {
  return [...devices.matchAll(/^B: PROP=([0-9a-f]+)$/gm)].some(([, bits]) => (Number.parseInt(bits ?? '', 16) & DIRECT) !== 0);
}
