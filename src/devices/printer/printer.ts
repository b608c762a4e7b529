import { randomInt } from 'node:crypto';
import type { PrintFault } from '../../domain/faults.ts';
import type { ReceiptDocument } from '../../domain/receipt.ts';
import type { PrinterState } from '../link.ts';
import { copyOf } from './copy.ts';
import { feedAndCut, initialise, type ProcessId } from './encoder/commands.ts';
import { encode, lettersOf, type Profile } from './encoder/encode.ts';
import type { StoredPictures } from './encoder/stored.ts';
import { runJob, type JobLimits, type PrintReport, type Proof } from './job.ts';
import { layOut, type Typesetter } from './layout/layout.ts';
import type { PaperWidth } from './layout/style.ts';
import { loadTypesetter, rehearse, type PrinterAssets } from './layout/typesetter.ts';
import { holds, type ProvisioningRecord } from './provision.ts';
import type { Capabilities } from './status/capabilities.ts';
import { PrinterLine } from './status/line.ts';
import { faultOf, type PrinterCondition } from './status/status.ts';
import type { Connect } from './transport/transport.ts';
import { picturesOf } from './vocabulary.ts';

export interface PrinterOptions {
  readonly connect: Connect;
  readonly assets: PrinterAssets;
  /** Printable width: 576 dots on 80 mm paper, 384 on 58 mm. */
  readonly widthDots: PaperWidth;
  readonly profile: Profile;
  /** What P3 and P4 may find in the printer's memory; without it, or when it isn't there, they print as P2 does. */
  readonly provisioning?: Provisioning;
  /**
   * The process before this one ended in the middle of a job: the printer is cleared first, and what hangs out of it is
   * cut off before the next receipt.
   */
  readonly hasUnfinishedJob?: boolean;
  /** Shorter in tests; a receipt takes two seconds on a slow printer. */
  readonly limits?: PrintLimits;
}

export interface Provisioning {
  /** The documents the memory was filled from. */
  readonly vocabulary: readonly ReceiptDocument[];
  /** What the staff's command wrote down when it filled it. */
  readonly record: ProvisioningRecord;
}

export interface PrintLimits extends JobLimits {
  /**
   * How long a receipt that broke off may wait for new paper, to be printed again as a copy; must end before the
   * visitor is told that nothing came. Left out: it isn't printed again.
   */
  readonly waitForPaperMs?: number;
}

export interface PrintOptions {
  /** The visitor has gone: don't wait for paper any longer. */
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
  close(): Promise<void>;
}

/** For a kiosk: a receipt takes two seconds on a slow printer. */
export const PRINT_LIMITS: PrintLimits = { jobTimeoutMs: 12_000, clearTimeoutMs: 1500 };
const PROCESS_IDS = 36 ** 4;
/** A slow printer's: 80 mm a second, 8 dots a millimetre. */
const SLOW_DOTS_PER_MS = 0.64;
/** Troubles a person can end while the visitor waits. */
const MENDABLE: ReadonlySet<PrintFault | null> = new Set(['paper_out', 'cover_open', 'overheated', 'cutter']);

const refused = (reason: PrintFault): PrintReport => ({ outcome: 'not_printed', reason, bytes: 0 });

/** Four of 0-9, A-Z; no two jobs of a day share one, so that a late answer is never taken for another job's. */
function processIdOf(count: number): ProcessId {
  const text = (count % PROCESS_IDS).toString(36).toUpperCase().padStart(4, '0');
  return [0, 1, 2, 3].map((index) => text.charCodeAt(index)) as unknown as ProcessId;
}

function proofBy({ answersMarks, answersProcessId, answersRealTime }: Capabilities): Proof {
  if (answersProcessId) return 'process_id';
  return answersMarks && answersRealTime ? 'marks' : 'none';
}

/** Only a broken-off receipt whose rest is proven to be gone may be printed again. */
const mayRepeat = ({ bytes, outcome, reason }: PrintReport): boolean =>
  outcome === 'not_printed' && bytes > 0 && MENDABLE.has(reason);

/** A receipt printer behind any line. Opens the line at once and keeps it open until `close`. */
export function createPrinter(options: PrinterOptions): Printer {
  const { assets, connect, hasUnfinishedJob = false, limits = PRINT_LIMITS, profile, provisioning, widthDots } = options;
  const usesMemory = provisioning !== undefined && (profile === 'P3' || profile === 'P4');
  const line = new PrinterLine(connect, { processId: profile !== 'P0', storedNames: usesMemory });
  let typesetter: Promise<Typesetter> | null = null;
  let pictures: StoredPictures | null = null;
  let jobCount = randomInt(PROCESS_IDS);
  let isPrinting = false;
  /** Part of a receipt may hang out of the printer; it is cut off before the next one. */
  let hasLeftover = hasUnfinishedJob;
  if (hasUnfinishedJob) line.markBroken();

  const loaded = (): Promise<Typesetter> => (typesetter ??= loadTypesetter(assets));

  /** The pictures of the memory, when this very printer holds them. */
  const storedIn = (capabilities: Capabilities, tools: Typesetter): StoredPictures | null => {
    if (!usesMemory) return null;
    if (pictures === null) {
      const drawn = picturesOf(provisioning.vocabulary, tools, widthDots, profile);
      if (!drawn.ok) return null;
      pictures = drawn.value;
    }
    return holds(capabilities, pictures, provisioning.record) ? pictures : null;
  };

  const printOnce = async (document: ReceiptDocument): Promise<PrintReport> => {
    const tools = await loaded();
    const page = layOut(document, tools, widthDots, lettersOf(profile));
    if (!page.ok) return refused(page.fault);

    if (!line.isOpen) return refused('offline');
    const answers = await line.refresh();
    if (!line.isOpen) return refused('offline');
    // A clone without a way back may print all the same; one that used to answer and is silent now does not.
    if (!answers && line.hasAnswered) return refused('no_answer');
    const trouble = faultOf(line.state);
    if (trouble !== null) return refused(trouble);
    const capabilities = await line.capabilities();

    jobCount += 1;
    const id = processIdOf(jobCount);
    const proof = proofBy(capabilities);
    const encoded = encode(page.value, profile, proof === 'process_id' ? id : null, storedIn(capabilities, tools));
    if (!encoded.ok) return refused(encoded.fault);
    const job = {
      id,
      proof,
      isPaced: capabilities.answersMarks,
      paperMs: page.value.heightDots / SLOW_DOTS_PER_MS,
      commands: hasLeftover ? [initialise(), feedAndCut(0), ...encoded.value.commands] : encoded.value.commands,
    };
    const report = await runJob(line, job, limits);
    hasLeftover = report.outcome !== 'printed' && (hasLeftover || report.bytes > 0);
    return report;
  };

  /** Prints; when the paper ends in the middle, waits for new paper and prints the whole again as a copy. */
  const printToTheEnd = async (document: ReceiptDocument, signal: AbortSignal | undefined): Promise<PrintReport> => {
    const until = performance.now() + (limits.waitForPaperMs ?? 0);
    const copy = copyOf(document);
    let report = await printOnce(document);
    if (copy === null) return report;
    while (mayRepeat(report) && (await isMended(line, until, signal))) {
      const again = await printOnce(copy);
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
    print: async (document, { signal } = {}) => {
      if (isPrinting) return refused('busy');
      isPrinting = true;
      try {
        return await printToTheEnd(document, signal);
      } finally {
        isPrinting = false;
      }
    },
    close: () => line.close(),
  };
}

/** Waits until the printer is well again; false when time or patience ends before. */
async function isMended(line: PrinterLine, until: number, signal: AbortSignal | undefined): Promise<boolean> {
  const leftMs = until - performance.now();
  if (leftMs <= 0 || signal?.aborted === true) return false;
  const isWell = (): boolean => line.isOpen && line.state !== 'unknown' && faultOf(line.state) === null;
  if (isWell()) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), leftMs);
  const giveUp = (): void => resolve(false);
  signal?.addEventListener('abort', giveUp, { once: true });
  const stop = line.onState(() => {
    if (isWell()) resolve(true);
  });
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
    stop();
  });
}
