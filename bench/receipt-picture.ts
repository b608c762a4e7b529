import type { ReceiptDocument } from '../src/domain/receipt.ts';
import { layOut, type Typesetter } from '../src/devices/printer/index.ts';
import { createBitmap, stamp, type Bitmap } from '../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../src/devices/printer/layout/page.ts';

const WIDTH_DOTS = 576;
const ROWS_STEP = 8;

/** The receipt as the picture other libraries are given; its height a multiple of eight, as one of them demands. */
export function bitmapOfPage(document: ReceiptDocument, typesetter: Typesetter): Bitmap {
  const page = layOut(document, typesetter, WIDTH_DOTS);
  if (!page.ok) throw new Error(page.fault);
  const drawn = drawPage(page.value);
  const padded = createBitmap(WIDTH_DOTS, Math.ceil(drawn.heightDots / ROWS_STEP) * ROWS_STEP);
  stamp(padded, drawn, 0, 0);
  return padded;
}
