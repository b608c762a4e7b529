import type { ReceiptDocument } from '../../src/domain/receipt.ts';
import { encode, layOut, loadTypesetter, lettersOf } from '../../src/devices/printer/index.ts';
import { copyOf } from '../../src/devices/printer/copy.ts';
import { differentDots, type Bitmap } from '../../src/devices/printer/layout/bitmap.ts';
import { drawPage } from '../../src/devices/printer/layout/page.ts';
import { drawCharacter } from '../../src/devices/virtual/printer/index.ts';
import { CHECKOUT } from '../checkout.ts';
import { DEMO_CONFIG } from '../demo.ts';

/** The mark of a job; it isn't on the paper. */
const PROCESS_ID = [0x52, 0x41, 0x48, 0x41] as const;
const WIDTH_DOTS = 576;

const typesetter = await loadTypesetter({
  fontDirectory: CHECKOUT.receiptFonts,
  emblemFile: `${CHECKOUT.assets}/art/emblem.svg`,
});

function picturesOf(document: ReceiptDocument): Bitmap[] {
  const { profile } = DEMO_CONFIG.printer;
  return [document, copyOf(document)].flatMap((version) => {
    if (version === null) return [];
    const page = layOut(version, typesetter, WIDTH_DOTS, lettersOf(profile));
    const job = page.ok ? encode(page.value, profile, PROCESS_ID, null) : page;
    return job.ok ? [drawPage(job.value.page, drawCharacter)] : [];
  });
}

/** How many whole receipts of these documents are among the pages. */
export function wholeReceipts(documents: readonly ReceiptDocument[], pages: readonly Bitmap[]): number {
  const inked = pages.filter(({ heightDots }) => heightDots > 0);
  if (inked.length === 0) return 0;
  const wanted = documents.flatMap(picturesOf);
  return inked.filter((page) => wanted.some((picture) => isSame(page, picture))).length;
}

const isSame = (a: Bitmap, b: Bitmap): boolean => a.heightDots === b.heightDots && differentDots(a, b) === 0;
