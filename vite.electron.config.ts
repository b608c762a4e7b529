import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

/**
 * The Electron host: `vite build -c vite.electron.config.ts` builds the main process (ES module), `--mode devices` the
 * device process, `--mode preload` the preload script, which has to be one CommonJS file because the page's process is
 * sandboxed. Everything but Electron and Node's own modules goes into the bundles, so that the package holds no
 * node_modules.
 */
const PAGES = 'src/main/pages';
const FONTS = 'node_modules/@fontsource/ibm-plex-sans-arabic/files';
const FONT_FILES = ['arabic', 'latin'].map((script) => `ibm-plex-sans-arabic-${script}-500-normal.woff2`);

/** What lies beside the bundles: the out-of-service page with its fonts, and HarfBuzz, which looks next to itself. */
function companions(): Plugin {
  const files: Readonly<Record<string, string>> = {
    'devices/harfbuzz.wasm': 'node_modules/harfbuzzjs/dist/harfbuzz.wasm',
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

function bundle(entry: string, output: { format: 'es' | 'cjs'; entryFileNames: string }, plugins: Plugin[]): UserConfig {
  return {
    plugins,
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir: 'out/electron',
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: entry,
        // Native modules aren't packed yet: without them the device process says `no_native_module`.
        external: ['electron', /^node:/, 'node-hid', 'serialport'],
        output: { ...output, codeSplitting: false },
      },
    },
  };
}

const MODES: Readonly<Record<string, UserConfig>> = {
  preload: bundle('src/main/electron/preload.ts', { format: 'cjs', entryFileNames: 'preload/index.cjs' }, []),
  devices: bundle('src/devices/host.ts', { format: 'es', entryFileNames: 'devices/index.mjs' }, []),
};

export default defineConfig(
  ({ mode }) =>
    MODES[mode] ?? bundle('src/main/electron/main.ts', { format: 'es', entryFileNames: 'main/index.mjs' }, [companions()]),
);
