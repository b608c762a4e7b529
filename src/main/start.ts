import { join } from 'node:path';
import { forkDevices } from '../devices/fork.ts';
import type { DeviceEvent } from '../devices/link.ts';
import { PRINTER_FIX } from '../devices/printer/trouble.ts';
import { READER_FIX } from '../devices/reader/trouble.ts';
import {
  SUPERVISOR_TIMING,
  superviseDevices,
  type DeviceProcess,
  type SupervisedDevices,
  type SupervisorTiming,
} from '../devices/supervisor.ts';
import { startDock } from '../devices/virtual/dock.ts';
import { createFaultBoard } from '../devices/virtual/faults/board.ts';
import { readCatalogue } from '../devices/virtual/faults/read.ts';
import type { FaultTargets } from '../devices/virtual/faults/targets.ts';
import { createTraining, type Training } from '../devices/virtual/faults/training.ts';
import { loadCatalog } from './catalog.ts';
import type { KioskConfig } from './config.ts';
import { createDemoMachine } from './demo-machine.ts';
import { deviceSetup, printerAddress, provisioningOf } from './device-setup.ts';
import { faultTargets } from './fault-targets.ts';
import { startFleetAgent, type FleetAgent } from './fleet-agent/agent.ts';
import { createHttpGateway } from './gateway/client.ts';
import { dated } from './gateway/dated.ts';
import type { HostClock } from './guarded-page.ts';
import { prepareHealth, type Health } from './health/start.ts';
import { journalEvidence } from './journal/evidence.ts';
import { recordGauges } from './journal/gauges.ts';
import { Journal } from './journal/journal.ts';
import { RatingOutbox } from './journal/ratings.ts';
import { recordEvents, refuseVisitsWithout } from './journal/recorder.ts';
import type { GatewayTiming } from './gateway/config.ts';
import type { Gateway } from './gateway/gateway.ts';
import { createKiosk, type Kiosk, type KioskParts } from './kiosk.ts';
import { staffChecks } from './staff/checks.ts';
import type { Maintenance } from './staff/maintenance.ts';
import { NO_HOST, type HostMeans } from './staff/power.ts';
import { prepareStaffRoom } from './staff/start.ts';
import type { StaffTiming } from './staff/timing.ts';
import { RAHA_VERSION } from './version.ts';
import { controlReader, startVirtualPrinter, type VirtualDevices } from './virtual-devices.ts';
import { VISIT_TIMING, type VisitTiming } from './visit/timing.ts';

/** Where the program's own files are: a checkout, or the unpacked part of a package. */
export interface ProgramFiles {
  /** Holds `locales/`, `art/` and `dock/`. */
  readonly assets: string;
  /** Holds the .woff files that receipts are set in. */
  readonly receiptFonts: string;
  /** Holds the .woff files that reports are set in. */
  readonly pdfFonts: string;
  /** Holds the fault scripts that a demo kiosk offers to play. */
  readonly faultScripts: string;
  /** What the device process runs: `src/devices/host.ts` or its bundle. */
  readonly deviceHost: string;
}

/** What a host does in its own way. */
export interface HostOptions {
  /** Starts the device process; plain Node forks itself. */
  readonly startDevices?: (deviceHost: string) => DeviceProcess;
  /** Other delays than a visitor's, and than the device process's; for tests that can't wait. */
  readonly timing?: VisitTiming;
  readonly supervision?: SupervisorTiming;
  /** Other limits than the contract's, and a second look at every call; for tests. */
  readonly gatewayTiming?: Partial<GatewayTiming>;
  readonly aroundGateway?: (gateway: Gateway) => Gateway;
  /** Timers of the visit that run at another speed. */
  readonly clock?: KioskParts['clock'];
  /** The same for what looks after the kiosk. */
  readonly healthClock?: HostClock;
  /** What can go wrong with the page; for fault scripts of a demo. */
  readonly pageFaults?: FaultTargets['page'];
  /** What staff may restart. */
  readonly host?: HostMeans;
  readonly staffTiming?: StaffTiming;
}

export interface RunningKiosk {
  readonly kiosk: Kiosk;
  readonly devices: SupervisedDevices;
  readonly virtual: VirtualDevices;
  readonly journal: Journal;
  /** What the kiosk knows about its own state. */
  readonly health: Health;
  /** Its side of the fleet; null where it belongs to none. */
  readonly fleet: FleetAgent | null;
  /** What faults can be played on, and practice on them; null in production, where nothing is virtual. */
  readonly faultTargets: FaultTargets | null;
  readonly training: Training | null;
  /** Address of the dock (demo only): taps virtual cards, pulls virtual paper. */
  readonly dockUrl: string | null;
  close(): Promise<void>;
}

/** Puts the kiosk process together from its configuration. Both hosts call this and nothing else. */
export async function startKioskProcess(
  config: KioskConfig,
  files: ProgramFiles,
  options: HostOptions = {},
): Promise<RunningKiosk> {
  const { aroundGateway = (gateway) => gateway, clock, gatewayTiming, healthClock, host = NO_HOST, staffTiming, startDevices = forkDevices } = options;
  const { supervision = SUPERVISOR_TIMING, timing = VISIT_TIMING } = options;
  const catalog = loadCatalog(join(files.assets, 'locales'));
  const printer = await startVirtualPrinter(config);
  const machine = config.mode === 'demo' ? createDemoMachine() : null;
  const clockOffMs = (): number => machine?.clockOffMs() ?? 0;
  const journal = new Journal({
    directory: config.dataDirectory,
    ...(machine === null ? {} : { now: () => machine.now(), isDiskFull: () => machine.isDiskFull() }),
  });
  const devices = superviseDevices(
    () => startDevices(files.deviceHost),
    deviceSetup(config, files, {
      address: printer?.address ?? printerAddress(config),
      provisioning: provisioningOf(config, catalog),
      // A process that crashed, or of which nothing is known, may have left half a receipt in the printer.
      hasUnfinishedJob: journal.previousEnd === 'crashed' || journal.previousEnd === 'unknown',
    }),
    supervision,
  );
  devices.subscribe(reportTrouble);
  journal.record('kiosk.started', { before: journal.previousEnd, version: RAHA_VERSION, mode: config.mode });
  const emirate = aroundGateway(
    createHttpGateway(
      { ...config.gateway, kioskId: config.kioskId },
      {
        timing: { totalTimeoutMs: config.gateway.answerWithinSeconds * 1000, ...gatewayTiming },
        around: (wire) =>
          dated(machine?.around(wire) ?? wire, (date, sentAtMs, receivedAtMs) =>
            watched.noteDate(date, sentAtMs + clockOffMs(), receivedAtMs + clockOffMs()),
          ),
      },
    ),
  );
  const ratings = new RatingOutbox(journal, emirate);
  const hub = config.fleet === null ? null : new URL(config.fleet.hubUrl);
  let fleet: FleetAgent | null = null;
  const watched = prepareHealth({
    config,
    gateway: { ...emirate, rate: ratings.rate },
    devices,
    hub,
    hubTrouble: () => fleet?.trouble() ?? null,
    journal: () => journalEvidence(journal),
    ...(healthClock === undefined ? {} : { clock: healthClock }),
    ...(machine === null ? {} : { machine: machine.ports, now: () => machine.now() }),
  });
  let maintenance: Maintenance | null = null;
  const openStaffRoom = prepareStaffRoom({
    config,
    catalog,
    journal,
    gateway: watched.gateway,
    board: watched.board,
    hub,
    shareMaintenance: (shared) => (maintenance = shared),
    now: watched.time,
    isTimeProven: watched.isTimeProven,
    host,
    practiceOf: () => rehearsal?.training ?? null,
    pdfFonts: files.pdfFonts,
    ...(machine === null ? {} : { machine: machine.ports }),
    ...(staffTiming === undefined ? {} : { timing: staffTiming }),
  });
  const kiosk = createKiosk({
    config,
    catalog,
    gateway: watched.gateway,
    devices: watched.devices,
    now: watched.time,
    timing,
    ...(clock === undefined ? {} : { clock }),
    ...(openStaffRoom === undefined ? {} : { openStaffRoom }),
  });
  const stopRecording = recordEvents(journal, kiosk, devices);
  const stopRefusing = refuseVisitsWithout(journal, kiosk);
  const health = watched.follow(kiosk);
  if (config.fleet !== null && hub !== null)
    fleet = startFleetAgent({
      config,
      fleet: config.fleet,
      kiosk,
      devices,
      journal,
      health,
      checks: staffChecks({
        config,
        gateway: watched.gateway,
        hub,
        board: watched.board,
        now: watched.time,
        monotonicMs: () => performance.now(),
        ...(machine === null ? {} : { machine: machine.ports }),
      }),
      host,
      maintenance,
      now: () => machine?.now() ?? new Date(),
      time: watched.time,
      onOffset: watched.noteHubOffset,
    });
  const stopGauges = recordGauges(journal, () => health.current().components);
  const virtual: VirtualDevices = {
    reader: config.reader.driver === 'virtual' ? controlReader(devices) : null,
    printer: printer?.printer ?? null,
  };
  const targets = machine === null ? null : faultTargets(kiosk, devices, virtual, machine, options.pageFaults);
  const rehearsal = targets === null ? null : rehearse(targets, files);
  const dock = rehearsal === null ? null : await openDock(kiosk, devices, virtual, rehearsal, files);

  return {
    kiosk,
    devices,
    virtual,
    journal,
    health,
    fleet,
    faultTargets: targets,
    training: rehearsal?.training ?? null,
    dockUrl: dock?.url ?? null,
    close: async () => {
      await dock?.close();
      fleet?.close();
      health.close();
      journal.record('kiosk.stopping', {});
      stopRefusing();
      stopGauges();
      stopRecording();
      ratings.close();
      await kiosk.close();
      journal.close();
      await printer?.close();
    },
  };
}

/** Until there is a journal, whoever reads the program's output learns what to do. Without anything a card said. */
function reportTrouble(event: DeviceEvent): void {
  if (event.type !== 'device.trouble' || event.trouble === null) return;
  const what =
    event.device === 'reader'
      ? `card reader: ${event.trouble}: ${READER_FIX[event.trouble]}`
      : `printer: ${event.trouble}: ${PRINTER_FIX[event.trouble]}`;
  process.stderr.write(`${what}\n`);
}

/** The dock and the training of a kiosk break and mend on one board. */
function rehearse(targets: FaultTargets, files: ProgramFiles) {
  const board = createFaultBoard(targets);
  const catalogue = readCatalogue(files.faultScripts);
  return { board, catalogue, training: createTraining(board, catalogue) };
}

function openDock(
  kiosk: Kiosk,
  devices: SupervisedDevices,
  virtual: VirtualDevices,
  { board, catalogue }: ReturnType<typeof rehearse>,
  files: ProgramFiles,
) {
  return startDock(
    {
      ...virtual,
      board,
      catalogue,
      printerState: () => devices.printerState(),
      setInService: (inService) => (inService ? kiosk.returnToService('maintenance') : kiosk.takeOutOfService('maintenance')),
    },
    join(files.assets, 'dock'),
  );
}
