import { join } from 'node:path';
import type { ProgramFiles } from '../start.ts';

/** Where everything lies in the built program; the same in `out/` and inside the package. */
export interface BuiltProgram {
  readonly kiosk: ProgramFiles;
  readonly preload: string;
  /** The built kiosk page. */
  readonly page: string;
  /** The host's own out-of-service page. */
  readonly ownPages: string;
}

/**
 * Finds the program's files from the folder of the running bundle, `out/electron/main`. Inside a package that folder is
 * in `app.asar`, which Electron's `fs` reads as if it were a folder.
 */
export function builtProgram(mainDirectory: string): BuiltProgram {
  const out = join(mainDirectory, '..', '..');
  return {
    kiosk: {
      assets: join(out, 'assets'),
      receiptFonts: join(out, 'assets', 'fonts'),
      pdfFonts: join(out, 'assets', 'fonts'),
      faultScripts: join(out, 'assets', 'faults'),
      deviceHost: join(out, 'electron', 'devices', 'index.mjs'),
    },
    preload: join(out, 'electron', 'preload', 'index.cjs'),
    page: join(out, 'renderer'),
    ownPages: join(out, 'electron', 'pages'),
  };
}
