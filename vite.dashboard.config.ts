import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The officers' page, which the hub serves. */
export default defineConfig({
  root: 'src/dashboard',
  plugins: [react()],
  base: '/',
  publicDir: false,
  build: {
    outDir: '../../out/dashboard',
    emptyOutDir: true,
    target: ['chrome120', 'firefox121', 'safari17.4'],
    // The page's content security policy knows no inline content: every font and picture stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
