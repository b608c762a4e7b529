import { Carriage, DEFAULT_LINE_DOTS, MAX_FEED_DOTS } from './carriage.ts';
import { GraphicsCommands } from './graphics-commands.ts';
import { confirmProcess, identify, maintenance, mark } from './in-order-answers.ts';
import { bytes, word, type Mechanism, type Step } from './mechanism.ts';
import { columns, numberedPictures, raster } from './picture-commands.ts';
import { QrCommands } from './qr-commands.ts';

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
  readonly #carriage: Carriage;
  readonly #graphics: GraphicsCommands;
  readonly #qr: QrCommands;

  constructor(mechanism: Mechanism) {
    this.#mechanism = mechanism;
    this.#carriage = new Carriage(mechanism);
    this.#graphics = new GraphicsCommands(mechanism, this.#carriage);
    this.#qr = new QrCommands(mechanism.widthDots, this.#carriage);
  }

  /** Runs for ever; driven with the bytes it waits for. */
  *run(): Step<never> {
    for (;;) yield* this.#command(yield 'byte');
  }

  *#command(first: number): Step {
    if (first === 0x1b) return yield* this.#escape(yield 'byte');
    if (first === 0x1d) return yield* this.#group(yield 'byte');
    if (first === 0x1c) return yield* numberedPictures(yield 'byte', this.#carriage, this.#mechanism);
    if (first === 0x10) return yield* realTime(yield 'byte');
    if (first === 0x0a) return yield* this.#carriage.lineFeed();
    if (first >= 0x20) this.#carriage.character(first);
  }

  *#escape(second: number): Step {
    const carriage = this.#carriage;
    switch (second) {
      case 0x40:
        carriage.reset();
        break;
      case 0x61:
        carriage.align((yield 'byte') % 0x30);
        break;
      case 0x4a:
        yield* carriage.printLine(carriage.dotsOf(yield 'byte'));
        break;
      case 0x64:
        yield* carriage.printLine(Math.min(MAX_FEED_DOTS, (yield 'byte') * carriage.lineDots));
        break;
      case 0x24:
        carriage.moveTo(yield* word());
        break;
      case 0x2a:
        yield* columns(carriage);
        break;
      case 0x32:
        carriage.lineDots = DEFAULT_LINE_DOTS;
        break;
      case 0x33:
        carriage.lineDots = carriage.dotsOf(yield 'byte');
        break;
      case 0x63:
        yield* bytes(2);
        break;
      case 0x70:
        yield* bytes(3);
        break;
      default:
        if (ESC_ONE_BYTE.has(second)) yield 'byte';
    }
  }

  *#group(second: number): Step {
    const carriage = this.#carriage;
    switch (second) {
      case 0x76:
        yield* raster(carriage, this.#mechanism);
        break;
      case 0x28:
        yield* this.#function(yield 'byte');
        break;
      case 0x50:
        yield 'byte';
        carriage.countIn(yield 'byte');
        break;
      case 0x4c:
        carriage.setMargin(yield* word());
        break;
      case 0x57:
        carriage.setArea(yield* word());
        break;
      case 0x56:
        yield* carriage.cut(yield 'byte');
        break;
      case 0x61:
        this.#mechanism.reportChanges(yield 'byte');
        break;
      case 0x72:
        yield* mark(this.#mechanism);
        break;
      case 0x49:
        yield* identify(this.#mechanism);
        break;
      case 0x67:
        yield* maintenance(this.#mechanism);
        break;
      case 0x38: {
        yield 'byte';
        const low = yield* word();
        yield* this.#graphics.run(yield* bytes(low + 65_536 * (yield* word())));
        break;
      }
      case 0x21:
        carriage.scaleCharacters(yield 'byte');
        break;
      default:
        if (GS_ONE_BYTE.has(second)) yield 'byte';
    }
  }

  /** GS ( x: a length and as many bytes. */
  *#function(kind: number): Step {
    const length = yield* word();
    const body = yield* bytes(length);
    if (kind === 0x6b && body[0] === 0x31) yield* this.#qr.run(body);
    if (kind === 0x4c) yield* this.#graphics.run(body);
    if (kind === 0x48) confirmProcess(body, this.#mechanism);
  }
}

/** How many bytes follow DLE EOT, DLE ENQ and the functions of DLE DC4. */
function* realTime(second: number): Step {
  if (second === 0x04 || second === 0x05) yield 'byte';
  else if (second === 0x14) {
    const rest = (yield 'byte') === 8 ? 7 : 2;
    for (let skipped = 0; skipped < rest; skipped += 1) yield 'byte';
  }
}
