import type { SupervisedDevices } from '../devices/supervisor.ts';
import { behindNetwork } from '../devices/virtual/faults/network.ts';
import type { FaultTargets, FaultyGateway } from '../devices/virtual/faults/targets.ts';
import type { Kiosk } from './kiosk.ts';
import type { VirtualDevices } from './start.ts';

/** What faults can be played on within a demo kiosk. */
export function faultTargets(
  kiosk: Kiosk,
  devices: SupervisedDevices,
  { printer, reader }: VirtualDevices,
  gateway: FaultyGateway,
): FaultTargets {
  return {
    screens: (listener) =>
      kiosk.observe((event) => {
        if (event.type === 'screen') listener(event.code);
      }),
    reader,
    printer,
    devices: { kill: () => devices.kill() },
    ...behindNetwork(gateway),
  };
}
