import { defineConfig } from 'vite';

/** The standalone host as one file for Node 24; only Node's own modules stay outside. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/standalone',
    emptyOutDir: true,
    rolldownOptions: {
      input: { main: 'src/main/standalone/main.ts' },
      output: { entryFileNames: '[name].mjs' },
    },
  },
  ssr: { noExternal: true },
});
