import { randomInt } from 'node:crypto';
import type { PrintFault } from '../../domain/faults.ts';
import type { ReceiptDocument } from '../../domain/receipt.ts';
import type { PrinterState } from '../link.ts';
import { feedAndCut, initialise, type ProcessId } from './encoder/commands.ts';
import { encode, type Profile } from './encoder/encode.ts';
import { runJob, type JobLimits, type PrintReport } from './job.ts';
import { layOut, type Typesetter } from './layout/layout.ts';
import type { PaperWidth } from './layout/style.ts';
import { loadTypesetter, rehearse, type PrinterAssets } from './layout/typesetter.ts';
import { PrinterLine } from './status/line.ts';
import { faultOf } from './status/status.ts';
import type { Connect } from './transport/transport.ts';

export interface PrinterOptions {
  readonly connect: Connect;
  readonly assets: PrinterAssets;
  /** Printable width: 576 dots on 80 mm paper, 384 on 58 mm. */
  readonly widthDots: PaperWidth;
  readonly profile: Profile;
  /** Shorter in tests; a receipt takes two seconds on a slow printer. */
  readonly limits?: JobLimits;
}

export interface Printer {
  readonly state: PrinterState;
  /** Calls with each change of state. Returns the way to stop. */
  onState(listener: (state: PrinterState) => void): () => void;
  /**
   * Loads fonts and shaping and tries them out, some 150 ms of work the first receipt would otherwise wait for. Rejects
   * when the installation lacks a file.
   */
  warmUp(): Promise<void>;
  /** Prints one receipt; a second one at the same time is refused as `busy`. */
  print(document: ReceiptDocument): Promise<PrintReport>;
  close(): Promise<void>;
}

const LIMITS: JobLimits = { jobTimeoutMs: 12_000, clearTimeoutMs: 1500 };
const PROCESS_IDS = 36 ** 4;

const refused = (reason: PrintFault): PrintReport => ({ outcome: 'not_printed', reason, bytes: 0 });

/** Four of 0-9, A-Z; no two jobs of a day share one, so that a late answer is never taken for another job's. */
function processIdOf(count: number): ProcessId {
  const text = (count % PROCESS_IDS).toString(36).toUpperCase().padStart(4, '0');
  return [0, 1, 2, 3].map((index) => text.charCodeAt(index)) as unknown as ProcessId;
}

/** A receipt printer behind any line. Opens the line at once and keeps it open until `close`. */
export function createPrinter({ connect, assets, widthDots, profile, limits = LIMITS }: PrinterOptions): Printer {
  const line = new PrinterLine(connect);
  let typesetter: Promise<Typesetter> | null = null;
  let jobCount = randomInt(PROCESS_IDS);
  let isPrinting = false;
  /** Part of a receipt may hang out of the printer; it is cut off before the next one. */
  let hasLeftover = false;

  const loaded = (): Promise<Typesetter> => (typesetter ??= loadTypesetter(assets));

  const printNow = async (document: ReceiptDocument): Promise<PrintReport> => {
    const page = layOut(document, await loaded(), widthDots);
    if (!page.ok) return refused(page.fault);
    jobCount += 1;
    const id = processIdOf(jobCount);
    const job = encode(page.value, profile, id);
    if (!job.ok) return refused(job.fault);

    if (!line.isOpen) return refused('offline');
    const answers = await line.refresh();
    if (!line.isOpen) return refused('offline');
    // A clone without a way back may print all the same; one that used to answer and is silent now does not.
    if (!answers && line.hasAnswered) return refused('no_answer');
    const trouble = faultOf(line.state);
    if (trouble !== null) return refused(trouble);

    const commands = hasLeftover ? [initialise(), feedAndCut(0), ...job.value.commands] : job.value.commands;
    const report = await runJob(line, commands, id, limits);
    hasLeftover = report.outcome !== 'printed' && (hasLeftover || report.bytes > 0);
    return report;
  };

  return {
    get state() {
      return line.state;
    },
    onState: (listener) => line.onState(listener),
    warmUp: async () => rehearse(await loaded(), widthDots),
    print: async (document) => {
      if (isPrinting) return refused('busy');
      isPrinting = true;
      try {
        return await printNow(document);
      } finally {
        isPrinting = false;
      }
    },
    close: () => line.close(),
  };
}
