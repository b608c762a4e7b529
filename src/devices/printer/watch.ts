import type { PrintFault } from '../../domain/faults.ts';
import type { ProcessId } from './encoder/commands.ts';
import type { Job, JobLimits } from './job.ts';
import { PaperClock } from './paper-clock.ts';
import type { PrinterLine } from './status/line.ts';
import type { Reply } from './status/replies.ts';
import { faultOf } from './status/status.ts';

const DEFAULT_TOTAL_MS = 55_000;

/** What can end the sending. */
export type End = { readonly kind: 'printed' | 'lost' | 'timeout' } | { readonly kind: 'fault'; readonly fault: PrintFault };

const confirms = (reply: Reply, id: ProcessId): boolean =>
  reply.kind === 'process' && reply.id.every((character, index) => character === id[index]);

/** What is known of a job while it is under way. */
export interface Watch {
  readonly ended: Promise<End>;
  /** The job went on: its time limit starts anew. */
  readonly progress: () => void;
  /** Commands are about to be handed over; with the last of them, the printer's word begins to count. */
  readonly sending: (commands: readonly Uint8Array[], isLast: boolean) => void;
  /** Whether this is the printer's word that the whole job is on paper, and can be true. */
  readonly isWord: (reply: Reply) => boolean;
  readonly confirmedEarly: () => boolean;
  readonly stop: () => void;
}

/** Listens to the printer until `stop`. */
export function watchFor(line: PrinterLine, { id, proof }: Job, limits: JobLimits): Watch {
  const { promise: ended, resolve } = Promise.withResolvers<End>();
  const clock = new PaperClock(limits.fastestMmPerSecond ?? Infinity);
  let isWordExpected = false;
  let isEarly = false;
  const isWord = (reply: Reply): boolean => {
    if (isEarly || !isWordExpected || proof !== 'process_id' || !confirms(reply, id)) return false;
    isEarly = !clock.isPossible(performance.now());
    return !isEarly;
  };
  const timeout = (): void => resolve({ kind: 'timeout' });
  const idle = setTimeout(timeout, limits.jobTimeoutMs);
  const total = setTimeout(timeout, limits.totalTimeoutMs ?? DEFAULT_TOTAL_MS);
  const stops = [
    line.onReply((reply) => {
      if (isWord(reply)) resolve({ kind: 'printed' });
    }),
    line.onState((state) => {
      const reason = faultOf(state);
      // A broken line is told apart: the printer itself may be well and go on.
      if (reason !== null && line.isOpen) resolve({ kind: 'fault', fault: reason });
    }),
    line.onLost(() => resolve({ kind: 'lost' })),
  ];
  const stop = (): void => {
    clearTimeout(idle);
    clearTimeout(total);
    for (const end of stops) end();
  };
  const sending = (commands: readonly Uint8Array[], isLast: boolean): void => {
    isWordExpected = isLast;
    clock.send(commands, performance.now());
  };
  return { ended, stop, sending, isWord, confirmedEarly: () => isEarly, progress: () => void idle.refresh() };
}
