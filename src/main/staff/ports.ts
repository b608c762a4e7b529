import type { OutOfServiceReason } from '../../bridge/view.ts';
import type { DeviceCommand } from '../../devices/link.ts';
import type { KioskEventRecord } from '../../domain/events.ts';
import type { Components } from '../../domain/health-status.ts';
import type { RecordEvent } from './audit.ts';
import type { BenchTools } from './bench.ts';
import type { StaffClock } from './clock.ts';
import type { Maintenance } from './maintenance.ts';
import type { HostMeans } from './power.ts';
import type { Practice } from './practice.ts';
import type { ReportDesk } from './report-desk.ts';
import type { TestResults } from './results.ts';
import type { StaffDoor } from './sign-in.ts';
import type { StaffTiming } from './timing.ts';
import type { VersionList } from './versions.ts';

/** The kiosk around the staff room. */
export interface RoomSurroundings {
  /** Nobody is in the middle of a visit. */
  readonly mayEnter: () => boolean;
  /** While it is held no visit can begin and nothing of one is left. */
  readonly hold: (held: boolean) => void;
  /** Every reason for which the kiosk is out of service now. */
  readonly outOfService: () => readonly OutOfServiceReason[];
  /** There is something new to draw. */
  readonly changed: () => void;
  readonly send: (command: DeviceCommand) => void;
}

/** What the staff room is furnished with. */
export interface RoomPorts {
  readonly clock: StaffClock;
  readonly timing: StaffTiming;
  readonly randomId: () => string;
  readonly languages: readonly string[];
  readonly door: StaffDoor;
  readonly hasAccounts: () => boolean;
  readonly components: () => Components;
  /** Tells health what a touch test has found. */
  readonly noteTouchTest: (hasDeadZone: boolean) => void;
  readonly record: RecordEvent;
  /** The newest first. */
  readonly newestEvents: (limit: number) => readonly KioskEventRecord[];
  readonly maintenance: Maintenance;
  readonly results: TestResults;
  readonly bench: BenchTools;
  readonly versions: VersionList;
  readonly report: ReportDesk;
  readonly host: HostMeans;
  readonly practice: Practice;
}
