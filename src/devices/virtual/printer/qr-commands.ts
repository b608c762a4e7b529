import { blacken, createBitmap, type Bitmap } from '../../printer/layout/bitmap.ts';
import { qrModules } from '../../printer/layout/qr.ts';
import type { Carriage } from './carriage.ts';
import type { Step } from './mechanism.ts';

/** What the largest QR code with error correction M holds. */
const MAX_QR_BYTES = 2331;
const MAX_MODULE_DOTS = 16;
const DEFAULT_MODULE_DOTS = 3;

/** GS ( k, codes of kind 49: the printer makes them itself. */
export class QrCommands {
  readonly #carriage: Carriage;
  readonly #widthDots: number;
  #payload = '';
  #moduleDots = DEFAULT_MODULE_DOTS;

  constructor(widthDots: number, carriage: Carriage) {
    this.#widthDots = widthDots;
    this.#carriage = carriage;
  }

  *run(body: Uint8Array): Step {
    const [, number, value = 0] = body;
    if (number === 67) this.#moduleDots = Math.min(value, MAX_MODULE_DOTS);
    if (number === 80) this.#payload = Buffer.from(body.subarray(3)).toString('latin1');
    if (number === 81 && this.#payload !== '' && this.#payload.length <= MAX_QR_BYTES) yield* this.#carriage.rows(this.#picture());
  }

  #picture(): Bitmap {
    const modules = qrModules(this.#payload);
    const moduleDots = this.#moduleDots;
    const sizeDots = modules.length * moduleDots;
    const left = this.#carriage.leftOf(sizeDots, this.#carriage.x);
    this.#carriage.x = 0;
    const picture = createBitmap(this.#widthDots, sizeDots);
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
