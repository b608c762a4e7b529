import type { ComponentId, Evidence, TroubleEvidence } from '../../domain/health.ts';
import type { AdminFacts, KioskHealth } from '../../domain/health-status.ts';
import type { DeviceLink } from '../../devices/link.ts';
import type { KioskConfig } from '../config.ts';
import type { NoteDate } from '../gateway/dated.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { SYSTEM_CLOCK, type HostClock } from '../guarded-page.ts';
import type { Kiosk } from '../kiosk.ts';
import { HealthBoard, type HealthChange, type HealthClock } from './board.ts';
import { offsetFrom, watchClock } from './clock-watch.ts';
import { watchDevices, type WatchableDevices } from './device-watch.ts';
import { watchGateway } from './gateway-watch.ts';
import { keepService } from './keeper.ts';
import { BEAT_WITHIN_MS, watchPage } from './page-watch.ts';
import { runProbes, type Probe } from './probe.ts';
import { CERTIFICATE_EVERY_MS, certificateProbe } from './probes/certificate.ts';
import { DISK_EVERY_MS, diskProbe, type DiskPort } from './probes/disk.ts';
import { NETWORK_EVERY_MS, networkProbe, type HubTrouble, type NetworkPort } from './probes/network.ts';
import { POWER_EVERY_MS, powerProbe } from './probes/power.ts';
import { TEMPERATURE_EVERY_MS, temperatureProbe } from './probes/temperature.ts';
import { TOUCH_EVERY_MS, touchProbe } from './probes/touch.ts';

/** What holds while nothing happens is repeated so often. */
const REFRESH_EVERY_MS = 5_000;

/** What the kiosk knows about its own state; for the hub's agent, the staff room and the journal. */
export interface Health {
  current(): KioskHealth;
  /** Calls back with every change of a part or of the whole; returns the unsubscribe function. */
  subscribe(listener: (change: HealthChange) => void): () => void;
  readonly board: HealthBoard;
}

export interface HealthOptions {
  readonly config: KioskConfig;
  readonly gateway: Gateway;
  readonly devices: WatchableDevices;
  /** Address of the fleet hub; null where the kiosk belongs to no fleet. */
  readonly hub: URL | null;
  /** What keeps the kiosk from its hub, as its agent finds it; null while all is well. */
  readonly hubTrouble?: () => HubTrouble | null;
  /** What the journal says about itself. */
  readonly journal: () => Evidence | TroubleEvidence;
  readonly clock?: HostClock;
  readonly now?: () => Date;
  /** What disk and network are looked at through; a demo can break them. */
  readonly machine?: { readonly disk: DiskPort; readonly network: NetworkPort };
  /** Instead of those of this machine, for tests. */
  readonly probes?: readonly Probe[];
}

/** Health before there is a kiosk: what the kiosk is made with. */
export interface HealthParts {
  readonly board: HealthBoard;
  /** The gateway and the devices as the kiosk should use them: their calls are measured. */
  readonly gateway: Gateway;
  readonly devices: DeviceLink;
  /** What every answer of the gateway says about the time. */
  readonly noteDate: NoteDate;
  /** What the fleet hub says about the time: how far its clock is ahead. */
  readonly noteHubOffset: (aheadMs: number) => void;
  /** The time to show and to count with. */
  readonly time: () => Date;
  /** Whether that time is known to be right. */
  readonly isTimeProven: () => boolean;
  /** Begins to watch and to keep a kiosk. */
  follow(kiosk: Kiosk): Health & { close(): void };
}

const INTERVALS_MS: Readonly<Record<ComponentId, number>> = {
  power: POWER_EVERY_MS,
  temperature: TEMPERATURE_EVERY_MS,
  disk: DISK_EVERY_MS,
  journal: REFRESH_EVERY_MS,
  clock: 60_000,
  page: BEAT_WITHIN_MS,
  touch: TOUCH_EVERY_MS,
  devices: REFRESH_EVERY_MS,
  reader: REFRESH_EVERY_MS,
  keypad: REFRESH_EVERY_MS,
  printer: REFRESH_EVERY_MS,
  paper: REFRESH_EVERY_MS,
  network: NETWORK_EVERY_MS,
  security: CERTIFICATE_EVERY_MS,
  gateway: 60_000,
};

/** Puts together what looks after the kiosk. */
export function prepareHealth(options: HealthOptions): HealthParts {
  const { config, devices } = options;
  const hostClock = options.clock ?? SYSTEM_CLOCK;
  const clock: HealthClock = { now: options.now ?? (() => new Date()), monotonicMs: () => hostClock.nowMs() };
  let kiosk: Kiosk | null = null;
  const board = new HealthBoard({
    clock,
    intervalsMs: INTERVALS_MS,
    notFitted: notFitted(config),
    admin: () => adminOf(kiosk),
  });
  const gatewayWatch = watchGateway(options.gateway, board, hostClock);
  const deviceWatch = watchDevices(devices, board, clock);
  const clockWatch = watchClock(board, clock);

  return {
    board,
    gateway: gatewayWatch.gateway,
    devices: deviceWatch.devices,
    noteDate: (date, sentAtMs, receivedAtMs) => {
      const offsetMs = offsetFrom(date, sentAtMs, receivedAtMs);
      if (offsetMs !== null) clockWatch.noteOffset(offsetMs);
    },
    noteHubOffset: (aheadMs) => clockWatch.noteSecondOpinion(-aheadMs),
    time: () => clockWatch.time(),
    isTimeProven: () => clockWatch.isTimeProven(),
    follow: (followed) => {
      kiosk = followed;
      const pageWatch = watchPage(followed, board, clock);
      const refresh = (): void => {
        board.note('keypad', { state: 'ok' });
        board.note('journal', options.journal());
        deviceWatch.refresh();
        pageWatch.refresh();
        clockWatch.refresh();
        board.refresh();
      };
      const stops = [
        board.subscribe((change) => tell(followed, change)),
        followed.subscribe(() => board.refresh()),
        keepService(followed, board, hostClock),
        runProbes(options.probes ?? probesOf(options, board, clock), board, hostClock),
        every(REFRESH_EVERY_MS, refresh, hostClock),
        () => pageWatch.close(),
        () => deviceWatch.close(),
        () => gatewayWatch.close(),
      ];
      refresh();
      return {
        board,
        current: () => board.health(),
        subscribe: (listener) => board.subscribe(listener),
        close: () => {
          for (const stop of stops) stop();
        },
      };
    },
  };
}

function notFitted({ fitted, gateway, reader, typedIdentity }: KioskConfig): ReadonlySet<ComponentId> {
  const absent: readonly (readonly [ComponentId, boolean])[] = [
    ['reader', reader.driver === 'none'],
    ['keypad', !typedIdentity],
    ['security', gateway.mutualTls === null],
    ['touch', !fitted.touchScreen],
    ['temperature', !fitted.temperatureSensor],
    ['power', !fitted.battery],
  ];
  return new Set(absent.filter(([, isAbsent]) => isAbsent).map(([id]) => id));
}

function probesOf({ config, hub, hubTrouble, machine }: HealthOptions, board: HealthBoard, clock: HealthClock): readonly Probe[] {
  const { dataDirectory, fitted, gateway } = config;
  const before = (id: ComponentId) => () => board.reasonOf(id);
  const certificateFile = gateway.mutualTls?.certificateFile;
  return [
    diskProbe(dataDirectory, before('disk'), machine?.disk),
    networkProbe({ gateway: new URL(gateway.baseUrl), hub, hubTrouble }, before('network'), machine?.network),
    ...(fitted.temperatureSensor ? [temperatureProbe(before('temperature'))] : []),
    ...(fitted.battery ? [powerProbe(before('power'), () => clock.monotonicMs())] : []),
    ...(fitted.touchScreen ? [touchProbe(before('touch'))] : []),
    ...(certificateFile === undefined ? [] : [certificateProbe(certificateFile, () => clock.now())]),
  ];
}

/** The kiosk always hears itself. */
function adminOf(kiosk: Kiosk | null): AdminFacts {
  const screen = kiosk?.view().screen;
  const reason = screen?.id === 'out_of_service' ? screen.reason : null;
  return { maintenance: reason === 'maintenance', closed: reason === 'office', silent: false };
}

/** For the journal and whoever else observes the kiosk; and the home screen may have another word about the inquiry. */
function tell(kiosk: Kiosk, { after, before, changed }: HealthChange): void {
  for (const { component, reason, state } of changed) kiosk.report({ type: 'health_changed', component, state, reason });
  const { decidedBy, status } = after;
  if (status !== before.status || decidedBy?.component !== before.decidedBy?.component)
    kiosk.report({ type: 'status_changed', status, cause: decidedBy?.component ?? null });
  if (changed.some(({ component }) => component === 'gateway')) kiosk.redraw();
}

function every(periodMs: number, run: () => void, clock: HostClock): () => void {
  let cancel = (): void => undefined;
  const again = (): void => {
    run();
    cancel = clock.after(periodMs, again);
  };
  cancel = clock.after(periodMs, again);
  return () => cancel();
}
