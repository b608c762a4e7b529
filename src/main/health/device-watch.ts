import type { DeviceCommand, DeviceEvent, DeviceLink, PrinterState } from '../../devices/link.ts';
import type { ReadFault } from '../../domain/faults.ts';
import type { ComponentId, Evidence, ReasonOf, TroubleEvidence } from '../../domain/health.ts';
import { emptyWindow, errorPercent, LEVELS, noted, READ_WINDOW, reasonAt } from '../../domain/health-thresholds.ts';
import type { HealthBoard, HealthClock } from './board.ts';

/** The devices as far as their health is concerned. */
export interface WatchableDevices extends DeviceLink {
  restarts(): number;
  /** The process that holds them runs. */
  isUp(): boolean;
}

export interface DeviceWatch {
  /** The same devices; what is sent through here is timed. */
  readonly devices: DeviceLink;
  /** Repeats what still holds, so that it doesn't count as old. */
  refresh(): void;
  close(): void;
}

const OK: Evidence = { state: 'ok' };
const UNKNOWN: Evidence = { state: 'unknown' };

/** What each state of the printer says about the printer itself … */
const PRINTER: Readonly<Record<PrinterState, ReasonOf<'printer'> | 'ok' | 'unknown'>> = {
  ready: 'ok',
  paper_low: 'ok',
  paper_out: 'ok',
  cover_open: 'printer.cover_open',
  cutter: 'printer.cutter',
  overheated: 'printer.overheated',
  offline: 'printer.offline',
  unknown: 'unknown',
};
/** … and about its paper: behind an open cover or a dead line nobody can see it. */
const PAPER: Readonly<Partial<Record<PrinterState, ReasonOf<'paper'> | 'ok'>>> = {
  ready: 'ok',
  paper_low: 'paper.low',
  paper_out: 'paper.out',
};

/** So many receipts in a row that the printer failed: it is down whatever it says. */
const FAILED_JOBS = 2;
/** Reasons that are the printer's own, as against paper that ended or a cover that was opened. */
const PRINTER_FAILED: ReadonlySet<string> = new Set(['no_answer', 'offline', 'cutter', 'overheated']);

const MISREADINGS: ReadonlySet<ReadFault> = new Set(['unreadable', 'checksum']);

/** At the start nothing is there yet; that is no news. */
const SETTLE_MS = 10_000;

const RESTARTS_WITHIN_MS = 600_000;
const RESTART_LEVELS = [{ reason: 'devices.restarts', enter: 3, exit: 1 }] as const;

/** Learns from what the devices tell how they do. */
export function watchDevices(devices: WatchableDevices, board: HealthBoard, clock: HealthClock): DeviceWatch {
  let readerReady = false;
  let trouble: ReasonOf<'reader'> | null = null;
  let reads = emptyWindow(READ_WINDOW);
  let printer: PrinterState = 'unknown';
  let failedJobs = 0;
  let printMs: number | null = null;
  let restartsSeen = devices.restarts();
  let restartsAtMs: number[] = [];
  const settledAtMs = clock.monotonicMs() + SETTLE_MS;
  const jobsStartedAtMs = new Map<string, number>();

  function readerEvidence(): Evidence | TroubleEvidence {
    if (!readerReady) return { reason: trouble ?? 'reader.unavailable' };
    const errors = errorPercent(reads);
    const failing = errors === null ? null : reasonAt(board.reasonOf('reader'), errors, LEVELS.readerErrors);
    return failing === null ? OK : { reason: failing, value: { amount: Math.round(errors ?? 0), unit: 'percent' } };
  }

  function printerEvidence(): Evidence | TroubleEvidence {
    const said = PRINTER[printer];
    if (said === 'unknown') return UNKNOWN;
    if (said !== 'ok') return { reason: said };
    if (failedJobs >= FAILED_JOBS) return { reason: 'printer.failed_jobs', value: { amount: failedJobs, unit: 'count' } };
    const slow = printMs === null ? null : reasonAt(board.reasonOf('printer'), printMs, LEVELS.printTime);
    return slow === null ? OK : { reason: slow, value: { amount: Math.round(printMs ?? 0), unit: 'ms' } };
  }

  function processEvidence(): Evidence | TroubleEvidence {
    const nowMs = clock.monotonicMs();
    const restarts = devices.restarts();
    restartsAtMs = [...restartsAtMs, ...Array.from({ length: restarts - restartsSeen }, () => nowMs)].filter(
      (atMs) => nowMs - atMs <= RESTARTS_WITHIN_MS,
    );
    restartsSeen = restarts;
    if (!devices.isUp()) return { reason: 'devices.away' };
    const often = reasonAt(board.reasonOf('devices'), restartsAtMs.length, RESTART_LEVELS);
    return often === null ? OK : { reason: often, value: { amount: restartsAtMs.length, unit: 'count' } };
  }

  const paperEvidence = (): Evidence | TroubleEvidence => {
    const said = PAPER[printer];
    return said === undefined ? UNKNOWN : said === 'ok' ? OK : { reason: said };
  };

  function note(component: ComponentId, evidence: Evidence | TroubleEvidence): void {
    if (evidence === OK || clock.monotonicMs() >= settledAtMs) board.note(component, evidence);
  }

  function refresh(): void {
    note('devices', processEvidence());
    note('reader', readerEvidence());
    note('printer', printerEvidence());
    note('paper', paperEvidence());
  }

  function noteOutcome({ jobId, outcome, reason }: Extract<DeviceEvent, { type: 'printer.outcome' }>): void {
    const startedAtMs = jobsStartedAtMs.get(jobId);
    jobsStartedAtMs.delete(jobId);
    if (outcome === 'printed') {
      failedJobs = 0;
      printMs = startedAtMs === undefined ? null : clock.monotonicMs() - startedAtMs;
    } else if (reason !== null && PRINTER_FAILED.has(reason)) failedJobs += 1;
  }

  const unsubscribe = devices.subscribe((event) => {
    if (event.type === 'reader.state') readerReady = event.state === 'ready';
    else if (event.type === 'printer.state') printer = event.state;
    else if (event.type === 'reader.read') reads = noted(reads, true);
    // A foreign document is read well.
    else if (event.type === 'reader.fault' && MISREADINGS.has(event.code)) reads = noted(reads, false);
    else if (event.type === 'printer.outcome') noteOutcome(event);
    else if (event.type === 'device.trouble' && event.device === 'reader')
      trouble = event.trouble === null ? null : `reader.${event.trouble}`;
    else return;
    refresh();
  });

  return {
    devices: {
      send: (command: DeviceCommand) => {
        if (command.type === 'printer.print') jobsStartedAtMs.set(command.jobId, clock.monotonicMs());
        devices.send(command);
      },
      subscribe: (listener) => devices.subscribe(listener),
      close: () => devices.close(),
    },
    refresh,
    close: unsubscribe,
  };
}
