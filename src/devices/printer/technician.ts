import type { ReceiptDocument } from '../../domain/receipt.ts';
import { fault, ok, type Result } from '../../domain/result.ts';
import { calibrationSheet, SHEET_HEIGHT_DOTS } from './calibration.ts';
import { reportProcess } from './encoder/commands.ts';
import { encode, lettersOf, type Profile } from './encoder/encode.ts';
import type { PrintReport, Proof } from './job.ts';
import type { Typesetter } from './layout/layout.ts';
import type { PaperWidth } from './layout/style.ts';
import type { PrinterMemory } from './memory.ts';
import { fillMemory, type FillProgress, type ProvisionFault, type ProvisioningRecord } from './provision.ts';
import type { JobRunner } from './runner.ts';
import { slipPage } from './slip.ts';
import type { PrinterCounters } from './status/capabilities.ts';
import type { PrinterLine } from './status/line.ts';
import type { PrinterCondition } from './status/status.ts';

/** What a technician can have printed. */
export type TestPage = 'calibration' | 'slip';

/** Why a memory was not filled. */
export type FillFault =
  | ProvisionFault
  /** Somebody prints. */
  | 'busy'
  /** The kiosk's profile prints nothing from memory. */
  | 'profile_without_memory'
  | 'unprintable_text';

/** What is known of a printer, for a technician. Holds nothing of a receipt's content. */
export interface PrinterReport extends PrinterCondition {
  readonly profile: Profile;
  readonly widthDots: PaperWidth;
  readonly maker: string | null;
  readonly model: string | null;
  readonly serialNumber: string | null;
  readonly firmware: string | null;
  /** What proves a receipt here; with `none` every receipt ends as `unknown`. */
  readonly proof: Proof;
  /** It has confirmed paper that can't have moved by then, or is configured so: it is judged by the weaker proof. */
  readonly confirmsEarly: boolean;
  /** Whether its progress can be followed, so that its buffer never overflows. A printer doesn't tell its buffer. */
  readonly isPaced: boolean;
  readonly memory: {
    /** Pictures the printer lists; null where it was not asked or doesn't say. */
    readonly pictures: number | null;
    /** Whether receipts are printed from it. */
    readonly isUsed: boolean;
  };
  readonly counters: PrinterCounters | null;
  /** How the last job ended, refused ones too; null before the first. */
  readonly lastJob: LastJob | null;
}

export interface LastJob extends Pick<PrintReport, 'bytes' | 'outcome' | 'reason'> {
  readonly what: TestPage | 'receipt';
  readonly isCopy: boolean;
  readonly endedAt: Date;
}

/** What the work at a printer is done with. */
export interface Workbench {
  readonly line: PrinterLine;
  readonly runner: JobRunner;
  readonly memory: PrinterMemory;
  readonly typesetter: Typesetter;
  readonly profile: Profile;
  readonly widthDots: PaperWidth;
}

/** Prints a page that holds nothing of a visitor, with the same pace and proof as a receipt. */
export function printTestPage(page: TestPage, { profile, runner, typesetter, widthDots }: Workbench): Promise<PrintReport> {
  if (page === 'calibration') {
    return runner.run((_capabilities, id) => {
      const { closing, commands } = calibrationSheet(typesetter, widthDots);
      return ok({ commands, closing: id === null ? closing : [...closing, reportProcess(id)], heightDots: SHEET_HEIGHT_DOTS });
    });
  }
  return runner.run((capabilities, id) => {
    const slip = slipPage({ ...capabilities, profile }, typesetter, widthDots, lettersOf(profile));
    const encoded = encode(slip, profile, id);
    return encoded.ok ? ok({ commands: encoded.value.commands, heightDots: slip.heightDots }) : encoded;
  });
}

/** Fills the printer's memory and prints from it from now on. */
export async function fill(
  vocabulary: readonly ReceiptDocument[],
  onProgress: FillProgress,
  { line, memory, typesetter }: Workbench,
): Promise<Result<ProvisioningRecord, FillFault>> {
  if (!memory.isUsed) return fault('profile_without_memory');
  const pictures = memory.draw(vocabulary, typesetter);
  if (!pictures.ok) return pictures;
  const filled = await fillMemory(line, pictures.value, onProgress);
  if (filled.ok) memory.remember({ vocabulary, record: filled.value });
  return filled;
}

/** @param mayAsk false while something is printed: its counters are left alone then */
export async function reportOn(
  { line, memory, profile, runner, typesetter, widthDots }: Workbench,
  lastJob: LastJob | null,
  mayAsk: boolean,
): Promise<PrinterReport> {
  const counters = mayAsk && (await line.refresh()) ? await line.counters() : null;
  const capabilities = await line.capabilities();
  const { answersMarks, firmware, maker, model, serialNumber, storedNames } = capabilities;
  return {
    ...line.condition,
    profile,
    widthDots,
    maker,
    model,
    serialNumber,
    firmware,
    proof: runner.proofBy(capabilities),
    confirmsEarly: !runner.believesProcessId,
    isPaced: answersMarks,
    memory: {
      pictures: storedNames?.size ?? null,
      isUsed: memory.picturesIn(capabilities, typesetter) !== null,
    },
    counters,
    lastJob,
  };
}
