import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,integration}/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['tests/temporary-files.ts'],
    testTimeout: 20_000,
    // Most of these wait for clocks and processes: as many at once as small machines have cores.
    maxWorkers: 2,
    env: { TZ: 'America/New_York' },
  },
});
