import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const PAGES = 'src/main/pages';
const FONTS = 'node_modules/@fontsource/ibm-plex-sans-arabic/files';
const FONT_FILES = ['arabic', 'latin'].map((script) => `ibm-plex-sans-arabic-${script}-500-normal.woff2`);

/**
 * What lies beside a host's bundles: its out-of-service page with fonts in `pages/`, and HarfBuzz's WebAssembly, which its
 * JavaScript looks for beside itself.
 */
export function companions({ harfBuzz }: { readonly harfBuzz: string }): Plugin {
  const files: Readonly<Record<string, string>> = {
    [harfBuzz]: 'node_modules/harfbuzzjs/dist/harfbuzz.wasm',
    ...Object.fromEntries(readdirSync(PAGES).map((name) => [`pages/${name}`, `${PAGES}/${name}`])),
    ...Object.fromEntries(FONT_FILES.map((name) => [`pages/${name}`, `${FONTS}/${name}`])),
  };
  return {
    name: 'raha-companions',
    generateBundle() {
      for (const [fileName, source] of Object.entries(files))
        this.emitFile({ type: 'asset', fileName, source: readFileSync(source) });
    },
  };
}
