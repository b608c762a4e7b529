import type { DeviceLink } from '../../../devices/link.ts';
import type { KioskConfig } from '../../config.ts';
import type { Health } from '../../health/start.ts';
import type { Kiosk } from '../../kiosk.ts';
import type { Checks } from '../../staff/diagnostics/checks.ts';
import type { Maintenance } from '../../staff/maintenance.ts';
import type { HostMeans } from '../../staff/power.ts';
import { isIdle } from '../idle.ts';
import type { JobActs } from '../job-desk.ts';
import { takeScreenshot } from '../picture/screenshot.ts';
import { diagnoseActs } from './diagnose.ts';
import { succeeded } from './ends.ts';
import { maintenanceActs } from './maintenance.ts';
import { officeActs, type OfficePorts } from './office.ts';
import { restartActs } from './restart.ts';

export interface ActPorts {
  readonly config: KioskConfig;
  readonly kiosk: Kiosk;
  readonly devices: Pick<DeviceLink, 'send' | 'subscribe'>;
  readonly health: Health;
  readonly checks: Checks;
  readonly host: HostMeans;
  readonly maintenance: Maintenance | null;
  readonly time: () => Date;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly office: Omit<OfficePorts, 'kiosk'>;
}

/** All that this kiosk can do because the hub asks. What its host has no way to do isn't in it. */
export function kioskActs({ after, checks, config, devices, health, host, kiosk, maintenance, office, time }: ActPorts): JobActs {
  const { remote } = host;
  return {
    ...officeActs({ kiosk, ...office }),
    ...(maintenance === null ? {} : maintenanceActs(maintenance)),
    ...diagnoseActs({ after, checks, devices, health: () => health.current(), isMaintenance: () => maintenance?.isUnderWay === true }),
    ...(remote === undefined ? {} : restartActs({ after, host: { ...host, remote }, isIdle: () => isIdle(kiosk) })),
    take_screenshot: async () => {
      const { isMasked, picture } = await takeScreenshot({ kiosk, kioskId: config.kioskId, now: time, capture: remote?.capture ?? null });
      return succeeded({ masked: isMasked }, picture);
    },
  };
}
