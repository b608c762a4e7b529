import { join } from 'node:path';
import type { ProgramFiles } from '../src/main/start.ts';

const root = join(import.meta.dirname, '..');

/** Where the program's files lie in a checkout. */
export const CHECKOUT: ProgramFiles = {
  assets: join(root, 'assets'),
  receiptFonts: join(root, 'node_modules/@fontsource/noto-sans-arabic/files'),
  deviceHost: join(root, 'src/devices/host.ts'),
};

/** The built page. */
export const PAGE_DIRECTORY = join(root, 'out/renderer');
