import { join } from 'node:path';
import type { HubFiles } from '../src/fleet/start.ts';
import type { ProgramFiles } from '../src/main/start.ts';

export const CHECKOUT_ROOT = join(import.meta.dirname, '..');

/** Where the program's files lie in a checkout. */
export const CHECKOUT: ProgramFiles = {
  assets: join(CHECKOUT_ROOT, 'assets'),
  receiptFonts: join(CHECKOUT_ROOT, 'node_modules/@fontsource/noto-sans-arabic/files'),
  pdfFonts: join(CHECKOUT_ROOT, 'node_modules/@fontsource/ibm-plex-sans-arabic/files'),
  faultScripts: join(CHECKOUT_ROOT, 'tests/faults'),
  deviceHost: join(CHECKOUT_ROOT, 'src/devices/host.ts'),
};

/** The built pages: the kiosk's, and the officers'. */
export const PAGE_DIRECTORY = join(CHECKOUT_ROOT, 'out/renderer');
export const DASHBOARD_DIRECTORY = join(CHECKOUT_ROOT, 'out/dashboard');

/** The hub's files in a checkout. */
export const HUB_FILES: HubFiles = {
  locales: join(CHECKOUT_ROOT, 'assets/locales'),
  pdfFonts: join(CHECKOUT_ROOT, 'node_modules/@fontsource/ibm-plex-sans-arabic/files'),
  page: DASHBOARD_DIRECTORY,
};
