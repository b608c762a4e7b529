import type { ReceiptDocument } from '../../domain/receipt.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { copyOf } from './copy.ts';
import { encode, lettersOf, type Profile } from './encoder/encode.ts';
import type { JobLimits, PrintReport } from './job.ts';
import { layOut, type Typesetter } from './layout/layout.ts';
import type { PaperWidth } from './layout/style.ts';
import { loadTypesetter, rehearse, type PrinterAssets } from './layout/typesetter.ts';
import { PrinterMemory, type Provisioning } from './memory.ts';
import { isMended, mayRepeat, MENDABLE } from './mending.ts';
import { FASTEST_MM_PER_SECOND } from './paper-clock.ts';
import type { FillProgress, ProvisioningRecord } from './provision.ts';
import { JobRunner, refused } from './runner.ts';
import type { Capabilities } from './status/capabilities.ts';
import { PrinterLine } from './status/line.ts';
import type { PrinterCondition, PrinterState } from './status/status.ts';
import {
  fill,
  printTestPage,
  reportOn,
  type FillFault,
  type LastJob,
  type PrinterReport,
  type TestPage,
  type Workbench,
} from './technician.ts';
import type { Connect } from './transport/transport.ts';

export interface PrinterOptions {
  readonly connect: Connect;
  readonly assets: PrinterAssets;
  /** Printable width: 576 dots on 80 mm paper, 384 on 58 mm. */
  readonly widthDots: PaperWidth;
  readonly profile: Profile;
  /** What P3 and P4 may find in the printer's memory; without it, or when it isn't there, they print as P2 does. */
  readonly provisioning?: Provisioning;
  /** False for a printer that the calibration found to confirm what it has not printed. */
  readonly believesProcessId?: boolean;
  /**
   * The process before this one ended in the middle of a job: the printer is cleared first, and what hangs out of it is
   * cut off before the next receipt.
   */
  readonly hasUnfinishedJob?: boolean;
  /** Shorter in tests; a receipt takes two seconds on a slow printer. */
  readonly limits?: PrintLimits;
}

export interface PrintLimits extends JobLimits {
  /**
   * How long a receipt that broke off may wait for new paper, to be printed again as a copy; must end before the
   * visitor is told that nothing came. Left out: it isn't printed again.
   */
  readonly waitForPaperMs?: number;
}

export interface PrintOptions {
  /** The visitor has gone: don't begin, and don't wait for paper any longer. What has begun is finished. */
  readonly signal?: AbortSignal;
}

export interface Printer {
  readonly state: PrinterState;
  /** The state with its reason and beginning. */
  readonly condition: PrinterCondition;
  /** What the printer has shown it can do; asks it when that isn't known yet. */
  capabilities(): Promise<Capabilities>;
  /** Calls with each change of state. Returns the way to stop. */
  onState(listener: (state: PrinterState) => void): () => void;
  /**
   * Loads fonts and shaping and tries them out, some 150 ms of work the first receipt would otherwise wait for. Rejects
   * when the installation lacks a file.
   */
  warmUp(): Promise<void>;
  /** Prints one receipt; a second one at the same time is refused as `busy`. */
  print(document: ReceiptDocument, options?: PrintOptions): Promise<PrintReport>;
  /** Prints a page for a technician; `busy` while something else is printed or written. */
  printTest(page: TestPage): Promise<PrintReport>;
  /**
   * Fills the printer's memory with the lines of these documents and prints from it from now on. The record is to be
   * kept, and given back as `provisioning` when the printer is made the next time.
   */
  fillMemory(vocabulary: readonly ReceiptDocument[], onProgress?: FillProgress): Promise<Result<ProvisioningRecord, FillFault>>;
  /** What is known of the printer; asks it some questions when it has nothing else to do. */
  report(): Promise<PrinterReport>;
  close(): Promise<void>;
}

/** For a kiosk: a receipt takes two seconds on a slow printer. */
export const PRINT_LIMITS: PrintLimits = {
  jobTimeoutMs: 12_000,
  clearTimeoutMs: 1500,
  fastestMmPerSecond: FASTEST_MM_PER_SECOND,
};
/** A receipt printer behind any line. Opens the line at once and keeps it open until `close`. */
export function createPrinter(options: PrinterOptions): Printer {
  const { assets, believesProcessId = true, connect, hasUnfinishedJob = false, limits = PRINT_LIMITS } = options;
  const { profile, provisioning = null, widthDots } = options;
  const memory = new PrinterMemory(profile, widthDots, provisioning);
  const line = new PrinterLine(connect, { processId: profile !== 'P0', storedNames: memory.isUsed });
  const runner = new JobRunner(line, limits, { believesProcessId, hasLeftover: hasUnfinishedJob });
  let typesetter: Promise<Typesetter> | null = null;
  let isBusy = false;
  /** Questions of a report are under way: short enough for a receipt to wait for them. */
  let reporting: Promise<PrinterReport> | null = null;
  let lastJob: LastJob | null = null;
  if (hasUnfinishedJob) line.markBroken();

  const loaded = (): Promise<Typesetter> => (typesetter ??= loadTypesetter(assets));
  const workbench = async (): Promise<Workbench> => ({ line, memory, profile, runner, typesetter: await loaded(), widthDots });

  /** One thing at a time: who comes second is told so. */
  const alone = async <T>(work: () => Promise<T>, busy: T): Promise<T> => {
    if (isBusy) return busy;
    isBusy = true;
    try {
      await reporting;
      return await work();
    } finally {
      isBusy = false;
    }
  };
  const note = (what: LastJob['what'], { bytes, isCopy, outcome, reason }: PrintReport): void => {
    lastJob = { what, outcome, reason, bytes, isCopy: isCopy === true, endedAt: new Date() };
  };

  const printOnce = async (document: ReceiptDocument, signal: AbortSignal | undefined): Promise<PrintReport> => {
    const tools = await loaded();
    const page = layOut(document, tools, widthDots, lettersOf(profile));
    if (!page.ok) return refused(page.fault);
    return runner.run((capabilities, id) => {
      const encoded = encode(page.value, profile, id, memory.picturesIn(capabilities, tools));
      return encoded.ok ? ok({ commands: encoded.value.commands, heightDots: page.value.heightDots }) : encoded;
    }, signal);
  };

  /** Prints; when the paper ends in the middle, waits for new paper and prints the whole again as a copy. */
  const printToTheEnd = async (document: ReceiptDocument, signal: AbortSignal | undefined): Promise<PrintReport> => {
    const until = performance.now() + (limits.waitForPaperMs ?? 0);
    const copy = copyOf(document);
    let report = await printOnce(document, signal);
    if (copy === null) return report;
    while (mayRepeat(report) && (await isMended(line, until, signal))) {
      const again = await printOnce(copy, signal);
      // Refused before anything was sent: nothing has changed.
      if (again.bytes > 0) report = { ...again, isCopy: true };
      else if (!MENDABLE.has(again.reason)) return report;
    }
    return report;
  };

  return {
    get state() {
      return line.state;
    },
    get condition() {
      return line.condition;
    },
    capabilities: () => line.capabilities(),
    onState: (listener) => line.onState(listener),
    warmUp: async () => rehearse(await loaded(), widthDots),
    print: (document, { signal } = {}) =>
      alone(async () => {
        const report = await printToTheEnd(document, signal);
        note('receipt', report);
        return report;
      }, refused('busy')),
    printTest: (page) =>
      alone(async () => {
        const report = await printTestPage(page, await workbench());
        note(page, report);
        return report;
      }, refused('busy')),
    fillMemory: (vocabulary, onProgress = () => undefined) =>
      alone(async () => fill(vocabulary, onProgress, await workbench()), fault('busy')),
    report: () => {
      if (isBusy) return workbench().then((tools) => reportOn(tools, lastJob, false));
      reporting ??= workbench()
        .then((tools) => reportOn(tools, lastJob, true))
        .finally(() => {
          reporting = null;
        });
      return reporting;
    },
    close: () => line.close(),
  };
}
