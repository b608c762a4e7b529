import type { StaffScreenOf, VersionPart } from '../../bridge/staff.ts';
import type { PrinterReport } from '../../devices/printer/technician.ts';

export type Versions = StaffScreenOf<'versions'>['versions'];

/** What can be said at any time; the printer's own word comes later. */
export type KnownVersions = () => Readonly<Record<Exclude<VersionPart, 'printer'>, string | null>>;

const MAX_LENGTH = 60;

/** Which version of everything is at work, as far as each part tells. */
export class VersionList {
  readonly #known: KnownVersions;
  #printer: string | null = null;

  constructor(known: KnownVersions) {
    this.#known = known;
  }

  printerSaid(report: PrinterReport | null): void {
    if (report === null) return;
    const { firmware, maker, model, serialNumber } = report;
    const said = [maker, model, firmware, serialNumber].filter((text) => text !== null).join(' ');
    // A printer may call itself anything.
    this.#printer = said === '' ? null : said.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, MAX_LENGTH);
  }

  all(): Versions {
    const { audit_head, configuration, host, node, printer_profile, raha, reader, readiness_key, system } = this.#known();
    const parts = { raha, node, host, system, configuration, reader, printer: this.#printer, printer_profile, readiness_key, audit_head };
    return Object.entries(parts).flatMap(([part, value]) => (value === null ? [] : [{ part: part as VersionPart, value }]));
  }

  of(part: VersionPart): string | null {
    return this.all().find((known) => known.part === part)?.value ?? null;
  }
}
