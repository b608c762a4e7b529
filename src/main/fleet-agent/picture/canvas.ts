import { eachDot, LETTER_HEIGHT, LETTER_WIDTH } from './letters.ts';
import { encodePng } from './png.ts';

export type Colour = readonly [red: number, green: number, blue: number];

const PAPER: Colour = [255, 255, 255];
const INK: Colour = [32, 32, 32];

/** Somewhere to draw boxes and a line of plain letters on. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #rgb: Uint8Array;

  constructor(width: number, height: number, rgb: Uint8Array = new Uint8Array(width * height * 3).fill(PAPER[0])) {
    this.width = width;
    this.height = height;
    this.#rgb = rgb;
  }

  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y += 1)
      for (let x = Math.max(0, left); x < Math.min(this.width, left + width); x += 1) this.#rgb.set(colour, (y * this.width + x) * 3);
  }

  /** The outline of a box. */
  frame(left: number, top: number, width: number, height: number, colour: Colour, thickness = 2): void {
    this.fill(left, top, width, thickness, colour);
    this.fill(left, top + height - thickness, width, thickness, colour);
    this.fill(left, top, thickness, height, colour);
    this.fill(left + width - thickness, top, thickness, height, colour);
  }

  /** A band along the lower edge that says what the picture is of. */
  watermark(text: string): void {
    const scale = Math.max(1, Math.floor(this.width / ((text.length + 2) * LETTER_WIDTH)));
    const height = (LETTER_HEIGHT + 4) * scale;
    const top = this.height - height;
    this.fill(0, top, this.width, height, PAPER);
    this.fill(0, top, this.width, 1, INK);
    eachDot(text, (x, y) => this.fill((x + LETTER_WIDTH) * scale, top + (y + 2) * scale, scale, scale, INK));
  }

  png(): Buffer {
    return encodePng({ width: this.width, height: this.height, rgb: this.#rgb });
  }
}
