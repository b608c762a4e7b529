import { defineConfig } from '@playwright/test';
import { findChromium, QUIET_FLAGS, rootFlags } from './src/main/standalone/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/build-pages.ts',
  outputDir: 'out/e2e',
  snapshotPathTemplate: 'tests/goldens/screens/{arg}{ext}',
  workers: 2,
  retries: 0,
  timeout: 120_000,
  forbidOnly: true,
  reporter: [['list']],
  expect: { timeout: 30_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01 } },
  use: {
    viewport: { width: 1080, height: 1920 },
    locale: 'ar-SA',
    timezoneId: 'Asia/Riyadh',
    reducedMotion: 'reduce',
    launchOptions: {
      executablePath: findChromium() ?? '',
      args: [...QUIET_FLAGS, ...rootFlags(), '--disable-gpu', '--font-render-hinting=none'],
    },
  },
});
