import { fault, ok, type Result } from '../../domain/result.ts';
import type { Decoded, ReportDecoder } from './driver/decoder.ts';
import { createDecoder, type DriverName } from './driver/drivers.ts';
import { FloodGuard } from './driver/flood-guard.ts';
import type { FrameSink } from './reader.ts';
import type { WatchDevices } from './transport/hot-plug.ts';
import { troubleOf, type FindReader, type FoundReader, type ReaderLine } from './transport/line.ts';
import type { ReaderTrouble } from './trouble.ts';

/** Between looking for a device and looking again; a change in `/dev` comes first. */
const BACK_OFF_MS = [500, 1000, 2000, 5000];
/** udev gives the kiosk's user its rights up to half a second after the kernel has made the node. */
const DENIED_RETRIES = 5;
const DENIED_RETRY_MS = 200;
/** Reports that the kernel kept from before the opening come within this time. */
const DRAIN_MS = 100;
/** Several changes come for one plug. */
const SETTLE_MS = 20;

export interface ConnectionOptions {
  readonly find: FindReader;
  readonly sink: FrameSink;
  /** Milliseconds of a clock that never jumps. */
  readonly monotonicMs: () => number;
  readonly watchDevices: WatchDevices;
  /** What keeps the reader from working; null when it works again. Called on changes only. */
  readonly onTrouble: (trouble: ReaderTrouble | null) => void;
}

interface OpenReader {
  readonly found: FoundReader;
  readonly line: ReaderLine;
}

/**
 * Keeps one reader connected: finds it, opens it, drains what is old, hands frames to the sink, and begins anew after
 * an unplug. While it is open nothing is enumerated.
 */
export class ReaderConnection {
  readonly #options: ConnectionOptions;
  readonly #life = new AbortController();
  readonly #stopWatching: () => void;
  readonly #running: Promise<void>;
  #trouble: ReaderTrouble | null = null;
  #name: string | null = null;
  #wasAttached = false;
  /** Resolves at the next change in `/dev`. */
  #change = Promise.withResolvers<void>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#stopWatching = options.watchDevices(() => this.#change.resolve());
    this.#running = this.#run();
  }

  get trouble(): ReaderTrouble | null {
    return this.#trouble;
  }

  /** The device that is open, as it names itself; null while none is. */
  get deviceName(): string | null {
    return this.#name;
  }

  async close(): Promise<void> {
    this.#life.abort();
    this.#change.resolve();
    this.#stopWatching();
    await this.#running;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#life.signal.aborted) {
      const reader = await this.#connect();
      if (reader.ok) {
        failures = 0;
        await this.#serve(reader.value);
      } else {
        const isLost = reader.fault === 'no_reader' && this.#wasAttached;
        this.#tell(isLost ? 'unplugged' : reader.fault);
      }
      if (this.#life.signal.aborted) return;
      const hasChanged = await this.#pause(BACK_OFF_MS[failures] ?? BACK_OFF_MS.at(-1) ?? 0);
      failures = hasChanged ? 0 : Math.min(failures + 1, BACK_OFF_MS.length - 1);
    }
  }

  async #connect(): Promise<Result<OpenReader, ReaderTrouble>> {
    const found = await this.#options.find();
    if (!found.ok) return found;
    for (let retries = 0; ; retries += 1) {
      const line = await found.value.open();
      if (line.ok) return ok({ found: found.value, line: line.value });
      const isLastTry = line.fault !== 'denied' || retries >= DENIED_RETRIES || this.#life.signal.aborted;
      if (isLastTry) return fault(troubleOf(line.fault));
      await new Delay(DENIED_RETRY_MS).over;
    }
  }

  /** Returns when the device is gone or the connection is closed. */
  async #serve({ found, line }: OpenReader): Promise<void> {
    const session = new Session(found.driver, line, this.#options, (trouble) => this.#tell(trouble));
    const { promise: gone, resolve: end } = Promise.withResolvers<void>();
    line.onLost(end);
    if (this.#life.signal.aborted) end();
    const onAbort = (): void => end();
    this.#life.signal.addEventListener('abort', onAbort, { once: true });
    const drained = new Delay(DRAIN_MS);
    const isDrained = await Promise.race([drained.over.then(() => true), gone.then(() => false)]);
    drained.cancel();
    if (isDrained) {
      this.#wasAttached = true;
      this.#name = found.name;
      this.#tell(null);
      session.begin();
      await gone;
      this.#name = null;
    }
    this.#life.signal.removeEventListener('abort', onAbort);
    session.end();
    await line.close();
    if (!this.#life.signal.aborted) this.#tell(isDrained ? 'unplugged' : troubleAtOnce(found.driver));
  }

  #tell(trouble: ReaderTrouble | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
  }

  /** Waits, and says whether a change in `/dev` cut the waiting short. */
  async #pause(ms: number): Promise<boolean> {
    const delay = new Delay(ms);
    const hasChanged = await Promise.race([this.#change.promise.then(() => true), delay.over.then(() => false)]);
    delay.cancel();
    if (hasChanged && !this.#life.signal.aborted) await new Delay(SETTLE_MS).over;
    this.#change = Promise.withResolvers();
    return hasChanged;
  }
}

class Delay {
  readonly over: Promise<void>;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.over = new Promise((resolve) => {
      this.#timer = setTimeout(resolve, ms);
    });
  }

  /** It is then never over. */
  cancel(): void {
    clearTimeout(this.#timer);
  }
}

/** Windows keeps keyboards to itself: opening one works, and the first read fails at once. */
const troubleAtOnce = (driver: DriverName): ReaderTrouble => (driver === 'wedge-hidraw' ? 'wrong_mode' : 'open_failed');

/** One opening of a device, from the first report to the unplug. */
class Session {
  readonly #decoder: ReportDecoder;
  readonly #line: ReaderLine;
  readonly #options: ConnectionOptions;
  readonly #tell: (trouble: ReaderTrouble | null) => void;
  #isServing = false;
  /** When the first report of what is begun came in. */
  #begunAtMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    driver: DriverName,
    line: ReaderLine,
    options: ConnectionOptions,
    tell: (trouble: ReaderTrouble | null) => void,
  ) {
    this.#decoder = new FloodGuard(createDecoder(driver, line.descriptor));
    this.#line = line;
    this.#options = options;
    this.#tell = tell;
    line.onData((bytes) => this.#receive(bytes));
  }

  begin(): void {
    this.#isServing = true;
    this.#options.sink.attached();
    this.#prompt();
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#decoder.reset();
    if (this.#isServing) this.#options.sink.detached();
    this.#isServing = false;
  }

  #receive(bytes: Uint8Array): void {
    if (!this.#isServing) return void bytes.fill(0);
    const atMs = this.#options.monotonicMs();
    if (this.#decoder.deadlineMs === null) this.#begunAtMs = atMs;
    const decoded = this.#decoder.feed(bytes, atMs);
    this.#deliver(decoded);
    // What is begun now came after what is done.
    if (decoded.length > 0) this.#begunAtMs = atMs;
  }

  #deliver(decoded: readonly Decoded[]): void {
    for (const each of decoded) {
      if (each.type === 'frame') this.#options.sink.receive(each.bytes, each.lastReportAtMs, this.#begunAtMs);
      else if (each.type === 'fault') this.#options.sink.failed(each.code, this.#begunAtMs);
      this.#tell(each.type === 'trouble' ? each.code : null);
    }
    if (decoded.length > 0) this.#prompt();
    this.#schedule();
  }

  #prompt(): void {
    if (this.#decoder.prompt !== null) void this.#line.write(this.#decoder.prompt);
  }

  #schedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const { deadlineMs } = this.#decoder;
    if (deadlineMs === null) return;
    const delayMs = Math.max(0, Math.ceil(deadlineMs - this.#options.monotonicMs()));
    this.#timer = setTimeout(() => this.#deliver(this.#decoder.expire(this.#options.monotonicMs())), delayMs);
  }
}
