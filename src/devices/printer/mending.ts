import type { PrintFault } from '../../domain/faults.ts';
import type { PrintReport } from './job.ts';
import type { PrinterLine } from './status/line.ts';
import { faultOf } from './status/status.ts';

/** Troubles a person can end while the visitor waits. */
export const MENDABLE: ReadonlySet<PrintFault | null> = new Set(['paper_out', 'cover_open', 'overheated', 'cutter']);

/** Only a broken-off receipt whose rest is proven to be gone may be printed again. */
export const mayRepeat = ({ bytes, outcome, reason }: PrintReport): boolean =>
  outcome === 'not_printed' && bytes > 0 && MENDABLE.has(reason);

/** Waits until the printer is well again; false when time or patience ends before. */
export async function isMended(line: PrinterLine, until: number, signal: AbortSignal | undefined): Promise<boolean> {
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
