import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FONT_FILES } from '../src/devices/printer/layout/fonts.ts';
import { PDF_FONT_FILES } from '../src/pdf/fonts.ts';
import { CHECKOUT } from './checkout.ts';

/**
 * Gathers what a packed kiosk reads at run time into out/assets: texts, art, the dock, the fault scripts of
 * demonstrations and the receipt fonts.
 */
const target = 'out/assets';

rmSync(target, { recursive: true, force: true });
cpSync(CHECKOUT.assets, target, { recursive: true });
cpSync(CHECKOUT.faultScripts, join(target, 'faults'), { recursive: true });
mkdirSync(join(target, 'fonts'));
for (const file of FONT_FILES) cpSync(join(CHECKOUT.receiptFonts, file), join(target, 'fonts', file));
for (const file of PDF_FONT_FILES) cpSync(join(CHECKOUT.pdfFonts, file), join(target, 'fonts', file));
