import { setTimeout as sleep } from 'node:timers/promises';
import type { PrintFault } from '../../domain/faults.ts';
import type { PrintOutcome } from '../../domain/receipt.ts';
import { clearBuffers, type ProcessId } from './encoder/commands.ts';
import { groupsOf, Pace } from './pace.ts';
import type { PrinterLine } from './status/line.ts';
import { faultOf } from './status/status.ts';
import { watchFor, type End, type Watch } from './watch.ts';

/** How a job ended. */
export interface PrintReport {
  readonly outcome: PrintOutcome;
  readonly reason: PrintFault | null;
  /** Handed over to the line. */
  readonly bytes: number;
  /** How much paper it took, broken off or not; left out where none moved. */
  readonly paperMm?: number;
  /** The paper broke off; this is about the copy that was printed after it. */
  readonly isCopy?: true;
  /** The printer confirmed paper that can't have moved by then; its confirmations are worth nothing. */
  readonly confirmedEarly?: true;
}

export interface JobLimits {
  /** Without any progress: no mark answered, nothing handed over. */
  readonly jobTimeoutMs: number;
  /** For the printer's word that its buffers are empty. */
  readonly clearTimeoutMs: number;
  /** The whole job, however slowly it goes on. */
  readonly totalTimeoutMs?: number;
  /** No paper moves faster: what is confirmed sooner is not believed. Left out: virtual paper, in no time. */
  readonly fastestMmPerSecond?: number;
}

/**
 * What counts as the printer's word that all is on paper. `process_id`: its own answer to that very question. `marks`:
 * it has worked off everything and, after the time the paper takes, still reports no trouble. `none`: nothing does.
 */
export type Proof = 'process_id' | 'marks' | 'none';

export interface Job {
  readonly commands: readonly Uint8Array[];
  /** Sent when the printer is past everything else: the end of a page that is to show when it confirms. */
  readonly closing: readonly Uint8Array[];
  readonly id: ProcessId;
  readonly proof: Proof;
  /** What counts when it turns out to confirm by its process id what it can't have printed. */
  readonly otherProof: Proof;
  /** Whether the printer answers marks, so that its pace can be kept. */
  readonly isPaced: boolean;
  /** How long the paper of this job moves on a slow printer. */
  readonly paperMs: number;
}

/** While the last line is printing, printers that report nothing by themselves are asked. */
const ASK_MS = 250;
/** A printer that says nothing is given so much longer than its paper needs before the job is called off. */
const MUTE_GRACE_MS = 2000;

/**
 * Sends a job and waits for the printer's own word. `printed` only on that word, after the last byte; nothing a socket
 * or driver says counts. Never sends anything twice.
 */
export async function runJob(line: PrinterLine, job: Job, limits: JobLimits): Promise<PrintReport> {
  const watch = watchFor(line, job, limits);
  const pace = job.isPaced ? new Pace(line, watch.progress) : null;
  try {
    const { bytes, isComplete } = await send(line, job, pace, watch);
    const end = await Promise.race([watch.ended, untilWord(line, job, pace, watch)]);
    // A late mark must not let the next group go out when the printer is being cleared.
    pace?.stop();
    if (end.kind === 'lost' && !isComplete) line.markBroken();
    const report = await reportOf(end, bytes, (): Promise<Cleared> => clear(line, watch, limits));
    return watch.confirmedEarly() ? { ...report, confirmedEarly: true } : report;
  } finally {
    watch.stop();
  }
}

type Cleared = 'cleared' | 'no_answer' | 'printed';

async function reportOf(end: End, bytes: number, clearNow: () => Promise<Cleared>): Promise<PrintReport> {
  switch (end.kind) {
    case 'printed':
      return { outcome: 'printed', reason: null, bytes };
    case 'lost':
      return { outcome: bytes === 0 ? 'not_printed' : 'unknown', reason: 'offline', bytes };
    case 'timeout':
      // It must not come out later, into the next visitor's hands. That it was cleared says nothing about before.
      return (await clearNow()) === 'printed'
        ? { outcome: 'printed', reason: null, bytes }
        : { outcome: 'unknown', reason: 'no_answer', bytes };
    case 'fault':
      return afterFault(await clearNow(), end.fault, bytes);
  }
}

/** Only a printer whose buffers are proven empty will not go on when its trouble is over. */
function afterFault(cleared: Cleared, reason: PrintFault, bytes: number): PrintReport {
  if (cleared === 'printed') return { outcome: 'printed', reason: null, bytes };
  return { outcome: cleared === 'cleared' ? 'not_printed' : 'unknown', reason, bytes };
}

/** @returns the bytes handed over until all were or something ended the job. */
async function send(
  line: PrinterLine,
  { closing, commands }: Job,
  pace: Pace | null,
  { ended, progress, sending }: Watch,
): Promise<{ readonly bytes: number; readonly isComplete: boolean }> {
  let bytes = 0;
  const groups = [...groupsOf(commands), ...groupsOf(closing)];
  for (const [index, group] of groups.entries()) {
    const isLast = index === groups.length - 1;
    if (isLast && closing.length > 0) await Promise.race([ended, pace?.allPassed()]);
    if (!line.isOpen) return { bytes, isComplete: false };
    const joined = Buffer.concat(group);
    bytes += joined.length;
    const sent = pace === null ? line.write(joined) : pace.send(joined, () => sending(group, isLast));
    if (pace === null) sending(group, isLast);
    const end = await Promise.race([ended, sent.then(() => null)]);
    if (end !== null) return { bytes, isComplete: false };
    if (pace === null) progress();
  }
  return { bytes, isComplete: true };
}

/** Waits, asking now and then, until the job's proof is there, or for ever. */
async function untilWord(line: PrinterLine, job: Job, pace: Pace | null, watch: Watch): Promise<End> {
  const { confirmedEarly, ended, progress } = watch;
  const sentAt = performance.now();
  let passedAt = Infinity;
  let isFollowed = false;
  const notePassing = async (): Promise<void> => {
    await pace?.allPassed();
    passedAt = performance.now();
  };
  for (;;) {
    const proof = confirmedEarly() ? job.otherProof : job.proof;
    if (proof === 'none') {
      const end = await Promise.race([ended, sleep(job.paperMs + MUTE_GRACE_MS, null, { ref: false })]);
      return end ?? { kind: 'timeout' };
    }
    if (proof === 'marks' && !isFollowed) void notePassing();
    isFollowed = proof === 'marks';
    const end = await Promise.race([ended, sleep(ASK_MS, null, { ref: false })]);
    if (end !== null) return end;
    const isWell = line.hasAnswered && (await Promise.race([line.refresh(), ended])) === true;
    const quietSince = Math.max(passedAt, sentAt + job.paperMs);
    // It has all it needs, and is only being watched.
    if (isWell && passedAt < Infinity) progress();
    if (isWell && faultOf(line.state) === null && performance.now() > quietSince + QUIET_MS) return { kind: 'printed' };
  }
}
/** Without its own word a printer must be well for so long after its paper should have stopped. */
const QUIET_MS = 500;

/** Empties the printer's buffers. When it doesn't say so, the line is given up with everything still on it. */
async function clear(
  line: PrinterLine,
  { isWord }: Watch,
  { clearTimeoutMs }: JobLimits,
): Promise<Cleared> {
  const { promise, resolve } = Promise.withResolvers<Cleared>();
  const stop = line.onReply((reply) => {
    if (isWord(reply)) resolve('printed');
    if (reply.kind === 'cleared') resolve('cleared');
  });
  const timer = setTimeout(() => resolve('no_answer'), clearTimeoutMs);
  const stopLost = line.onLost(() => resolve('no_answer'));
  void line.write(clearBuffers());
  const answer = await promise;
  clearTimeout(timer);
  stop();
  stopLost();
  if (answer === 'no_answer') line.abandon();
  return answer;
}
