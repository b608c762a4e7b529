import type { HostMeans } from '../../staff/power.ts';
import type { JobActs } from '../job-desk.ts';
import { calledOff, failed } from './ends.ts';

export interface RestartPorts {
  readonly host: HostMeans & Required<Pick<HostMeans, 'remote'>>;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly isIdle: () => boolean;
}

/** Time for "it is running" to reach the hub before the program ends; and then for a visitor who came meanwhile to go. */
const LOOK_AGAIN_MS = 1_000;

/** The program that comes up next says that the restart was done; this one can only say that it wasn't. */
export function restartActs({ after, host, isIdle }: RestartPorts): Pick<JobActs, 'reload_configuration' | 'restart_app' | 'restart_device'> {
  const restart = async (signal: AbortSignal, doIt: () => boolean | Promise<boolean>) => {
    do {
      await pause(LOOK_AGAIN_MS, after, signal);
      if (signal.aborted) return calledOff();
    } while (!isIdle());
    if (await doIt()) await aborted(signal);
    return failed({ refused: 'host' });
  };
  const restartApp = (signal: AbortSignal) =>
    restart(signal, () => {
      host.restartApp();
      return true;
    });
  return {
    restart_app: (_job, signal) => restartApp(signal),
    // A file that can't be read must not cost a kiosk that runs.
    reload_configuration: async (_job, signal) =>
      host.remote.configurationFault() === null ? restartApp(signal) : failed({ refused: 'bad_configuration' }),
    restart_device: (_job, signal) => restart(signal, host.remote.restartComputer),
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

async function pause(ms: number, after: RestartPorts['after'], signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = after(ms, resolve);
  await Promise.race([promise, aborted(signal)]);
  cancel();
}
