import { setTimeout as sleep } from 'node:timers/promises';
import type { PrintFault } from '../../domain/faults.ts';
import type { PrintOutcome } from '../../domain/receipt.ts';
import { clearBuffers, type ProcessId } from './encoder/commands.ts';
import type { PrinterLine } from './status/line.ts';
import type { Reply } from './status/replies.ts';
import { faultOf } from './status/status.ts';

/** How a job ended. */
export interface PrintReport {
  readonly outcome: PrintOutcome;
  readonly reason: PrintFault | null;
  /** Handed over to the line. */
  readonly bytes: number;
}

export interface JobLimits {
  /** From the first byte to the printer's word that all is on paper. */
  readonly jobTimeoutMs: number;
  /** For the printer's word that its buffers are empty. */
  readonly clearTimeoutMs: number;
}

/** Commands go out together up to this many bytes, so that few are under way when something happens. */
const WRITE_BYTES = 2048;
/** While the last line is printing, printers that report nothing by themselves are asked. */
const ASK_MS = 250;

/** What can end the sending. */
type End = { readonly kind: 'printed' | 'lost' | 'timeout' } | { readonly kind: 'fault'; readonly fault: PrintFault };

const confirms = (reply: Reply, id: ProcessId): boolean =>
  reply.kind === 'process' && reply.id.every((character, index) => character === id[index]);

/**
 * Sends a job and waits for the printer's own word. `printed` only when the printer answered with this job's id after
 * the last byte; nothing a socket or driver says counts. Never sends anything twice.
 */
export async function runJob(
  line: PrinterLine,
  commands: readonly Uint8Array[],
  id: ProcessId,
  limits: JobLimits,
): Promise<PrintReport> {
  const watch = watchFor(line, id, limits.jobTimeoutMs);
  try {
    const bytes = await send(line, commands, watch);
    const end = await waitForEnd(line, watch.ended);
    switch (end.kind) {
      case 'printed':
        return { outcome: 'printed', reason: null, bytes };
      case 'lost':
        return { outcome: bytes === 0 ? 'not_printed' : 'unknown', reason: 'offline', bytes };
      case 'timeout':
        // It must not come out later, into the next visitor's hands. That it was cleared says nothing about before.
        return (await clear(line, id, limits)) === 'printed'
          ? { outcome: 'printed', reason: null, bytes }
          : { outcome: 'unknown', reason: 'no_answer', bytes };
      case 'fault':
        return afterFault(await clear(line, id, limits), end.fault, bytes);
    }
  } finally {
    watch.stop();
  }
}

/** Only a printer whose buffers are proven empty will not go on when its trouble is over. */
function afterFault(cleared: 'cleared' | 'printed' | 'no_answer', reason: PrintFault, bytes: number): PrintReport {
  if (cleared === 'printed') return { outcome: 'printed', reason: null, bytes };
  return { outcome: cleared === 'cleared' ? 'not_printed' : 'unknown', reason, bytes };
}

interface Watch {
  readonly ended: Promise<End>;
  /** From now on the printer's word for this job counts: the last bytes are about to go out. */
  readonly expectWord: () => void;
  readonly stop: () => void;
}

function watchFor(line: PrinterLine, id: ProcessId, timeoutMs: number): Watch {
  const { promise: ended, resolve } = Promise.withResolvers<End>();
  let isWordExpected = false;
  const timer = setTimeout(() => resolve({ kind: 'timeout' }), timeoutMs);
  const stops = [
    line.onReply((reply) => {
      if (isWordExpected && confirms(reply, id)) resolve({ kind: 'printed' });
    }),
    line.onState((state) => {
      const reason = faultOf(state);
      // A broken line is told apart: the printer itself may be well and go on.
      if (reason !== null && line.isOpen) resolve({ kind: 'fault', fault: reason });
    }),
    line.onLost(() => resolve({ kind: 'lost' })),
  ];
  const stop = (): void => {
    clearTimeout(timer);
    for (const end of stops) end();
  };
  const expectWord = (): void => {
    isWordExpected = true;
  };
  return { ended, expectWord, stop };
}

/** Groups whole commands, so that sending only ever stops between two of them. */
function groupsOf(commands: readonly Uint8Array[]): Uint8Array[] {
  const groups: Uint8Array[] = [];
  let group: Uint8Array[] = [];
  let size = 0;
  for (const command of commands) {
    if (size > 0 && size + command.length > WRITE_BYTES) {
      groups.push(Buffer.concat(group));
      [group, size] = [[], 0];
    }
    group.push(command);
    size += command.length;
  }
  if (size > 0) groups.push(Buffer.concat(group));
  return groups;
}

/** @returns the bytes handed over until all were or something ended the job. */
async function send(
  line: PrinterLine,
  commands: readonly Uint8Array[],
  { ended, expectWord }: Watch,
): Promise<number> {
  let bytes = 0;
  const groups = groupsOf(commands);
  for (const [index, group] of groups.entries()) {
    if (!line.isOpen) break;
    if (index === groups.length - 1) expectWord();
    bytes += group.length;
    const end = await Promise.race([ended, line.write(group).then(() => null)]);
    if (end !== null) break;
  }
  return bytes;
}

async function waitForEnd(line: PrinterLine, ended: Promise<End>): Promise<End> {
  for (;;) {
    const end = await Promise.race([ended, sleep(ASK_MS, null, { ref: false })]);
    if (end !== null) return end;
    if (line.hasAnswered) await Promise.race([line.refresh(), ended]);
  }
}

/** Empties the printer's buffers. When it doesn't say so, the line is given up with everything still on it. */
async function clear(
  line: PrinterLine,
  id: ProcessId,
  { clearTimeoutMs }: JobLimits,
): Promise<'cleared' | 'printed' | 'no_answer'> {
  const { promise, resolve } = Promise.withResolvers<'cleared' | 'printed' | 'no_answer'>();
  const stop = line.onReply((reply) => {
    if (confirms(reply, id)) resolve('printed');
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
