import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Above this the hub can't tell a silent kiosk from its own deafness. */
const OVERLOAD_MS = 500;
const WINDOW_MS = 10_000;
const RESOLUTION_MS = 50;

/** How late the hub's own work comes. */
export class LoadMeter {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #windowFromMs = performance.now();
  #p99Ms = 0;

  constructor() {
    this.#delay.enable();
  }

  /** 99th percentile of the event loop's delay in the present window or the one before, whichever is worse. */
  get delayP99Ms(): number {
    return Math.max(this.#p99Ms, this.#measured());
  }

  /** Called every second. */
  isOverloaded(): boolean {
    if (performance.now() - this.#windowFromMs >= WINDOW_MS) {
      this.#p99Ms = this.#measured();
      this.#windowFromMs = performance.now();
      this.#delay.reset();
    }
    return this.delayP99Ms > OVERLOAD_MS;
  }

  close(): void {
    this.#delay.disable();
  }

  /** The histogram counts from one tick to the next, the tick included. */
  #measured(): number {
    return Math.max(0, this.#delay.percentile(99) / 1e6 - RESOLUTION_MS);
  }
}
