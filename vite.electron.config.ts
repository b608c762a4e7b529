import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { companions } from './scripts/companions.ts';

/**
 * The Electron host: `vite build -c vite.electron.config.ts` builds the main process (ES module), `--mode devices` the
 * device process, `--mode preload` the preload script, which has to be one CommonJS file because the page's process is
 * sandboxed. Everything but Electron and Node's own modules goes into the bundles, so that the package holds no
 * node_modules.
 */
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
    MODES[mode] ?? bundle('src/main/electron/main.ts', { format: 'es', entryFileNames: 'main/index.mjs' }, [
      companions({ harfBuzz: 'devices/harfbuzz.wasm' }),
    ]),
);
