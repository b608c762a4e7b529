import type { StaffAct } from '../../../bridge/staff-act.ts';
import type { Finding, FindingCode, StaffTest, TestRun, TestStage, Verdict } from '../../../bridge/staff.ts';
import type { DeviceCommand, DeviceEvent, PrinterState } from '../../../devices/link.ts';
import type { StaffClock } from '../clock.ts';

/** What a test may touch, and whom it tells. */
export interface RunPorts {
  readonly clock: StaffClock;
  readonly send: (command: DeviceCommand) => void;
  /** Names jobs and armings, so that no answer to another one counts. */
  readonly randomId: () => string;
  /** What the devices said last. */
  readonly devices: () => DeviceStates;
  /** Something on the screen has changed. */
  readonly changed: () => void;
  /** The test is over; called once. */
  readonly finished: (verdict: Verdict, finding: Finding | null) => void;
}

export interface DeviceStates {
  readonly readerReady: boolean;
  readonly printer: PrinterState;
}

export const finding = (code: FindingCode, value: number | null = null): Finding => ({ code, value });

/** One test that is being made: a small machine that acts of staff, events of devices and time move on. */
export abstract class GuidedTest<Stage extends TestStage = TestStage> {
  readonly test: StaffTest;
  protected readonly ports: RunPorts;
  protected stage: Stage;
  #verdict: Verdict | null = null;
  #finding: Finding | null = null;
  #waiting: { readonly sinceMs: number; readonly limitMs: number; share: number | null } | null = null;
  #cancelTick: (() => void) | null = null;

  constructor(test: StaffTest, stage: Stage, ports: RunPorts) {
    this.test = test;
    this.stage = stage;
    this.ports = ports;
  }

  /** Called once, when the test is on the screen. */
  start(): void {
    // Most tests wait for a person.
  }

  abstract act(act: StaffAct): void;

  /** What the devices say while the test is open. */
  receive(_event: DeviceEvent): void {
    // Most tests hear nothing.
  }

  get isOver(): boolean {
    return this.#verdict !== null;
  }

  /** True while a device or a server works; the technician needn't tap to stay. */
  get isWorking(): boolean {
    return this.#waiting !== null;
  }

  view(): TestRun {
    const waiting = this.#waiting;
    const progress =
      waiting === null
        ? null
        : {
            share: waiting.share,
            secondsSpent: Math.floor((this.#nowMs() - waiting.sinceMs) / 1000),
            limitSeconds: Math.ceil(waiting.limitMs / 1000),
          };
    return { test: this.test, verdict: this.#verdict, finding: this.#finding, progress, ...this.stage };
  }

  /** Leaves without a verdict: nothing that comes later counts. */
  close(): void {
    this.stopWaiting();
  }

  /** Given up by hand. */
  giveUp(): void {
    if (!this.isOver) this.finish('skipped', null);
  }

  protected show(stage: Partial<Stage>): void {
    this.stage = { ...this.stage, ...stage };
    this.ports.changed();
  }

  protected finish(verdict: Verdict, found: Finding | null, stage: Partial<Stage> = {}): void {
    if (this.isOver) return;
    this.close();
    this.#verdict = verdict;
    this.#finding = found;
    this.stage = { ...this.stage, ...stage };
    this.ports.finished(verdict, found);
    this.ports.changed();
  }

  /** Something else works now, for so long at most. */
  protected wait(limitMs: number, tooLate: () => void): void {
    this.stopWaiting();
    this.#waiting = { sinceMs: this.#nowMs(), limitMs, share: null };
    this.#cancelTick = this.ports.clock.after(limitMs, () => {
      this.stopWaiting();
      tooLate();
    });
    this.ports.changed();
  }

  protected showShare(share: number): void {
    if (this.#waiting !== null) this.#waiting.share = share;
    this.ports.changed();
  }

  protected stopWaiting(): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
    this.#waiting = null;
  }

  #nowMs(): number {
    return this.ports.clock.monotonicMs();
  }
}
