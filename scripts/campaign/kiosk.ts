import { createFaultBoard, type FaultBoard } from '../../src/devices/virtual/faults/board.ts';
import { forkDevices } from '../../src/devices/fork.ts';
import type { VirtualPrinter } from '../../src/devices/virtual/printer/index.ts';
import { startKioskProcess, type RunningKiosk } from '../../src/main/start.ts';
import { CHECKOUT } from '../checkout.ts';
import { startDemo } from '../demo.ts';
import { faultTargets } from '../fault-targets.ts';
import { startDevicesHere } from './devices.ts';
import { HURRIED_GATEWAY, HURRIED_PRINTER, HURRIED_SUPERVISOR, hurriedClock, hurriedHealthClock, hurriedVisit, HURRY } from './hurry.ts';
import { RECORDS } from './people.ts';
import { Watch } from './watch.ts';

const MANY = 1_000_000_000;
/** No limit of the gateway counts: they are tested elsewhere, and a campaign is one kiosk with a thousand visitors. */
const NO_LIMITS = { inquiriesPerMinute: MANY, failuresPerSession: MANY, pauseSeconds: 1, failuresPerIdentity: MANY };

/** A whole kiosk in a hurry, with somebody who watches it. */
export interface CampaignKiosk {
  readonly running: RunningKiosk;
  /** How much faster than a real one it lives. */
  readonly hurry: number;
  readonly printer: VirtualPrinter;
  readonly board: FaultBoard;
  readonly watch: Watch;
  close(): Promise<void>;
}

/** @param devices in this process, which is faster, or in one of their own */
export async function startCampaignKiosk(devices: 'here' | 'process', hurry = HURRY): Promise<CampaignKiosk> {
  const demo = await startDemo({ data: RECORDS, limits: NO_LIMITS });
  const watch = new Watch();
  const running = await startKioskProcess(demo.config, CHECKOUT, {
    clock: hurriedClock(hurry),
    healthClock: hurriedHealthClock,
    aroundGateway: (gateway) => watch.overGateway(gateway),
    gatewayTiming: HURRIED_GATEWAY,
    startDevices: (host) => watch.overDevices(devices === 'here' ? startDevicesHere(HURRIED_PRINTER) : forkDevices(host)),
    supervision: HURRIED_SUPERVISOR,
    timing: hurriedVisit(hurry),
  });
  watch.overKiosk(running.kiosk);
  const { printer } = running.virtual;
  if (printer === null) throw new Error('a campaign needs the virtual printer');
  return {
    running,
    hurry,
    printer,
    watch,
    board: createFaultBoard(faultTargets(running, demo.sandbox.control)),
    close: async () => {
      await running.close();
      await demo.close();
    },
  };
}
