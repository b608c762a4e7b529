import type { Bitmap } from '../../printer/layout/bitmap.ts';
import type { Carriage } from './carriage.ts';
import type { Mechanism, Step } from './mechanism.ts';

/** Names of stored pictures in one answer; the host must ask for more. */
const KEYS_PER_ANSWER = 40;
const ACK = 0x06;

/** GS ( L and GS 8 L: pictures by name in memory, and pictures sent first and printed later. */
export class GraphicsCommands {
  readonly #mechanism: Mechanism;
  readonly #carriage: Carriage;
  #sent: Bitmap | null = null;

  constructor(mechanism: Mechanism, carriage: Carriage) {
    this.#mechanism = mechanism;
    this.#carriage = carriage;
  }

  *run(body: Uint8Array): Step {
    const { quirks, stored } = this.#mechanism;
    const [area, number = 0, third = 0, fourth = 0, fifth = 0] = body;
    if (area !== 48 || quirks.has('no_stored_pictures')) return;
    switch (number) {
      case 2:
      case 50: {
        const picture = this.#sent;
        this.#sent = null;
        if (picture !== null) yield* this.#carriage.picture(picture, 1, 1);
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
        const picture = rasterOf(body.subarray(11), body.subarray(6));
        if (picture !== null) stored.store(String.fromCharCode(fourth, fifth), picture);
        break;
      }
      case 69: {
        const picture = stored.named(String.fromCharCode(third, fourth));
        if (picture !== null) yield* this.#carriage.picture(picture, fifth, body[5] ?? 1);
        break;
      }
      case 112:
        this.#sent = rasterOf(body.subarray(10), body.subarray(6));
        break;
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
}

/** A picture row by row, or null when bytes and size (width and height, low bytes first) don't agree. */
function rasterOf(data: Uint8Array, size: Uint8Array): Bitmap | null {
  const [widthLow = 0, widthHigh = 0, heightLow = 0, heightHigh = 0] = size;
  const [widthDots, heightDots] = [widthLow + 256 * widthHigh, heightLow + 256 * heightHigh];
  const strideBytes = (widthDots + 7) >> 3;
  return data.length === strideBytes * heightDots ? { widthDots, heightDots, strideBytes, data } : null;
}
