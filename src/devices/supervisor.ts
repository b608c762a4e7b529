import type { DeviceCommand, DeviceEvent, DeviceLink, PrinterState, PrinterTestOutcome } from './link.ts';
import type { DeviceSetup, FromDevices, ToDevices, VirtualReaderAct } from './process-messages.ts';

/** One life of the device process, as the supervisor sees it: a forked Node or Electron's utility process. */
export interface DeviceProcess {
  post(message: ToDevices): void;
  onMessage(listener: (message: FromDevices) => void): void;
  /** Called once, however it ended. */
  onExit(listener: () => void): void;
  /** Ends it at once. */
  kill(): void;
}

export interface SupervisorTiming {
  readonly pingEveryMs: number;
  /** Without an answer for this long the process counts as hung, and a hang as a crash. */
  readonly hangAfterMs: number;
  /** The same until its first word: from a cold disk its modules take their time. */
  readonly startWithinMs: number;
  /** The first restart waits so long, each further one twice as long as the one before, up to the most. */
  readonly restartLeastMs: number;
  readonly restartMostMs: number;
  /** A process that lived so long starts anew from the least. */
  readonly stableAfterMs: number;
  readonly shutdownMs: number;
}

export const SUPERVISOR_TIMING: SupervisorTiming = {
  pingEveryMs: 1_000,
  hangAfterMs: 4_000,
  startWithinMs: 15_000,
  restartLeastMs: 500,
  restartMostMs: 5_000,
  stableAfterMs: 30_000,
  shutdownMs: 2_000,
};

export interface SupervisedDevices extends DeviceLink {
  /** How often the process was started again; for the health report. */
  restarts(): number;
  /** The process runs; false between its end and its next start. */
  isUp(): boolean;
  printerState(): PrinterState;
  /** Ends the process at once; it is started again. For tests and for a technician's restart. */
  kill(): void;
  readonly virtualReader: (act: VirtualReaderAct) => void;
}

/** Timers; tests bring simulated ones. */
export interface Timers {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(id: unknown): void;
  now(): number;
}

export const REAL_TIMERS: Timers = {
  setTimeout: (run, ms) => setTimeout(run, ms).unref(),
  clearTimeout: (id) => clearTimeout(id as NodeJS.Timeout),
  now: () => performance.now(),
};

/**
 * The device link to a process that may crash or hang at any moment. While it is away the devices are unavailable; a
 * print job that was under way ends as `unknown`, because nobody can say; an arming is repeated to the new process.
 */
export function superviseDevices(
  start: () => DeviceProcess,
  setup: DeviceSetup,
  timing: SupervisorTiming = SUPERVISOR_TIMING,
  timers: Timers = REAL_TIMERS,
): SupervisedDevices {
  const listeners = new Set<(event: DeviceEvent) => void>();
  const jobs = new Map<string, PrinterJob>();
  let reader: Extract<DeviceEvent, { type: 'reader.state' }> = { type: 'reader.state', state: 'unavailable' };
  let printer: Extract<DeviceEvent, { type: 'printer.state' }> = printerUnknown();
  let arming: Extract<DeviceCommand, { type: 'reader.arm' }> | null = null;
  let life: DeviceProcess | null = null;
  let { hasUnfinishedJob, provisioning } = setup.printer;
  let restarts = 0;
  let failuresInARow = 0;
  let closed = false;
  let timer: unknown = null;

  const emit = (event: DeviceEvent): void => listeners.forEach((listener) => listener(event));

  function receive(event: DeviceEvent): void {
    if (event.type === 'reader.state') reader = event;
    if (event.type === 'printer.state') printer = event;
    if (event.type === 'reader.read' && event.armingId === arming?.armingId) arming = null;
    if (event.type === 'printer.test_outcome') rememberFilling(event);
    if (event.type === 'printer.outcome' || event.type === 'printer.test_outcome') jobs.delete(event.jobId);
    emit(event);
  }

  /** The next process prints from the memory that this one has filled. */
  function rememberFilling(event: PrinterTestOutcome): void {
    const job = jobs.get(event.jobId);
    if (event.kind !== 'provision' || event.record === null || job?.type !== 'printer.test' || job.kind !== 'provision') return;
    provisioning = { vocabulary: job.vocabulary, record: event.record };
  }

  function live(): void {
    const process = start();
    const startedAtMs = timers.now();
    let pings = 0;
    let unansweredPings = 0;
    let limitMs = timing.startWithinMs;
    life = process;
    process.onMessage((message) => {
      unansweredPings = 0;
      limitMs = timing.hangAfterMs;
      if (message.type !== 'event') return;
      // What a process said at last may be heard after its end, when its jobs have been told as broken off.
      if (life === process) receive(message.event);
      else if (message.event.type === 'reader.read') message.event.digits.fill(0);
    });
    process.onExit(() => {
      if (life === process) die(timers.now() - startedAtMs);
    });
    const watch = (): void => {
      if (life !== process) return;
      // Counted in pings: a clock would also count the time in which this process itself stood still.
      if (unansweredPings * timing.pingEveryMs >= limitMs) return process.kill();
      pings += 1;
      unansweredPings += 1;
      process.post({ type: 'ping', count: pings });
      timer = timers.setTimeout(watch, timing.pingEveryMs);
      return undefined;
    };
    process.post({ type: 'setup', setup: { ...setup, printer: { ...setup.printer, provisioning, hasUnfinishedJob } } });
    hasUnfinishedJob = false;
    if (arming !== null) process.post({ type: 'command', command: arming });
    watch();
  }

  function die(livedMs: number): void {
    life = null;
    timers.clearTimeout(timer);
    receive({ type: 'reader.state', state: 'unavailable' });
    receive(printerUnknown());
    hasUnfinishedJob ||= jobs.size > 0;
    for (const job of jobs.values()) receive(brokenOff(job));
    if (closed) return;
    failuresInARow = livedMs >= timing.stableAfterMs ? 1 : failuresInARow + 1;
    restarts += 1;
    const waitMs = Math.min(timing.restartMostMs, timing.restartLeastMs * 2 ** (failuresInARow - 1));
    timer = timers.setTimeout(live, waitMs);
  }

  function send(command: DeviceCommand): void {
    if (command.type === 'reader.arm') arming = command;
    if (command.type === 'reader.disarm') arming = null;
    if (life !== null) {
      if (command.type === 'printer.print' || command.type === 'printer.test') jobs.set(command.jobId, command);
      return life.post({ type: 'command', command });
    }
    if (command.type === 'printer.print' || command.type === 'printer.test') emit(neverSent(command));
    if (command.type === 'printer.report') emit({ type: 'printer.report', report: null });
    return undefined;
  }

  live();
  return {
    send,
    subscribe: (listener) => {
      listeners.add(listener);
      listener(reader);
      listener(printer);
      return () => listeners.delete(listener);
    },
    restarts: () => restarts,
    isUp: () => life !== null,
    printerState: () => printer.state,
    kill: () => life?.kill(),
    virtualReader: (act) => life?.post({ type: 'virtual_reader', act }),
    close: () => {
      closed = true;
      listeners.clear();
      timers.clearTimeout(timer);
      return ended(life, timing.shutdownMs, timers);
    },
  };
}

type PrinterJob = Extract<DeviceCommand, { type: 'printer.print' | 'printer.test' }>;

/** The process that did it has ended: nobody can say what came out. */
function brokenOff(job: PrinterJob): DeviceEvent {
  const { jobId } = job;
  if (job.type === 'printer.print') return { type: 'printer.outcome', jobId, outcome: 'unknown', reason: 'no_answer', bytes: 0 };
  return job.kind === 'provision'
    ? { type: 'printer.test_outcome', jobId, kind: job.kind, outcome: 'unknown', reason: 'broken_off', record: null }
    : { type: 'printer.test_outcome', jobId, kind: job.kind, outcome: 'unknown', reason: 'no_answer', bytes: 0 };
}

/** Nothing was sent anywhere, so nothing can have come out. */
function neverSent(job: PrinterJob): DeviceEvent {
  const { jobId } = job;
  if (job.type === 'printer.print') return { type: 'printer.outcome', jobId, outcome: 'not_printed', reason: 'offline', bytes: 0 };
  return job.kind === 'provision'
    ? { type: 'printer.test_outcome', jobId, kind: job.kind, outcome: 'not_filled', reason: 'not_ready', record: null }
    : { type: 'printer.test_outcome', jobId, kind: job.kind, outcome: 'not_printed', reason: 'offline', bytes: 0 };
}

const printerUnknown = (): Extract<DeviceEvent, { type: 'printer.state' }> => ({
  type: 'printer.state',
  state: 'offline',
  since: new Date().toISOString(),
});

/** Asks a process to end and kills it when it doesn't. */
function ended(process: DeviceProcess | null, limitMs: number, timers: Timers): Promise<void> {
  if (process === null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = timers.setTimeout(() => process.kill(), limitMs);
    process.onExit(() => {
      timers.clearTimeout(timer);
      resolve();
    });
    process.post({ type: 'shutdown' });
  });
}
