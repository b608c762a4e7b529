import type { ReadinessReport, StaffScreenOf, TestSummary } from '../../bridge/staff.ts';
import type { DeviceCommand, DeviceEvent } from '../../devices/link.ts';
import { isReady, type ReadinessFacts } from '../../domain/readiness.ts';
import type { ReceiptDocument } from '../../domain/receipt.ts';
import type { Catalog } from '../catalog.ts';
import type { ChainHead } from '../journal/chain.ts';
import { drawQr } from '../printing/qr.ts';
import type { StaffClock } from './clock.ts';
import { testsOn, wordsOf, type ReportContent, type ReportedKiosk } from './readiness/content.ts';
import type { ReadinessKey } from './readiness/key.ts';
import { readinessPdf } from './readiness/pdf.ts';
import { signReadiness } from './readiness/proof.ts';
import { readinessSlip } from './readiness/slip.ts';
import type { Tester } from './results.ts';
import type { PdfReport } from '../../pdf/report.ts';
import type { VersionList } from './versions.ts';

export interface ReportDeskPorts {
  readonly clock: StaffClock;
  readonly randomId: () => string;
  readonly kioskId: string;
  readonly kiosk: ReportedKiosk;
  readonly catalog: Catalog;
  /** Made when it is needed first; null where the disk takes nothing. */
  readonly key: () => ReadinessKey | null;
  readonly auditHead: () => ChainHead;
  readonly versions: VersionList;
  /** Writes the PDF; the file's name, or null where the disk takes nothing. */
  readonly savePdf: (report: PdfReport, name: string) => Promise<string | null>;
  readonly made: (account: Tester, ready: boolean) => void;
}

/** Reports are official papers of the emirate. */
const LANGUAGE = 'ar';

type DeskState = Omit<StaffScreenOf<'report'>, 'id' | 'results'>;

/** Makes the readiness report: signs it, keeps it as PDF, prints it. */
export class ReportDesk {
  readonly #ports: ReportDeskPorts;
  #making = false;
  #failed = false;
  #made: { readonly report: ReadinessReport; readonly slip: ReceiptDocument } | null = null;
  #jobId: string | null = null;
  /** Tells a report that is still being made from those of whoever came later. */
  #turn = 0;

  constructor(ports: ReportDeskPorts) {
    this.#ports = ports;
  }

  get state(): DeskState {
    return { making: this.#making, report: this.#made?.report ?? null, failed: this.#failed };
  }

  make(account: Tester, summaries: readonly TestSummary[], changed: () => void): void {
    if (this.#making) return;
    this.forget();
    const key = this.#ports.key();
    this.#failed = key === null;
    if (key === null) return;
    this.#making = true;
    const turn = this.#turn;
    void this.#make(account, summaries, key).then((made) => {
      this.#making = false;
      if (turn === this.#turn) this.#made = made;
      this.#ports.made(account, made.report.ready);
      return changed();
    });
  }

  print(send: (command: DeviceCommand) => void): void {
    if (this.#made === null || this.#made.report.printed === 'printing') return;
    this.#jobId = `staff:${this.#ports.randomId()}`;
    this.#printed('printing');
    send({ type: 'printer.print', jobId: this.#jobId, document: this.#made.slip });
  }

  receive(event: DeviceEvent): void {
    if (event.type === 'printer.outcome' && event.jobId === this.#jobId) this.#printed(event.outcome);
  }

  /** Whoever comes next makes a report of their own. */
  forget(): void {
    this.#turn += 1;
    this.#made = null;
    this.#jobId = null;
    this.#failed = false;
  }

  #printed(printed: ReadinessReport['printed']): void {
    if (this.#made !== null) this.#made = { ...this.#made, report: { ...this.#made.report, printed } };
  }

  async #make(account: Tester, summaries: readonly TestSummary[], key: ReadinessKey) {
    const { catalog, kiosk, savePdf, versions } = this.#ports;
    const facts = this.#facts(account, summaries);
    const code = signReadiness(facts, key);
    const ready = isReady(facts.results);
    const { name } = account;
    const content: ReportContent = { facts, ready, summaries, name, versions: versions.all(), publicKey: key.publicKey, code, kiosk };
    const words = wordsOf(catalog.texts(LANGUAGE), LANGUAGE);
    const fileName = `readiness-${facts.kioskId}-${facts.at.replaceAll(/[-:]/g, '')}.pdf`;
    const pdf = await savePdf(readinessPdf(content, words, LANGUAGE, 'rtl'), fileName);
    const report: ReadinessReport = { at: facts.at, by: name, ready, qr: drawQr(code), printed: null, pdf };
    return { report, slip: readinessSlip(content, words, LANGUAGE, 'rtl') };
  }

  #facts({ id }: Tester, summaries: readonly TestSummary[]): ReadinessFacts {
    const { auditHead, clock, kioskId, versions } = this.#ports;
    const now = clock.now();
    const { hash, records } = auditHead();
    return {
      kioskId,
      at: `${now.toISOString().slice(0, -5)}Z`,
      account: id,
      ...testsOn(now, summaries),
      versions: {
        raha: versions.of('raha') ?? '',
        node: versions.of('node') ?? '',
        host: versions.of('host') ?? '',
        printer: versions.of('printer') ?? '',
      },
      audit: { records, head: Buffer.from(hash.slice(0, 32), 'hex').toString('base64url') },
    };
  }
}
