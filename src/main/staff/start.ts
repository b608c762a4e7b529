import { createHash } from 'node:crypto';
import { arch, release, type } from 'node:os';
import type { Catalog } from '../catalog.ts';
import type { KioskConfig } from '../config.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { HealthBoard } from '../health/board.ts';
import { noteTouchTest } from '../health/probes/touch.ts';
import type { HealthOptions } from '../health/start.ts';
import type { Journal } from '../journal/journal.ts';
import type { KioskParts } from '../kiosk.ts';
import { keepProvisioningRecord, receiptVocabulary } from '../printing/vocabulary.ts';
import { RAHA_VERSION } from '../version.ts';
import { staffChecks } from './checks.ts';
import { systemStaffClock } from './clock.ts';
import { furnishStaffRoom } from './furnish.ts';
import type { Maintenance } from './maintenance.ts';
import type { HostMeans } from './power.ts';
import type { PracticeOf } from './practice.ts';
import { STAFF_TIMING, type StaffTiming } from './timing.ts';

export interface StaffOptions {
  readonly config: KioskConfig;
  readonly catalog: Catalog;
  readonly journal: Journal;
  readonly gateway: Gateway;
  /** What is known about the parts of the machine. */
  readonly board: HealthBoard;
  /** Address of the fleet hub; null where the kiosk belongs to no fleet. */
  readonly hub: URL | null;
  /** The best time there is. */
  readonly now: () => Date;
  /** Whether that is known to be right. */
  readonly isTimeProven: () => boolean;
  readonly host: HostMeans;
  readonly practiceOf: PracticeOf;
  readonly pdfFonts: string;
  readonly shareMaintenance?: (maintenance: Maintenance) => void;
  readonly machine?: HealthOptions['machine'];
  readonly timing?: StaffTiming;
}

/** The staff room of this kiosk; undefined where the configuration names no accounts. */
export function prepareStaffRoom(options: StaffOptions): KioskParts['openStaffRoom'] {
  const { board, catalog, config, host, isTimeProven, journal, now, pdfFonts, practiceOf, shareMaintenance, timing = STAFF_TIMING } = options;
  const { printer, staff } = config;
  if (staff === null) return undefined;
  const clock = systemStaffClock(now);
  return furnishStaffRoom(
    {
      config,
      catalog,
      journal,
      host,
      practiceOf,
      pdfFonts,
      clock,
      timing,
      ...(shareMaintenance === undefined ? {} : { shareMaintenance }),
      components: () => board.health().components,
      noteTouchTest: (hasDeadZone) => noteTouchTest(board, hasDeadZone),
      isTimeProven,
      checks: staffChecks({ ...options, monotonicMs: clock.monotonicMs }),
      provisioner: {
        vocabulary: () => receiptVocabulary(config, catalog, config.languages),
        keep: (record) => printer.provisioningFile !== null && keepProvisioningRecord(printer.provisioningFile, record),
      },
      knownVersions: (key) => () => ({
        raha: RAHA_VERSION,
        node: process.versions.node,
        host: host.name(),
        system: `${type()} ${release()} ${arch()}`,
        configuration: configurationFingerprint(config),
        reader: config.reader.driver,
        printer_profile: printer.profile,
        readiness_key: key()?.publicKey ?? null,
        audit_head: `${String(journal.auditHead.records)} ${journal.auditHead.hash.slice(0, FINGERPRINT_DIGITS)}`,
      }),
    },
    staff,
  );
}

/** Enough to tell two configurations apart by phone. */
const FINGERPRINT_DIGITS = 12;

/** Differs where two configurations differ. */
export const configurationFingerprint = (config: KioskConfig): string =>
  createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, FINGERPRINT_DIGITS);
