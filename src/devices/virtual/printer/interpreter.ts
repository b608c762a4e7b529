import { blacken, createBitmap, enlarged, stamp, type Bitmap } from '../../printer/layout/bitmap.ts';
import { qrModules } from '../../printer/layout/qr.ts';

/** What the interpreter waits for: the next byte, or leave to go on after a row came out. */
export type Wait = 'byte' | 'row';
type Step<T = void> = Generator<Wait, T, number>;

/** What the commands act on. */
export interface Mechanism {
  readonly widthDots: number;
  /** Prints one row and feeds it. */
  row(row: Uint8Array): void;
  /** False when the knife is stuck. */
  cut(): boolean;
  /** GS a: which changes to report by itself. */
  reportChanges(mask: number): void;
  /** GS r, GS I, GS ( H: answered in order, when reached. */
  answer(bytes: Uint8Array): void;
  paperSensors(): number;
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
const TEXT_TOP = 3;
const DOTS_24_BYTES = 3;

const model = (text: string): Uint8Array => Uint8Array.of(0x5f, ...Buffer.from(text, 'latin1'), 0);
const IDENTITY: Readonly<Record<number, Uint8Array>> = {
  1: Uint8Array.of(0x20),
  2: Uint8Array.of(0x02),
  3: Uint8Array.of(0x00),
  65: model('1.0'),
  66: model('RAHA'),
  67: model('VIRTUAL'),
  68: model('V0000001'),
};

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
  /** The line that waits for its feed; null while empty. */
  #line: { readonly canvas: Bitmap; x: number; heightDots: number } | null = null;
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
      case 0x61:
        this.#alignment = (yield 'byte') % 0x30;
        break;
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
        if (x < this.#areaDots) this.#pending().x = x;
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
      case 0x21:
      case 0x45:
      case 0x4d:
      case 0x74:
      case 0x52:
        yield 'byte';
        break;
      default:
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
      case 0x72:
        this.#mechanism.answer(Uint8Array.of((yield 'byte') % 0x30 === 1 ? this.#mechanism.paperSensors() : 0));
        break;
      case 0x49: {
        const known = IDENTITY[yield 'byte'];
        if (known !== undefined) this.#mechanism.answer(known);
        break;
      }
      case 0x21: {
        const size = yield 'byte';
        this.#characterScale = { x: ((size >> 4) & 7) + 1, y: (size & 7) + 1 };
        break;
      }
      default:
    }
  }

  /** FS p n m prints a picture of the printer's memory; this printer has none, and prints nothing, as real ones do. */
  *#fileSeparator(second: number): Step {
    if (second === 0x70) {
      yield 'byte';
      yield 'byte';
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

  /** Where something of a width starts, by ESC a, GS L and GS W. */
  #leftOf(widthDots: number): number {
    const slack = Math.max(0, this.#areaDots - widthDots);
    return this.#marginDots + (this.#alignment === 1 ? slack >> 1 : this.#alignment === 2 ? slack : 0);
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
    const [scaleX, scaleY] = [mode % 2 === 1 ? 2 : 1, mode >= 2 ? 2 : 1];
    for (let y = 0; y < heightDots; y += 1) {
      const data = yield* this.#bytes(widthBytes);
      if (this.#line !== null) continue;
      const row: Bitmap = { widthDots: widthBytes * 8, heightDots: 1, strideBytes: widthBytes, data };
      const wide = scaleX === 2 ? enlarged(row, 2) : row;
      const placed = createBitmap(this.#mechanism.widthDots, scaleY);
      for (let copy = 0; copy < scaleY; copy += 1) {
        stamp(placed, { ...wide, heightDots: 1 }, this.#leftOf(wide.widthDots), copy);
      }
      yield* this.#rows(placed);
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
        blacken(line.canvas, { left: line.x, top: y, right: line.x + stretch, bottom: y + 1 });
      }
      line.x += stretch;
    }
    line.heightDots = Math.max(line.heightDots, CELL.heightDots);
  }

  #pending(): { readonly canvas: Bitmap; x: number; heightDots: number } {
    this.#line ??= { canvas: createBitmap(this.#mechanism.widthDots, CELL.heightDots * 8), x: 0, heightDots: 0 };
    return this.#line;
  }

  /** A box stands for a character of the printer's own font, whose shape is not modelled. */
  #character(code: number): void {
    const line = this.#pending();
    const [width, height] = [CELL.widthDots * this.#characterScale.x, CELL.heightDots * this.#characterScale.y];
    if (code !== 0x20) {
      blacken(line.canvas, { left: line.x + 1, top: TEXT_TOP, right: line.x + width - 1, bottom: height - TEXT_TOP });
    }
    line.x += width;
    line.heightDots = Math.max(line.heightDots, height);
  }

  *#lineFeed(): Step {
    yield* this.#printLine(Math.max(this.#lineDots, this.#line?.heightDots ?? 0));
  }

  /** Prints the waiting line within a feed of so many dots. */
  *#printLine(feedDots: number): Step {
    const line = this.#line;
    this.#line = null;
    if (line === null) return yield* this.#feed(feedDots);
    const placed = createBitmap(this.#mechanism.widthDots, line.heightDots);
    stamp(placed, line.canvas, this.#leftOf(line.x), 0);
    yield* this.#rows(placed);
    yield* this.#feed(feedDots - line.heightDots);
  }

  *#cut(mode: number): Step {
    if (mode === 65 || mode === 66) yield* this.#printLine(this.#dotsOf(yield 'byte'));
    // A knife that is stuck stays here until it is freed.
    while (!this.#mechanism.cut()) yield 'row';
  }

  /** GS ( x: a length and as many bytes. */
  *#function(kind: number): Step {
    const length = yield* this.#word();
    const body = yield* this.#bytes(length);
    if (kind === 0x6b && body[0] === 0x31) yield* this.#qrFunction(body);
    if (kind === 0x48 && body[0] === 48) this.#mechanism.answer(Uint8Array.of(0x37, 0x22, ...body.subarray(2, 6), 0));
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
    const left = this.#leftOf(sizeDots);
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
