import { createServer, type AddressInfo, type Server } from 'node:net';
import { ok, fault, type Result } from '../../../domain/result.ts';
import type { Bitmap } from '../../printer/layout/bitmap.ts';
import type { PaperWidth } from '../../printer/layout/style.ts';
import type { Transport } from '../../printer/transport/transport.ts';
import { Interpreter, type Wait } from './interpreter.ts';
import { Paper } from './paper.ts';
import { RealTimeScanner } from './real-time.ts';

/** What can be made to happen to a virtual printer. */
export type VirtualPrinterFault =
  | 'paper_end'
  | 'paper_near_end'
  | 'cover_open'
  | 'offline'
  | 'cutter'
  | 'overheated'
  /** Prints and says nothing, like a clone without a way back. */
  | 'silent'
  /** All lines break and none can be opened; what was received is still printed. */
  | 'cable_cut';

export interface VirtualPrinterOptions {
  readonly widthDots?: PaperWidth;
  /** Beyond it the printer takes no bytes until it has printed some. */
  readonly receiveBufferBytes?: number;
  /** How fast the paper moves; without it everything is printed at once. */
  readonly speedMmPerSecond?: number;
}

const DEFAULT_RECEIVE_BYTES = 65_536;
const MAX_KEPT_BYTES = 1_048_576;
const MAX_KEPT_PAGES = 20;
const DOTS_PER_MM = 8;
const TICK_MS = 5;
const STOPPING: readonly VirtualPrinterFault[] = ['paper_end', 'cover_open', 'offline', 'overheated'];

interface Line {
  readonly receive: (bytes: Uint8Array) => void;
  readonly cut: () => void;
}

/**
 * A printer without hardware: takes the exact bytes a real one would, makes the paper as a picture, answers as Epson's
 * printers do, and can run out of paper at any row. Keeps everything in memory.
 */
export class VirtualPrinter {
  readonly #options: VirtualPrinterOptions;
  readonly #paper: Paper;
  readonly #pages: Bitmap[] = [];
  readonly #faults = new Set<VirtualPrinterFault>();
  readonly #lines = new Set<Line>();
  readonly #scanner = new RealTimeScanner();
  #pending: { readonly fault: VirtualPrinterFault; rows: number }[] = [];
  #waitingForRoom: (() => void)[] = [];
  #received: Uint8Array[] = [];
  #receivedBytes = 0;
  #buffer: number[] = [];
  #bufferAt = 0;
  #program: Generator<Wait, never, number>;
  #wait: Wait;
  #reportMask = 0;
  #lastReport = '';
  /** When the rows printed so far would have come out, on the clock of `performance.now`. */
  #rowsDoneMs = 0;
  #jammed = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: VirtualPrinterOptions = {}) {
    this.#options = options;
    this.#paper = new Paper(options.widthDots ?? 576);
    this.#program = this.#newProgram();
    this.#wait = this.#program.next().value;
  }

  /** Finished pages, oldest first; each ends at a cut. */
  get pages(): readonly Bitmap[] {
    return this.#pages;
  }

  /** What hangs out of the printer and has not been cut. */
  get strip(): Bitmap {
    return this.#paper.picture();
  }

  /** Every byte that arrived since the last `forget`. */
  get receivedBytes(): Uint8Array {
    return Buffer.concat(this.#received);
  }

  /** Takes pages, strip and received bytes away. */
  forget(): void {
    this.#pages.length = 0;
    this.#received = [];
    this.#receivedBytes = 0;
    this.#paper.tearOff();
  }

  /** Makes something happen, now or when so many more rows have come out. */
  inject(fault: VirtualPrinterFault, { afterRows = 0 }: { readonly afterRows?: number } = {}): void {
    if (afterRows > 0) this.#pending.push({ fault, rows: afterRows });
    else {
      this.#faults.add(fault);
      if (fault === 'cable_cut') for (const line of this.#lines) line.cut();
      this.#report();
    }
  }

  /** Ends one fault, or all and those still to come; the printer goes on where it stopped, as real ones do. */
  restore(fault?: VirtualPrinterFault): void {
    if (fault === undefined) {
      this.#faults.clear();
      this.#pending = [];
    } else this.#faults.delete(fault);
    this.#jammed &&= this.#faults.has('cutter');
    this.#report();
    this.#print();
  }

  /** A line to this printer within the process. */
  connect(): Promise<Result<Transport, 'unreachable'>> {
    return Promise.resolve(this.#faults.has('cable_cut') ? fault('unreachable') : ok(this.#openLine()));
  }

  /** Listens as a network printer does (raw TCP), on loopback; port 0 takes a free one. */
  async startTcp(port = 0): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
    const server = createServer({ noDelay: true }, (socket) => {
      if (this.#faults.has('cable_cut')) return socket.destroy();
      const line: Line = {
        receive: (bytes) => void socket.write(bytes),
        cut: () => void socket.destroy(),
      };
      this.#lines.add(line);
      socket.on('data', (bytes) => {
        socket.pause();
        void this.#take(bytes, () => !socket.destroyed).then(() => socket.resume());
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#lines.delete(line);
        this.#wakeWriters();
      });
    });
    await listening(server, port);
    const { port: bound } = server.address() as AddressInfo;
    return {
      url: `tcp://127.0.0.1:${String(bound)}`,
      close: async () => {
        for (const line of this.#lines) line.cut();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  #openLine(): Transport {
    let listener: (bytes: Uint8Array) => void = () => undefined;
    let lostListener: () => void = () => undefined;
    let open = true;
    const cut = (): void => {
      if (!open) return;
      open = false;
      this.#lines.delete(line);
      this.#wakeWriters();
      setImmediate(() => lostListener());
    };
    const line: Line = {
      cut,
      receive: (bytes) => {
        setImmediate(() => {
          if (open) listener(bytes);
        });
      },
    };
    this.#lines.add(line);
    return {
      write: async (bytes) => {
        if (open) await this.#take(bytes, () => open);
        return open ? ok(null) : fault('lost');
      },
      onData: (next) => {
        listener = next;
      },
      onLost: (next) => {
        lostListener = next;
        if (!open) next();
      },
      close: () => {
        cut();
        return Promise.resolve();
      },
      abandon: cut,
    };
  }

  /** Takes bytes into the receive buffer as room allows. */
  async #take(bytes: Uint8Array, wanted: () => boolean): Promise<void> {
    const capacity = this.#options.receiveBufferBytes ?? DEFAULT_RECEIVE_BYTES;
    let at = 0;
    while (at < bytes.length && wanted()) {
      const room = capacity - (this.#buffer.length - this.#bufferAt);
      if (room <= 0) {
        await new Promise<void>((resolve) => this.#waitingForRoom.push(resolve));
        continue;
      }
      const part = bytes.subarray(at, at + room);
      at += part.length;
      this.#keep(part);
      for (const byte of part) this.#receive(byte);
      this.#print();
    }
  }

  #keep(bytes: Uint8Array): void {
    this.#receivedBytes += bytes.length;
    if (this.#receivedBytes <= MAX_KEPT_BYTES) this.#received.push(bytes.slice());
  }

  #receive(byte: number): void {
    this.#buffer.push(byte);
    const command = this.#scanner.next(byte);
    if (command?.kind === 'status') this.#answer(Uint8Array.of(this.#statusByte(command.n)));
    if (command?.kind === 'clear') {
      this.#buffer = [];
      this.#bufferAt = 0;
      this.#program = this.#newProgram();
      this.#wait = this.#program.next().value;
      this.#wakeWriters();
      this.#answer(Uint8Array.of(0x37, 0x25, 0x00));
    }
  }

  #newProgram(): Generator<Wait, never, number> {
    return new Interpreter({
      widthDots: this.#paper.widthDots,
      row: (row) => {
        this.#paper.addRow(row);
        this.#countRow();
      },
      cut: () => this.#cut(),
      reportChanges: (mask) => {
        this.#reportMask = mask;
        this.#lastReport = '';
        this.#report();
      },
      answer: (bytes) => this.#answer(bytes),
      paperSensors: () => (this.#faults.has('paper_end') ? 0x0c : 0) | (this.#faults.has('paper_near_end') ? 0x03 : 0),
    }).run();
  }

  /** A knife that is stuck shows only when it is used. */
  #cut(): boolean {
    this.#jammed = this.#faults.has('cutter');
    if (this.#jammed) {
      this.#report();
      return false;
    }
    this.#pages.push(this.#paper.tearOff());
    if (this.#pages.length > MAX_KEPT_PAGES) this.#pages.shift();
    return true;
  }

  #countRow(): void {
    for (const event of this.#pending) event.rows -= 1;
    const due = this.#pending.filter(({ rows }) => rows <= 0);
    this.#pending = this.#pending.filter(({ rows }) => rows > 0);
    for (const event of due) this.inject(event.fault);
  }

  #stopped(): boolean {
    return this.#jammed || STOPPING.some((fault) => this.#faults.has(fault));
  }

  /** Prints what is in the receive buffer until it is empty, something stops the paper, or its speed asks to wait. */
  #print(): void {
    if (this.#timer !== null) return;
    const { speedMmPerSecond } = this.#options;
    const rowMs = speedMmPerSecond === undefined ? 0 : 1000 / (speedMmPerSecond * DOTS_PER_MM);
    this.#rowsDoneMs = Math.max(this.#rowsDoneMs, performance.now());
    while (!this.#stopped()) {
      if (this.#wait === 'row') {
        this.#rowsDoneMs += rowMs;
        if (this.#rowsDoneMs > performance.now() + TICK_MS) {
          this.#printLater();
          break;
        }
        this.#wait = this.#program.next(0).value;
      } else {
        const byte = this.#buffer[this.#bufferAt];
        if (byte === undefined) break;
        this.#bufferAt += 1;
        this.#wait = this.#program.next(byte).value;
      }
    }
    this.#dropConsumed();
  }

  #printLater(): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#wait === 'row' && !this.#stopped()) this.#wait = this.#program.next(0).value;
      this.#print();
    }, this.#rowsDoneMs - performance.now());
  }

  #dropConsumed(): void {
    if (this.#bufferAt === 0) return;
    this.#buffer = this.#buffer.slice(this.#bufferAt);
    this.#bufferAt = 0;
    this.#wakeWriters();
  }

  #wakeWriters(): void {
    for (const wake of this.#waitingForRoom.splice(0)) wake();
  }

  #answer(bytes: Uint8Array): void {
    if (this.#faults.has('silent')) return;
    for (const line of this.#lines) line.receive(bytes);
  }

  /** Automatic status back: four bytes, when asked for and changed. */
  #report(): void {
    if (this.#reportMask === 0 || this.#faults.has('silent')) return;
    const report = this.#automaticStatus();
    if (report.join() === this.#lastReport) return;
    this.#lastReport = report.join();
    this.#answer(report);
  }

  #automaticStatus(): Uint8Array {
    const bit = (fault: VirtualPrinterFault, value: number): number => (this.#faults.has(fault) ? value : 0);
    return Uint8Array.of(
      0x10 | (this.#stopped() ? 0x08 : 0) | bit('cover_open', 0x20),
      (this.#jammed ? 0x08 : 0) | bit('overheated', 0x40),
      bit('paper_near_end', 0x03) | bit('paper_end', 0x0c),
      0,
    );
  }

  /** The answer to DLE EOT n. */
  #statusByte(n: number): number {
    const bit = (fault: VirtualPrinterFault, value: number): number => (this.#faults.has(fault) ? value : 0);
    const error = this.#jammed || this.#faults.has('overheated');
    switch (n) {
      case 1:
        return 0x12 | (this.#stopped() ? 0x08 : 0);
      case 2:
        return 0x12 | bit('cover_open', 0x04) | bit('paper_end', 0x20) | (error ? 0x40 : 0);
      case 3:
        return 0x12 | (this.#jammed ? 0x08 : 0) | bit('overheated', 0x40);
      case 4:
        return 0x12 | bit('paper_near_end', 0x0c) | bit('paper_end', 0x60);
      default:
        return 0x12;
    }
  }
}

async function listening(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
