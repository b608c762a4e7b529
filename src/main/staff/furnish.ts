import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EventData } from '../../domain/events.ts';
import { renderPdf } from '../../pdf/render.ts';
import type { PdfReport } from '../../pdf/report.ts';
import type { Catalog } from '../catalog.ts';
import type { KioskConfig } from '../config.ts';
import type { Journal } from '../journal/journal.ts';
import { readAccounts, type StaffAccount } from './accounts.ts';
import type { RecordEvent } from './audit.ts';
import type { StaffClock } from './clock.ts';
import type { Checks } from './diagnostics/checks.ts';
import type { Provisioner } from './diagnostics/provisioning.ts';
import { DoorMemory } from './door-memory.ts';
import { writeDurably, type KeptFileTrouble } from '../kept-file.ts';
import { Maintenance } from './maintenance.ts';
import type { RoomPorts, RoomSurroundings } from './ports.ts';
import type { HostMeans } from './power.ts';
import { Practice, type PracticeOf } from './practice.ts';
import { openReadinessKey, type ReadinessKey } from './readiness/key.ts';
import { ReportDesk } from './report-desk.ts';
import { TestResults } from './results.ts';
import { StaffRoom } from './room.ts';
import { StaffDoor } from './sign-in.ts';
import type { StaffTiming } from './timing.ts';
import { VersionList, type KnownVersions } from './versions.ts';

/** What the rest of the kiosk process brings along. */
export interface Furniture {
  readonly config: KioskConfig;
  readonly catalog: Catalog;
  readonly journal: Pick<Journal, 'auditHead' | 'newest' | 'record'>;
  readonly components: RoomPorts['components'];
  readonly noteTouchTest: RoomPorts['noteTouchTest'];
  readonly isTimeProven: () => boolean;
  readonly checks: Checks;
  readonly provisioner: Provisioner;
  readonly host: HostMeans;
  readonly knownVersions: (key: () => ReadinessKey | null) => KnownVersions;
  readonly practiceOf: PracticeOf;
  /** Folder of the fonts that PDFs are set in. */
  readonly pdfFonts: string;
  readonly clock: StaffClock;
  /** Told of the one maintenance window, which others may open and close as well. */
  readonly shareMaintenance?: (maintenance: Maintenance) => void;
  readonly timing: StaffTiming;
  readonly randomId?: () => string;
}

type TroubledFile = EventData<'staff.file_trouble'>['file'];

/** As many reports are kept; the next one takes the place of the oldest. */
const REPORTS_KEPT = 20;

/** Furnishes the staff room of a kiosk whose configuration names accounts. All it keeps lies in `staff/` of the data directory. */
export function furnishStaffRoom(
  furniture: Furniture,
  staff: NonNullable<KioskConfig['staff']>,
): (around: RoomSurroundings) => StaffRoom {
  const { catalog, clock, config, journal, randomId = randomUUID } = furniture;
  const directory = join(config.dataDirectory, 'staff');
  const record: RecordEvent = (type, data) => void journal.record(type, data);
  const now = (): Date => clock.now();
  const kept = (file: TroubledFile, name: string) => ({
    file: join(directory, name),
    now,
    onTrouble: (trouble: KeptFileTrouble) => record('staff.file_trouble', { file, trouble }),
  });
  makeDirectory(directory);
  const accounts = (): readonly StaffAccount[] => {
    const read = readAccounts(staff.accountsFile);
    return read.ok ? read.value : [];
  };
  let opened: ReadinessKey | null = null;
  const key = (): ReadinessKey | null => (opened ??= openReadinessKey(kept('key', 'readiness.key')));
  const versions = new VersionList(furniture.knownVersions(key));

  return (around) => {
    const room: { current: StaffRoom | null } = { current: null };
    const maintenance = new Maintenance({
      ...kept('maintenance', 'maintenance.json'),
      clock,
      record,
      changed: () => room.current?.holdWhereNeeded(),
    });
    furniture.shareMaintenance?.(maintenance);
    const results = new TestResults(kept('results', 'results.json'));
    // No probe can see it, so health starts with what a person has found.
    if (results.last('touch')?.finding?.code === 'touch_dead_zone') furniture.noteTouchTest(true);
    const ports: RoomPorts = {
      clock,
      randomId,
      languages: config.languages,
      door: new StaffDoor({
        memory: new DoorMemory(kept('door', 'door.json')),
        accounts,
        now,
        monotonicMs: clock.monotonicMs,
        isTimeProven: furniture.isTimeProven,
        onRefused: (reason) => record('staff.sign_in_refused', { reason }),
        onLockedOut: (waitMs) => record('staff.locked_out', { seconds: Math.max(1, Math.ceil(waitMs / 1000)) }),
      }),
      hasAccounts: () => accounts().length > 0,
      components: furniture.components,
      noteTouchTest: furniture.noteTouchTest,
      record,
      newestEvents: (limit) => journal.newest(limit),
      maintenance,
      results,
      bench: {
        config,
        testCard: staff.testCard,
        checks: furniture.checks,
        provisioner: furniture.provisioner,
      },
      versions,
      report: new ReportDesk({
        clock,
        randomId,
        kioskId: config.kioskId,
        kiosk: { emirate: config.emirate, site: config.site, isDemo: config.mode === 'demo' },
        catalog,
        key,
        auditHead: () => journal.auditHead,
        versions,
        savePdf: (report, name) =>
          savePdf(report, join(directory, 'reports'), name, furniture.pdfFonts).catch(() => {
            record('staff.file_trouble', { file: 'report', trouble: 'not_written' });
            return null;
          }),
        made: (account, ready) => record('staff.report_made', { account: account.id, ready }),
      }),
      host: furniture.host,
      practice: new Practice(furniture.practiceOf, clock.monotonicMs),
      timing: furniture.timing,
    };
    room.current = new StaffRoom(ports, around);
    return room.current;
  };
}

/** Where it can't be made, each file in it says so by itself. */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch {
    // See above.
  }
}

async function savePdf(report: PdfReport, directory: string, name: string, fonts: string): Promise<string> {
  const pdf = await renderPdf(report, fonts);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeDurably(join(directory, name), pdf);
  const old = readdirSync(directory).filter((file) => file.endsWith('.pdf')).sort().slice(0, -REPORTS_KEPT);
  for (const file of old) rmSync(join(directory, file));
  return name;
}
