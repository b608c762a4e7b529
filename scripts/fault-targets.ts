import { behindNetwork } from '../src/devices/virtual/faults/network.ts';
import type { FaultTargets } from '../src/devices/virtual/faults/targets.ts';
import type { RunningKiosk } from '../src/main/start.ts';
import type { SandboxControl } from '../src/sandbox/sandbox.ts';

/**
 * What faults can be played on where a kiosk and its sandbox run in one program: the gateway's own faults, which come
 * over the wire, and a page, if there is one.
 */
export function faultTargets(
  { faultTargets: within }: RunningKiosk,
  sandbox: SandboxControl,
  page: FaultTargets['page'] = null,
): FaultTargets {
  const wire = behindNetwork(sandbox);
  return {
    ...within,
    gateway: wire.gateway,
    network: {
      setAway: (isAway) => {
        wire.network.setAway(isAway);
        // What the kiosk itself sees of its network.
        within?.network?.setAway(isAway);
      },
    },
    page,
  };
}
