import { randomInt } from 'node:crypto';
import type { PrintFault } from '../../domain/faults.ts';
import type { Result } from '../../domain/result.ts';
import { feedAndCut, initialise, type ProcessId } from './encoder/commands.ts';
import { runJob, type JobLimits, type PrintReport, type Proof } from './job.ts';
import { DOTS_PER_MM } from './paper-clock.ts';
import type { Capabilities } from './status/capabilities.ts';
import type { PrinterLine } from './status/line.ts';
import { faultOf } from './status/status.ts';

/** The commands of one job, and how much paper they move. */
export interface PreparedJob {
  readonly commands: readonly Uint8Array[];
  /** Sent only when the printer is past the others. */
  readonly closing?: readonly Uint8Array[];
  readonly heightDots: number;
}

/**
 * Makes the commands once it is known what the printer can do.
 * @param processId to be asked for at the end; null for printers that don't know the question
 */
export type Prepare = (capabilities: Capabilities, processId: ProcessId | null) => Result<PreparedJob, PrintFault>;

const PROCESS_IDS = 36 ** 4;
/** A slow printer's: 80 mm a second, 8 dots a millimetre. */
const SLOW_DOTS_PER_MS = 0.64;

/** A job of which nothing was sent. @param reason null when nobody wanted it any more */
export const refused = (reason: PrintFault | null): PrintReport => ({ outcome: 'not_printed', reason, bytes: 0 });

/** Four of 0-9, A-Z; no two jobs of a day share one, so that a late answer is never taken for another job's. */
function processIdOf(count: number): ProcessId {
  const text = (count % PROCESS_IDS).toString(36).toUpperCase().padStart(4, '0');
  return [0, 1, 2, 3].map((index) => text.charCodeAt(index)) as unknown as ProcessId;
}

/** What would count as the word of an honest printer. */
function proofBy({ answersMarks, answersProcessId, answersRealTime }: Capabilities): Proof {
  if (answersProcessId) return 'process_id';
  return answersMarks && answersRealTime ? 'marks' : 'none';
}

export interface RunnerOptions {
  /** False for a printer known to confirm what it has not printed. */
  readonly believesProcessId: boolean;
  readonly hasLeftover: boolean;
}

/** Runs one job after the other on a line, each only on a printer that is well. */
export class JobRunner {
  readonly #line: PrinterLine;
  readonly #limits: JobLimits;
  #jobCount = randomInt(PROCESS_IDS);
  /** Part of a page may hang out of the printer; it is cut off before the next one. */
  #hasLeftover: boolean;
  #believesProcessId: boolean;

  constructor(line: PrinterLine, limits: JobLimits, { believesProcessId, hasLeftover }: RunnerOptions) {
    this.#line = line;
    this.#limits = limits;
    this.#hasLeftover = hasLeftover;
    this.#believesProcessId = believesProcessId;
  }

  /** Whether the printer has never confirmed what it can't have printed, as far as is known. */
  get believesProcessId(): boolean {
    return this.#believesProcessId;
  }

  /** What counts as this printer's word. */
  proofBy(capabilities: Capabilities): Proof {
    return proofBy({ ...capabilities, answersProcessId: capabilities.answersProcessId && this.#believesProcessId });
  }

  /**
   * Sends what `prepare` makes, unless the printer is not well; nothing is ever sent twice.
   * @param signal counts until the first byte; what has begun is finished
   */
  async run(prepare: Prepare, signal?: AbortSignal): Promise<PrintReport> {
    const trouble = await this.#trouble();
    if (trouble !== null) return refused(trouble);
    const capabilities = await this.#line.capabilities();
    // Who it was for has gone while the printer was asked, or the printer is well no longer.
    if (signal?.aborted === true) return refused(null);
    const later = this.#known();
    if (later !== null) return refused(later);
    this.#jobCount += 1;
    const id = processIdOf(this.#jobCount);
    const proof = this.proofBy(capabilities);
    const prepared = prepare(capabilities, proof === 'process_id' ? id : null);
    if (!prepared.ok) return refused(prepared.fault);
    const { closing = [], commands, heightDots } = prepared.value;
    const report = await runJob(
      this.#line,
      {
        id,
        proof,
        otherProof: proofBy({ ...capabilities, answersProcessId: false }),
        closing,
        isPaced: capabilities.answersMarks,
        paperMs: heightDots / SLOW_DOTS_PER_MS,
        commands: this.#hasLeftover ? [initialise(), feedAndCut(0), ...commands] : commands,
      },
      this.#limits,
    );
    if (report.confirmedEarly === true) this.#believesProcessId = false;
    this.#hasLeftover = report.outcome !== 'printed' && (this.#hasLeftover || report.bytes > 0);
    return report.bytes === 0 ? report : { ...report, paperMm: Math.round(heightDots / DOTS_PER_MM) };
  }

  /** Why nothing may be sent now. */
  async #trouble(): Promise<PrintFault | null> {
    if (!this.#line.isOpen) return 'offline';
    const answers = await this.#line.refresh();
    // A clone without a way back may print all the same; one that used to answer and is silent now does not.
    if (!answers && this.#line.isOpen && this.#line.hasAnswered) return 'no_answer';
    return this.#known();
  }

  /** The same without asking again. */
  #known(): PrintFault | null {
    return this.#line.isOpen ? faultOf(this.#line.state) : 'offline';
  }
}
