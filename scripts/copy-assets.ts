import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FONT_FILES } from '../src/devices/printer/layout/fonts.ts';
import { CHECKOUT } from './checkout.ts';

/** Gathers what a packed kiosk reads at run time into out/assets: texts, art, the dock and the receipt fonts. */
const target = 'out/assets';

rmSync(target, { recursive: true, force: true });
cpSync(CHECKOUT.assets, target, { recursive: true });
mkdirSync(join(target, 'fonts'));
for (const file of FONT_FILES) cpSync(join(CHECKOUT.receiptFonts, file), join(target, 'fonts', file));
