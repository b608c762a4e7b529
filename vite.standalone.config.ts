import { defineConfig } from 'vite';
import { companions } from './scripts/companions.ts';

/** The standalone host for Node 24; only Node's own modules and native ones stay outside. HarfBuzz is a chunk of its own, loaded late. */
export default defineConfig({
  plugins: [companions({ harfBuzz: 'harfbuzz.wasm' })],
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/standalone',
    emptyOutDir: true,
    rolldownOptions: {
      // Native modules are found in node_modules, when a real reader or a serial printer asks for them.
      external: ['node-hid', 'serialport'],
      input: { main: 'src/main/standalone/main.ts', devices: 'src/devices/host.ts' },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
});
