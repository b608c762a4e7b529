import { defineConfig } from '@playwright/test';

/** The suite for real Electron: `npx playwright test -c tests/electron`, after `npm run build`. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.electron.ts',
  outputDir: '../../out/electron-suite',
  workers: 1,
  timeout: 60_000,
  reporter: 'list',
});
