import type { ScreenId, View } from '../../../bridge/view.ts';
import { Canvas, type Colour } from './canvas.ts';

const WIDTH = 270;
const HEIGHT = 480;
const MARGIN = 16;
const HEADER = 44;
const ROW = 22;
const BUTTON = 40;
const GAP = 12;

const LINES: Colour = [120, 120, 120];
const WORDS: Colour = [214, 214, 214];
const TOUCHED: Colour = [178, 200, 190];

/** What a screen is made of, from the top: lines of words, fields, buttons. How many, never which or what. */
interface Layout {
  readonly words: number;
  readonly fields: number;
  readonly buttons: number;
  readonly keys: boolean;
}
const layout = (words: number, fields = 0, buttons = 0, keys = false): Layout => ({ words, fields, buttons, keys });

const LAYOUTS: Readonly<Record<ScreenId, Layout>> = {
  attract: layout(3, 0, 1),
  language: layout(1, 0, 4),
  home: layout(2, 0, 3),
  access: layout(1, 0, 4),
  privacy: layout(6, 0, 2),
  identity: layout(2, 1, 1, true),
  transaction: layout(2, 2, 1, true),
  searching: layout(2),
  not_found: layout(4, 0, 2),
  status: layout(7, 0, 2),
  referrals: layout(8, 0, 1),
  receipt: layout(3, 1, 1),
  rating: layout(2, 0, 1),
  fault: layout(4, 0, 2),
  help: layout(4, 0, 1),
  goodbye: layout(2),
  out_of_service: layout(4),
};

/** A drawing of what is on the screen, made of the View without any of its values: nobody can be known by it. */
export function drawWireframe({ screen, staff, stillThere }: Pick<View, 'screen' | 'staff' | 'stillThere'>): Canvas {
  const canvas = new Canvas(WIDTH, HEIGHT);
  canvas.fill(0, 0, WIDTH, HEADER, WORDS);
  canvas.frame(0, 0, WIDTH, HEADER, LINES);
  if (staff === null) drawLayout(canvas, LAYOUTS[screen.id]);
  else drawLayout(canvas, layout(6, 0, 3));
  if (stillThere !== null) {
    canvas.fill(MARGIN * 2, 150, WIDTH - 4 * MARGIN, 150, [255, 255, 255]);
    canvas.frame(MARGIN * 2, 150, WIDTH - 4 * MARGIN, 150, LINES, 4);
  }
  return canvas;
}

function drawLayout(canvas: Canvas, { buttons, fields, keys, words }: Layout): void {
  const inner = WIDTH - 2 * MARGIN;
  let top = HEADER + GAP;
  for (let line = 0; line < words; line += 1, top += ROW) canvas.fill(MARGIN, top, line % 2 === 0 ? inner : (inner * 2) / 3, ROW - 10, WORDS);
  for (let field = 0; field < fields; field += 1, top += BUTTON + GAP) canvas.frame(MARGIN, top, inner, BUTTON, LINES);
  if (keys) {
    const size = Math.floor(inner / 3) - 6;
    for (let key = 0; key < 12; key += 1)
      canvas.frame(MARGIN + (key % 3) * (size + 8), top + Math.floor(key / 3) * 40, size, 34, LINES, 1);
    top += 4 * 40;
  }
  for (let button = 0; button < buttons; button += 1, top += BUTTON + GAP) {
    canvas.fill(MARGIN, top, inner, BUTTON, TOUCHED);
    canvas.frame(MARGIN, top, inner, BUTTON, LINES);
  }
}
