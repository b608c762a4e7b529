import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { companions } from './scripts/companions.ts';

/**
 * The Electron host: `vite build -c vite.electron.config.ts` builds the main process (ES module), `--mode devices` the
 * device process, `--mode preload` the preload script, which has to be one CommonJS file because the page's process is
 * sandboxed. Everything but Electron, Node's own modules and the two native modules of the device process goes into the
 * bundles.
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
        // Packed beside the device process's bundle by scripts/copy-natives.ts.
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
