import type { DeviceEvent, DeviceLink } from '../../../devices/link.ts';
import { PRINT_LIMIT_MS } from '../../staff/diagnostics/printing.ts';

type Outcome = Extract<DeviceEvent, { type: 'printer.test_outcome'; kind: 'calibration' | 'slip' }>;

export interface SlipPorts {
  readonly devices: Pick<DeviceLink, 'send' | 'subscribe'>;
  readonly after: (ms: number, run: () => void) => () => void;
}

/** Prints a slip that holds nothing of anybody. @returns what the printer proves of it; `unknown` where nothing came back */
export function printSlip(jobId: string, { after, devices }: SlipPorts, signal: AbortSignal): Promise<Pick<Outcome, 'outcome' | 'reason'>> {
  const { promise, resolve } = Promise.withResolvers<Pick<Outcome, 'outcome' | 'reason'>>();
  const noAnswer = (): void => resolve({ outcome: 'unknown', reason: 'no_answer' });
  const stop = devices.subscribe((event) => {
    if (event.type === 'printer.test_outcome' && event.kind === 'slip' && event.jobId === jobId) resolve(event);
  });
  const cancel = after(PRINT_LIMIT_MS, noAnswer);
  signal.addEventListener('abort', noAnswer, { once: true });
  devices.send({ type: 'printer.test', jobId, kind: 'slip' });
  return promise.finally(() => {
    cancel();
    stop();
    signal.removeEventListener('abort', noAnswer);
  });
}
