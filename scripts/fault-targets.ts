import type { FaultTargets } from '../src/devices/virtual/faults/targets.ts';
import type { RunningKiosk } from '../src/main/start.ts';
import type { SandboxControl } from '../src/sandbox/sandbox.ts';

/** What faults can be played on where a kiosk and its sandbox gateway run in one program. */
export function faultTargets(
  { devices, kiosk, virtual }: RunningKiosk,
  sandbox: SandboxControl,
  page: FaultTargets['page'] = null,
): FaultTargets {
  const away = { gateway: false, network: false };
  // Without a network nobody answers either.
  const setAway = (what: keyof typeof away, isAway: boolean): void => {
    away[what] = isAway;
    sandbox.setAway(away.gateway || away.network);
  };
  return {
    screens: (listener) =>
      kiosk.observe((event) => {
        if (event.type === 'screen') listener(event.code);
      }),
    reader: virtual.reader,
    printer: virtual.printer,
    gateway: {
      addFault: (rule) => sandbox.addFault(rule),
      clearFaults: () => sandbox.clearFaults(),
      onCall: (listener) => sandbox.onCall(listener),
      setAway: (isAway) => setAway('gateway', isAway),
    },
    network: { setAway: (isAway) => setAway('network', isAway) },
    devices: { kill: () => devices.kill() },
    page,
  };
}
