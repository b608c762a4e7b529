import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page. Relative links, so that it runs from Electron's own scheme as well as from the loopback host. */
export default defineConfig({
  plugins: [react()],
  base: './',
  publicDir: false,
  build: {
    outDir: 'out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    // The page's content security policy knows no inline content: every font and picture stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
