import type { SupervisedDevices } from '../devices/supervisor.ts';
import type { FaultTargets } from '../devices/virtual/faults/targets.ts';
import type { DemoMachine } from './demo-machine.ts';
import type { Kiosk } from './kiosk.ts';
import type { ChromiumWindow } from './standalone/window.ts';
import type { VirtualDevices } from './virtual-devices.ts';

/** What faults can be played on within a demo kiosk. */
export function faultTargets(
  kiosk: Kiosk,
  devices: SupervisedDevices,
  { printer, reader }: VirtualDevices,
  machine: DemoMachine,
  page: FaultTargets['page'] = null,
): FaultTargets {
  return {
    screens: (listener) =>
      kiosk.observe((event) => {
        if (event.type === 'screen') listener(event.code);
      }),
    reader,
    printer,
    devices: { kill: () => devices.kill() },
    ...machine.targets,
    page,
  };
}

/** What can go wrong with a page in a Chromium of our own; null where that can't be stopped (Windows). */
export function pageFaultsIn(window: () => Pick<ChromiumWindow, 'halt' | 'kill'> | null): FaultTargets['page'] {
  return process.platform === 'win32' ? null : { hang: () => window()?.halt(), crash: () => window()?.kill() };
}
