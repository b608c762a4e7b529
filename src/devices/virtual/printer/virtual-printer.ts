import { setTimeout as sleep } from 'node:timers/promises';
import { ok, fault, type Result } from '../../../domain/result.ts';
import type { Bitmap } from '../../printer/layout/bitmap.ts';
import type { PaperWidth } from '../../printer/layout/style.ts';
import type { Transport } from '../../printer/transport/transport.ts';
import { Counters } from './counters.ts';
import { Ear } from './ear.ts';
import {
  automaticStatus,
  AWAY,
  isAny,
  isStopped,
  MUTE,
  realTimeStatus,
  type Condition,
  type VirtualPrinterFault,
} from './faults.ts';
import { Interpreter } from './interpreter.ts';
import { memoryLine, serialDoor, tcpDoor, type Line, type LineEnd, type OpenDoor } from './lines.ts';
import type { Quirk, Wait } from './mechanism.ts';
import { Paper } from './paper.ts';
import { PrintProgress, type PrintPoint } from './print-progress.ts';
import { RealTimeScanner } from './real-time.ts';
import { StoredPictureMemory } from './stored-pictures.ts';

export type { VirtualPrinterFault } from './faults.ts';

/** Where this printer differs from a good one. */
export type VirtualPrinterQuirk =
  | Quirk
  | 'no_automatic_status'
  | 'no_clear'
  | 'no_real_time'
  /** Answers marks and process ids as soon as it has received them, printed or not. */
  | 'answers_early';

export interface VirtualPrinterOptions {
  readonly widthDots?: PaperWidth;
  /** Beyond it the printer takes no bytes until it has printed some. */
  readonly receiveBufferBytes?: number;
  /** How fast the paper moves; without it everything is printed at once. */
  readonly speedMmPerSecond?: number;
  /** Speed of the line to it, ten bits a byte; without it bytes are there at once. */
  readonly baud?: number;
  /** A full buffer takes nothing more, as with DTR or a TCP window; `xon_xoff` says so too, among its answers. */
  readonly flowControl?: 'hold' | 'xon_xoff';
  /** From the head to the knife: so much white is fed before a cut and is on top of the next page. */
  readonly knifeDots?: number;
  readonly serialNumber?: string;
  readonly quirks?: readonly VirtualPrinterQuirk[];
}

const DEFAULT_RECEIVE_BYTES = 65_536;
const MAX_KEPT_BYTES = 1_048_576;
const MAX_KEPT_PAGES = 20;
const DOTS_PER_MM = 8;
const TICK_MS = 5;
const BITS_PER_BYTE = 10;
const [XON, XOFF] = [0x11, 0x13];
/** As Epson's TM-T88III: busy with so many bytes free, ready again with so many. */
const XOFF_FREE_BYTES = 128;
const XON_FREE_BYTES = 256;

/**
 * A printer without hardware: takes the exact bytes a real one would, makes the paper as a picture, answers as Epson's
 * printers do, and can run out of paper at any row. Keeps everything in memory.
 */
export class VirtualPrinter {
  readonly #options: VirtualPrinterOptions;
  readonly #quirks: ReadonlySet<VirtualPrinterQuirk>;
  readonly #paper: Paper;
  readonly #pages: Bitmap[] = [];
  readonly #faults = new Set<VirtualPrinterFault>();
  readonly #lines = new Set<Line>();
  readonly #stored = new StoredPictureMemory();
  readonly #counters = new Counters();
  readonly #end: LineEnd;
  #scanner = new RealTimeScanner();
  readonly #progress = new PrintProgress();
  #pending: { readonly fault: VirtualPrinterFault; rows: number }[] = [];
  #waitingForRoom: (() => void)[] = [];
  #received: Uint8Array[] = [];
  #receivedBytes = 0;
  #buffer: number[] = [];
  #bufferAt = 0;
  /** Reads along with what is received, for a printer that answers early. */
  #ear: Ear | null;
  #program: Generator<Wait, never, number>;
  #wait: Wait;
  #reportMask = 0;
  #lastReport = '';
  /** When the rows printed so far would have come out, on the clock of `performance.now`. */
  #rowsDoneMs = 0;
  /** When the bytes taken so far have come over the line. */
  #bytesDoneMs = 0;
  #isHeld = false;
  #isJammed = false;
  /** What a row brings about may ask to print on; the loop that printed the row does so. */
  #isPrinting = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: VirtualPrinterOptions = {}) {
    this.#options = options;
    this.#quirks = new Set(options.quirks);
    this.#paper = new Paper(options.widthDots ?? 576);
    this.#program = this.#newProgram();
    this.#wait = this.#program.next().value;
    this.#ear = this.#newEar();
    this.#end = {
      isAway: () => isAny(this.#faults, AWAY),
      attach: (line) => this.#lines.add(line),
      detach: (line) => {
        this.#lines.delete(line);
        this.#wakeWriters();
      },
      take: (bytes, isWanted) => this.#take(bytes, isWanted),
    };
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

  /** Names of the pictures in its memory, two characters each. */
  get storedKeys(): readonly string[] {
    return this.#stored.keys;
  }

  /** Takes pages, strip and received bytes away. */
  forget(): void {
    this.#pages.length = 0;
    this.#received = [];
    this.#receivedBytes = 0;
    this.#paper.tearOff();
    this.#progress.startOver();
  }

  /** Makes something happen, now or when so many more rows have come out. */
  inject(fault: VirtualPrinterFault, { afterRows = 0 }: { readonly afterRows?: number } = {}): void {
    if (afterRows > 0) {
      this.#pending.push({ fault, rows: afterRows });
      return;
    }
    this.#faults.add(fault);
    if (fault === 'power_cut') this.#loseEverything();
    if (AWAY.includes(fault)) for (const line of this.#lines) line.cut();
    this.#report();
  }

  /** Calls once, when a receipt gets to this point. Returns the way to stop waiting. */
  whenAt(point: PrintPoint, reached: () => void): () => void {
    return this.#progress.whenAt(point, reached);
  }

  /** Ends one fault, or all and those still to come; the printer goes on where it stopped, as real ones do. */
  restore(fault?: VirtualPrinterFault): void {
    if (fault === undefined) {
      this.#faults.clear();
      this.#pending = [];
    } else this.#faults.delete(fault);
    this.#isJammed &&= this.#faults.has('cutter');
    this.#report();
    this.#wakeWriters();
    this.#print();
  }

  /** A line to this printer within the process. */
  connect(): Promise<Result<Transport, 'unreachable'>> {
    return Promise.resolve(this.#end.isAway() ? fault('unreachable') : ok(memoryLine(this.#end)));
  }

  /** Listens as a network printer does (raw TCP), on loopback; port 0 takes a free one. */
  startTcp(port = 0): Promise<OpenDoor> {
    return tcpDoor(this.#end, port);
  }

  /** Makes a serial port of this printer at `path`; needs socat. */
  startSerial(path: string): Promise<OpenDoor> {
    return serialDoor(this.#end, path);
  }

  get #condition(): Condition {
    return { faults: this.#faults, isJammed: this.#isJammed };
  }

  /** Takes bytes into the receive buffer as line and room allow. */
  async #take(bytes: Uint8Array, isWanted: () => boolean): Promise<void> {
    const { baud, receiveBufferBytes = DEFAULT_RECEIVE_BYTES } = this.#options;
    let at = 0;
    while (at < bytes.length && isWanted()) {
      const room = receiveBufferBytes - (this.#buffer.length - this.#bufferAt);
      if (room <= 0 || this.#faults.has('stalled')) {
        await new Promise<void>((resolve) => this.#waitingForRoom.push(resolve));
        continue;
      }
      const part = bytes.subarray(at, at + (baud === undefined ? bytes.length : bytesIn(TICK_MS, baud)));
      if (baud !== undefined) await this.#overTheLine(part.length, baud);
      const taken = part.subarray(0, room);
      at += taken.length;
      if (this.#end.isAway()) continue;
      this.#keep(taken);
      for (const byte of taken) this.#receive(byte);
      this.#hold(receiveBufferBytes);
      this.#print();
    }
  }

  async #overTheLine(bytes: number, baud: number): Promise<void> {
    this.#bytesDoneMs = Math.max(this.#bytesDoneMs, performance.now()) + (bytes * BITS_PER_BYTE * 1000) / baud;
    const aheadMs = this.#bytesDoneMs - performance.now();
    if (aheadMs > 1) await sleep(aheadMs);
  }

  /** XOFF and XON as the buffer fills and empties. */
  #hold(capacity: number): void {
    if (this.#options.flowControl !== 'xon_xoff') return;
    const free = capacity - (this.#buffer.length - this.#bufferAt);
    if (!this.#isHeld && free < XOFF_FREE_BYTES) this.#answer(Uint8Array.of(XOFF));
    if (this.#isHeld && free > XON_FREE_BYTES) this.#answer(Uint8Array.of(XON));
    this.#isHeld = this.#isHeld ? free <= XON_FREE_BYTES : free < XOFF_FREE_BYTES;
  }

  #keep(bytes: Uint8Array): void {
    this.#receivedBytes += bytes.length;
    if (this.#receivedBytes <= MAX_KEPT_BYTES) this.#received.push(bytes.slice());
  }

  #receive(byte: number): void {
    this.#buffer.push(byte);
    this.#ear?.hear(byte);
    const command = this.#scanner.next(byte);
    if (command?.kind === 'status' && !this.#quirks.has('no_real_time')) {
      this.#answer(Uint8Array.of(realTimeStatus(this.#condition, command.n)));
    }
    if (command?.kind === 'clear' && !this.#quirks.has('no_clear')) {
      this.#startOver();
      this.#answer(Uint8Array.of(0x37, 0x25, 0x00));
    }
  }

  /** Forgets what was received and not printed. */
  #startOver(): void {
    this.#buffer = [];
    this.#bufferAt = 0;
    this.#program = this.#newProgram();
    this.#wait = this.#program.next().value;
    this.#ear = this.#newEar();
    this.#wakeWriters();
  }

  #loseEverything(): void {
    this.#startOver();
    this.#scanner = new RealTimeScanner();
    this.#reportMask = 0;
    this.#isJammed = false;
  }

  #newProgram(): Generator<Wait, never, number> {
    const { knifeDots = 0, serialNumber = 'V0000001' } = this.#options;
    return new Interpreter({
      widthDots: this.#paper.widthDots,
      knifeDots,
      serialNumber,
      stored: this.#stored,
      quirks: this.#quirksInside(),
      row: (row) => {
        this.#paper.addRow(row);
        this.#counters.addRow(row);
        this.#countRow();
        this.#progress.add(row);
      },
      cut: () => this.#cut(knifeDots),
      reportChanges: (mask) => {
        this.#reportMask = this.#quirks.has('no_automatic_status') ? 0 : mask;
        this.#lastReport = '';
        this.#report();
      },
      answer: (bytes) => this.#answer(bytes),
      paperSensors: () => (this.#faults.has('paper_end') ? 0x0c : 0) | (this.#faults.has('paper_near_end') ? 0x03 : 0),
      counter: (number) => this.#counters.of(number),
    }).run();
  }

  /** Quirks of how it reads commands. */
  #quirksInside(): Set<Quirk> {
    const quirks = new Set([...this.#quirks].filter((quirk): quirk is Quirk => !OUTSIDE.has(quirk)));
    return this.#quirks.has('answers_early') ? quirks.add('no_marks').add('no_process_id') : quirks;
  }

  #newEar(): Ear | null {
    if (!this.#quirks.has('answers_early')) return null;
    const lacking = (['no_marks', 'no_process_id'] as const).filter((quirk) => this.#quirks.has(quirk));
    return new Ear(this.#paper.widthDots, lacking, (bytes) => this.#answer(bytes));
  }

  /** A knife that is stuck shows only when it is used. */
  #cut(knifeDots: number): boolean {
    this.#isJammed = this.#faults.has('cutter');
    if (this.#isJammed) {
      this.#report();
      return false;
    }
    this.#counters.addCut();
    this.#pages.push(this.#paper.tearOff(knifeDots));
    this.#progress.startOver();
    if (this.#pages.length > MAX_KEPT_PAGES) this.#pages.shift();
    return true;
  }

  #countRow(): void {
    for (const event of this.#pending) event.rows -= 1;
    const due = this.#pending.filter(({ rows }) => rows <= 0);
    this.#pending = this.#pending.filter(({ rows }) => rows > 0);
    for (const event of due) this.inject(event.fault);
  }

  /** Prints what is in the receive buffer until it is empty, something stops the paper, or its speed asks to wait. */
  #print(isRowDue = false): void {
    if (this.#timer !== null || this.#isPrinting) return;
    this.#isPrinting = true;
    if (isRowDue && this.#wait === 'row' && !isStopped(this.#condition)) this.#step(0);
    this.#printOn();
    this.#isPrinting = false;
  }

  #printOn(): void {
    const { receiveBufferBytes = DEFAULT_RECEIVE_BYTES, speedMmPerSecond } = this.#options;
    const rowMs = speedMmPerSecond === undefined ? 0 : 1000 / (speedMmPerSecond * DOTS_PER_MM);
    this.#rowsDoneMs = Math.max(this.#rowsDoneMs, performance.now());
    while (!isStopped(this.#condition)) {
      if (this.#wait === 'row') {
        this.#rowsDoneMs += rowMs;
        if (this.#rowsDoneMs > performance.now() + TICK_MS) {
          this.#printLater();
          break;
        }
        this.#step(0);
      } else {
        const byte = this.#buffer[this.#bufferAt];
        if (byte === undefined) break;
        this.#bufferAt += 1;
        this.#step(byte);
      }
    }
    this.#dropConsumed();
    this.#hold(receiveBufferBytes);
  }

  /** Goes on with the program, unless it was started over by what the last step did. */
  #step(byte: number): void {
    const program = this.#program;
    const { value } = program.next(byte);
    if (program === this.#program) this.#wait = value;
  }

  #printLater(): void {
    // A busy machine may have let the time pass meanwhile.
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#print(true);
    }, Math.max(0, this.#rowsDoneMs - performance.now()));
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
    if (isAny(this.#faults, MUTE)) return;
    for (const line of this.#lines) line.send(bytes);
  }

  /** Automatic status back: four bytes, when asked for and changed. */
  #report(): void {
    if (this.#reportMask === 0 || isAny(this.#faults, MUTE)) return;
    const report = automaticStatus(this.#condition);
    if (report.join() === this.#lastReport) return;
    this.#lastReport = report.join();
    this.#answer(report);
  }
}

/** Quirks of the printer, not of how it reads commands. */
const OUTSIDE: ReadonlySet<VirtualPrinterQuirk> = new Set([
  'no_automatic_status',
  'no_clear',
  'no_real_time',
  'answers_early',
]);

const bytesIn = (milliseconds: number, baud: number): number =>
  Math.max(1, Math.floor((milliseconds * baud) / BITS_PER_BYTE / 1000));
