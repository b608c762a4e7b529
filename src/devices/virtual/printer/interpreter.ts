import { blacken, createBitmap, enlarged, stamp, type Bitmap } from '../../printer/layout/bitmap.ts';
import { qrModules } from '../../printer/layout/qr.ts';
import { drawCharacter } from './rom-font.ts';
import { fromColumns, type StoredPictureMemory } from './stored-pictures.ts';

/** What the interpreter waits for: the next byte, or leave to go on after a row came out. */
export type Wait = 'byte' | 'row';
type Step<T = void> = Generator<Wait, T, number>;

/** Where clones differ from what the manuals say, or printers from one another. */
export type Quirk =
  | 'ignores_position'
  | 'ignores_alignment'
  | 'no_process_id'
  | 'no_marks'
  | 'no_identity'
  | 'no_counters'
  | 'no_stored_pictures'
  /** Prints a picture only when its command is complete. */
  | 'whole_commands';

/** What the commands act on. */
export interface Mechanism {
  readonly widthDots: number;
  readonly serialNumber: string;
  readonly stored: StoredPictureMemory;
  readonly quirks: ReadonlySet<Quirk>;
  /** Prints one row and feeds it. */
  row(row: Uint8Array): void;
  /** From the head to the knife. */
  readonly knifeDots: number;
  /** False when the knife is stuck. */
  cut(): boolean;
  /** GS a: which changes to report by itself. */
  reportChanges(mask: number): void;
  /** GS r, GS I, GS ( H: answered in order, when reached. */
  answer(bytes: Uint8Array): void;
  paperSensors(): number;
  /** GS g 2: a maintenance counter by its number; null for one this printer doesn't have. */
  counter(number: number): number | null;
}

const DOTS_PER_INCH = 203;
/**
 * The vertical unit before GS P: 1/406 inch, as Epson's printers count half dots. A job that forgets GS P comes out
 * half as long, here as there.
 */
const DEFAULT_UNITS_PER_INCH = 406;
const DEFAULT_LINE_DOTS = 34;
/** One metre, as Epson's printers limit a single feed. */
const MAX_FEED_DOTS = 8000;
/** What the largest QR code with error correction M holds. */
const MAX_QR_BYTES = 2331;
const MAX_QR_MODULE_DOTS = 16;
const CELL = { widthDots: 12, heightDots: 24 } as const;
/** FS q: the largest picture is 1023 by 288 bytes; ours are far below. */
const MAX_STORED_BYTES = 288;
const DOTS_24_BYTES = 3;

const textBlock = (text: string): Uint8Array => Uint8Array.of(0x5f, ...Buffer.from(text, 'latin1'), 0);
/** Answers to GS I but for the serial number. */
const IDENTITY: Readonly<Record<number, Uint8Array>> = {
  1: Uint8Array.of(0x20),
  2: Uint8Array.of(0x02),
  3: Uint8Array.of(0x00),
  65: textBlock('1.0'),
  66: textBlock('RAHA'),
  67: textBlock('VIRTUAL'),
};
const SERIAL_NUMBER = 68;
/** Names of stored pictures in one answer; the host must ask for more. */
const KEYS_PER_ANSWER = 40;
const ACK = 0x06;
/** Commands of one parameter byte without a picture here. */
const ESC_ONE_BYTE: ReadonlySet<number> = new Set([
  0x20, 0x21, 0x2d, 0x3d, 0x45, 0x47, 0x4d, 0x52, 0x56, 0x72, 0x74, 0x7b,
]);
const GS_ONE_BYTE: ReadonlySet<number> = new Set([0x42, 0x48, 0x62, 0x66, 0x68, 0x77]);

/**
 * Reads ESC/POS as a printer does, byte by byte, and prints. Written from Epson's command descriptions, apart from our
 * encoder, so that the two check each other. Real-time commands are acted on elsewhere and skipped here.
 */
export class Interpreter {
  readonly #mechanism: Mechanism;
  #alignment = 0;
  #marginDots = 0;
  #areaDots: number;
  #unitsPerInch = DEFAULT_UNITS_PER_INCH;
  #lineDots = DEFAULT_LINE_DOTS;
  #characterScale: { readonly x: number; readonly y: number } = { x: 1, y: 1 };
  /** Where the next picture or character starts (ESC $). */
  #x = 0;
  /** The line that waits for its feed; null while empty. */
  #line: { readonly canvas: Bitmap; heightDots: number } | null = null;
  #graphics: Bitmap | null = null;
  #qr = { payload: '', moduleDots: 3 };

  constructor(mechanism: Mechanism) {
    this.#mechanism = mechanism;
    this.#areaDots = mechanism.widthDots;
  }

  /** Runs for ever; driven with the bytes it waits for. */
  *run(): Step<never> {
    for (;;) yield* this.#command(yield 'byte');
  }

  *#command(first: number): Step {
    if (first === 0x1b) return yield* this.#escape(yield 'byte');
    if (first === 0x1d) return yield* this.#group(yield 'byte');
    if (first === 0x1c) return yield* this.#fileSeparator(yield 'byte');
    if (first === 0x10) return yield* this.#realTime(yield 'byte');
    if (first === 0x0a) return yield* this.#lineFeed();
    if (first >= 0x20) this.#character(first);
  }

  *#escape(second: number): Step {
    switch (second) {
      case 0x40:
        this.#reset();
        break;
      case 0x61: {
        const side = (yield 'byte') % 0x30;
        if (!this.#mechanism.quirks.has('ignores_alignment')) this.#alignment = side;
        break;
      }
      case 0x4a:
        yield* this.#printLine(this.#dotsOf(yield 'byte'));
        break;
      case 0x64: {
        const lines = yield 'byte';
        yield* this.#printLine(Math.min(MAX_FEED_DOTS, lines * this.#lineDots));
        break;
      }
      case 0x24: {
        const x = yield* this.#word();
        if (x < this.#areaDots && !this.#mechanism.quirks.has('ignores_position')) this.#x = x;
        break;
      }
      case 0x2a:
        yield* this.#columns();
        break;
      case 0x32:
        this.#lineDots = DEFAULT_LINE_DOTS;
        break;
      case 0x33:
        this.#lineDots = this.#dotsOf(yield 'byte');
        break;
      case 0x63:
        yield* this.#bytes(2);
        break;
      case 0x70:
        yield* this.#bytes(3);
        break;
      default:
        if (ESC_ONE_BYTE.has(second)) yield 'byte';
    }
  }

  *#group(second: number): Step {
    switch (second) {
      case 0x76:
        yield* this.#raster();
        break;
      case 0x28:
        yield* this.#function(yield 'byte');
        break;
      case 0x50: {
        yield 'byte';
        const vertical = yield 'byte';
        this.#unitsPerInch = vertical === 0 ? DEFAULT_UNITS_PER_INCH : vertical;
        break;
      }
      case 0x4c:
        this.#marginDots = yield* this.#word();
        this.#areaDots = Math.min(this.#areaDots, this.#mechanism.widthDots - this.#marginDots);
        break;
      case 0x57:
        this.#areaDots = Math.min(yield* this.#word(), this.#mechanism.widthDots - this.#marginDots);
        break;
      case 0x56:
        yield* this.#cut(yield 'byte');
        break;
      case 0x61:
        this.#mechanism.reportChanges(yield 'byte');
        break;
      case 0x72: {
        const what = (yield 'byte') % 0x30;
        if (this.#mechanism.quirks.has('no_marks')) break;
        this.#mechanism.answer(Uint8Array.of(what === 1 ? this.#mechanism.paperSensors() : 0));
        break;
      }
      case 0x49:
        this.#identify(yield 'byte');
        break;
      case 0x67: {
        const isQuestion = (yield 'byte') === 0x32;
        yield 'byte';
        const count = this.#mechanism.counter(yield* this.#word());
        if (isQuestion && count !== null && !this.#mechanism.quirks.has('no_counters')) this.#mechanism.answer(textBlock(String(count)));
        break;
      }
      case 0x38: {
        yield 'byte';
        const low = yield* this.#word();
        yield* this.#graphicsFunction(yield* this.#bytes(low + 65_536 * (yield* this.#word())));
        break;
      }
      case 0x21: {
        const size = yield 'byte';
        this.#characterScale = { x: ((size >> 4) & 7) + 1, y: (size & 7) + 1 };
        break;
      }
      default:
        if (GS_ONE_BYTE.has(second)) yield 'byte';
    }
  }

  #identify(what: number): void {
    const { quirks, serialNumber } = this.#mechanism;
    const known = what === SERIAL_NUMBER ? textBlock(serialNumber) : IDENTITY[what];
    if (known !== undefined && !quirks.has('no_identity')) this.#mechanism.answer(known);
  }

  /** FS p n m prints a numbered picture, and nothing when there is none, as real printers do. FS q stores them. */
  *#fileSeparator(second: number): Step {
    if (second === 0x70) {
      const picture = this.#mechanism.stored.numbered(yield 'byte');
      const mode = (yield 'byte') % 0x30;
      if (picture !== null) yield* this.#picture(picture, mode % 2 === 1 ? 2 : 1, mode >= 2 ? 2 : 1);
    } else if (second === 0x71) {
      const pictures: Bitmap[] = [];
      const count = yield 'byte';
      for (let index = 0; index < count; index += 1) {
        const widthBytes = Math.min(MAX_STORED_BYTES, yield* this.#word());
        const heightBytes = Math.min(MAX_STORED_BYTES, yield* this.#word());
        const data = yield* this.#bytes(widthBytes * 8 * heightBytes);
        pictures.push(fromColumns(data, widthBytes * 8, heightBytes));
      }
      this.#mechanism.stored.replaceNumbered(pictures);
    }
  }

  /** How many bytes follow DLE EOT, DLE ENQ and the functions of DLE DC4. */
  *#realTime(second: number): Step {
    if (second === 0x04 || second === 0x05) yield 'byte';
    else if (second === 0x14) {
      const rest = (yield 'byte') === 8 ? 7 : 2;
      for (let skipped = 0; skipped < rest; skipped += 1) yield 'byte';
    }
  }

  #reset(): void {
    this.#alignment = 0;
    this.#marginDots = 0;
    this.#areaDots = this.#mechanism.widthDots;
    this.#unitsPerInch = DEFAULT_UNITS_PER_INCH;
    this.#lineDots = DEFAULT_LINE_DOTS;
    this.#characterScale = { x: 1, y: 1 };
    this.#line = null;
    this.#x = 0;
    this.#mechanism.reportChanges(0);
  }

  *#word(): Step<number> {
    const low = yield 'byte';
    return low + 256 * (yield 'byte');
  }

  *#bytes(count: number): Step<Uint8Array> {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 1) bytes[at] = yield 'byte';
    return bytes;
  }

  #dotsOf(units: number): number {
    return Math.min(MAX_FEED_DOTS, Math.round((units * DOTS_PER_INCH) / this.#unitsPerInch));
  }

  /** Where something of a width starts, by ESC $, ESC a, GS L and GS W. */
  #leftOf(widthDots: number, fromDots: number): number {
    const slack = Math.max(0, this.#areaDots - fromDots - widthDots);
    return this.#marginDots + fromDots + (this.#alignment === 1 ? slack >> 1 : this.#alignment === 2 ? slack : 0);
  }

  /** Prints a picture at the place reached; read and not printed while a line waits. */
  *#picture(picture: Bitmap, timesWide: number, timesHigh: number): Step {
    if (this.#line !== null) return;
    const left = this.#leftOf(picture.widthDots * timesWide, this.#x);
    this.#x = 0;
    for (let y = 0; y < picture.heightDots; y += 1) {
      const data = picture.data.subarray(y * picture.strideBytes, (y + 1) * picture.strideBytes);
      yield* this.#pictureRow({ ...picture, heightDots: 1, data }, left, timesWide, timesHigh);
    }
  }

  *#pictureRow(row: Bitmap, left: number, timesWide: number, timesHigh: number): Step {
    const wide = timesWide === 2 ? enlarged(row, 2) : row;
    const placed = createBitmap(this.#mechanism.widthDots, timesHigh);
    for (let copy = 0; copy < timesHigh; copy += 1) stamp(placed, { ...wide, heightDots: 1 }, left, copy);
    yield* this.#rows(placed);
  }

  *#rows(picture: Bitmap): Step {
    for (let y = 0; y < picture.heightDots; y += 1) {
      this.#mechanism.row(picture.data.subarray(y * picture.strideBytes, (y + 1) * picture.strideBytes));
      yield 'row';
    }
  }

  *#feed(dots: number): Step {
    const { data } = createBitmap(this.#mechanism.widthDots, 1);
    for (let fed = 0; fed < dots; fed += 1) {
      this.#mechanism.row(data);
      yield 'row';
    }
  }

  /** GS v 0: each row is printed as soon as it is complete. Ignored, but read, while a line waits. */
  *#raster(): Step {
    yield 'byte';
    const mode = (yield 'byte') % 0x30;
    const widthBytes = yield* this.#word();
    const heightDots = yield* this.#word();
    const [timesWide, timesHigh] = [mode % 2 === 1 ? 2 : 1, mode >= 2 ? 2 : 1];
    const rowOf = (data: Uint8Array, rows: number): Bitmap => ({
      widthDots: widthBytes * 8,
      heightDots: rows,
      strideBytes: widthBytes,
      data,
    });
    if (this.#mechanism.quirks.has('whole_commands')) {
      const data = yield* this.#bytes(widthBytes * heightDots);
      return yield* this.#picture(rowOf(data, heightDots), timesWide, timesHigh);
    }
    const left = this.#leftOf(widthBytes * 8 * timesWide, this.#x);
    const isIgnored = this.#line !== null;
    if (!isIgnored) this.#x = 0;
    for (let y = 0; y < heightDots; y += 1) {
      const row = rowOf(yield* this.#bytes(widthBytes), 1);
      if (!isIgnored) yield* this.#pictureRow(row, left, timesWide, timesHigh);
    }
  }

  /** ESC *: columns of 8 or 24 dots, into the waiting line. */
  *#columns(): Step {
    const mode = yield 'byte';
    const count = yield* this.#word();
    const line = this.#pending();
    const bytesPerColumn = mode >= 32 ? DOTS_24_BYTES : 1;
    const stretch = mode === 0 || mode === 32 ? 2 : 1;
    for (let column = 0; column < count; column += 1) {
      const bits = yield* this.#bytes(bytesPerColumn);
      for (let y = 0; y < bytesPerColumn * 8; y += 1) {
        if (((bits[y >> 3] ?? 0) & (0x80 >> (y & 7))) === 0) continue;
        blacken(line.canvas, { left: this.#x, top: y, right: this.#x + stretch, bottom: y + 1 });
      }
      this.#x += stretch;
    }
    line.heightDots = Math.max(line.heightDots, CELL.heightDots);
  }

  #pending(): { readonly canvas: Bitmap; heightDots: number } {
    this.#line ??= { canvas: createBitmap(this.#mechanism.widthDots, CELL.heightDots * 8), heightDots: 0 };
    return this.#line;
  }

  /** A character of the printer's own font. */
  #character(code: number): void {
    const line = this.#pending();
    const { x: timesWide, y: timesHigh } = this.#characterScale;
    drawCharacter(line.canvas, code, this.#x, 0, timesWide, timesHigh);
    this.#x += CELL.widthDots * timesWide;
    line.heightDots = Math.max(line.heightDots, CELL.heightDots * timesHigh);
  }

  *#lineFeed(): Step {
    yield* this.#printLine(Math.max(this.#lineDots, this.#line?.heightDots ?? 0));
  }

  /** Prints the waiting line within a feed of so many dots. */
  *#printLine(feedDots: number): Step {
    const line = this.#line;
    const lengthDots = this.#x;
    this.#line = null;
    this.#x = 0;
    if (line === null) return yield* this.#feed(feedDots);
    const placed = createBitmap(this.#mechanism.widthDots, line.heightDots);
    stamp(placed, line.canvas, this.#leftOf(lengthDots, 0), 0);
    yield* this.#rows(placed);
    yield* this.#feed(feedDots - line.heightDots);
  }

  *#cut(mode: number): Step {
    if (mode === 65 || mode === 66) {
      yield* this.#printLine(this.#dotsOf(yield 'byte'));
      yield* this.#feed(this.#mechanism.knifeDots);
    }
    // A knife that is stuck stays here until it is freed.
    while (!this.#mechanism.cut()) yield 'row';
  }

  /** GS ( x: a length and as many bytes. */
  *#function(kind: number): Step {
    const length = yield* this.#word();
    const body = yield* this.#bytes(length);
    if (kind === 0x6b && body[0] === 0x31) yield* this.#qrFunction(body);
    if (kind === 0x4c) yield* this.#graphicsFunction(body);
    if (kind === 0x48 && body[0] === 48 && !this.#mechanism.quirks.has('no_process_id')) {
      this.#mechanism.answer(Uint8Array.of(0x37, 0x22, ...body.subarray(2, 6), 0));
    }
  }

  /** GS ( L and GS 8 L: pictures by name in memory, and pictures sent first and printed later. */
  *#graphicsFunction(body: Uint8Array): Step {
    const { quirks, stored } = this.#mechanism;
    const [area, number = 0, third = 0, fourth = 0, fifth = 0] = body;
    if (area !== 48 || quirks.has('no_stored_pictures')) return;
    switch (number) {
      case 2:
      case 50: {
        const picture = this.#graphics;
        this.#graphics = null;
        if (picture !== null) yield* this.#picture(picture, 1, 1);
        break;
      }
      case 64:
        if (third === 0x4b && fourth === 0x43) yield* this.#listKeys(stored.keys);
        break;
      case 65:
        if (third === 0x43 && fourth === 0x4c && fifth === 0x52) stored.forgetAll();
        break;
      case 66:
        stored.forget(String.fromCharCode(third, fourth));
        break;
      case 67: {
        const [widthLow = 0, widthHigh = 0, heightLow = 0, heightHigh = 0] = body.subarray(6);
        const picture = rasterOf(body.subarray(11), widthLow + 256 * widthHigh, heightLow + 256 * heightHigh);
        if (picture !== null) stored.store(String.fromCharCode(fourth, fifth), picture);
        break;
      }
      case 69: {
        const picture = stored.named(String.fromCharCode(third, fourth));
        if (picture !== null) yield* this.#picture(picture, fifth, body[5] ?? 1);
        break;
      }
      case 112: {
        const [widthLow = 0, widthHigh = 0, heightLow = 0, heightHigh = 0] = body.subarray(6);
        this.#graphics = rasterOf(body.subarray(10), widthLow + 256 * widthHigh, heightLow + 256 * heightHigh);
        break;
      }
      default:
    }
  }

  /** Forty names at a time; after each answer but the last the host says ACK. */
  *#listKeys(keys: readonly string[]): Step {
    for (let at = 0; at === 0 || at < keys.length; at += KEYS_PER_ANSWER) {
      const hasMore = at + KEYS_PER_ANSWER < keys.length;
      const names = Buffer.from(keys.slice(at, at + KEYS_PER_ANSWER).join(''), 'latin1');
      this.#mechanism.answer(Uint8Array.of(0x37, 0x72, hasMore ? 0x41 : 0x40, ...names, 0));
      if (hasMore && (yield 'byte') !== ACK) return;
    }
  }

  *#qrFunction(body: Uint8Array): Step {
    const [, number, value = 0] = body;
    if (number === 67) this.#qr.moduleDots = Math.min(value, MAX_QR_MODULE_DOTS);
    if (number === 80) this.#qr.payload = Buffer.from(body.subarray(3)).toString('latin1');
    if (number === 81 && this.#qr.payload !== '' && this.#qr.payload.length <= MAX_QR_BYTES) yield* this.#rows(this.#qrPicture());
  }

  #qrPicture(): Bitmap {
    const { payload, moduleDots } = this.#qr;
    const modules = qrModules(payload);
    const sizeDots = modules.length * moduleDots;
    const left = this.#leftOf(sizeDots, this.#x);
    this.#x = 0;
    const picture = createBitmap(this.#mechanism.widthDots, sizeDots);
    for (const [row, cells] of modules.entries()) {
      for (const [column, dark] of cells.entries()) {
        if (!dark) continue;
        const [x, y] = [left + column * moduleDots, row * moduleDots];
        blacken(picture, { left: x, top: y, right: x + moduleDots, bottom: y + moduleDots });
      }
    }
    return picture;
  }
}

/** A picture row by row, or null when bytes and size don't agree. */
function rasterOf(data: Uint8Array, widthDots: number, heightDots: number): Bitmap | null {
  const strideBytes = (widthDots + 7) >> 3;
  return data.length === strideBytes * heightDots ? { widthDots, heightDots, strideBytes, data } : null;
}
