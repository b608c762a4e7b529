import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,integration}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    env: { TZ: 'America/New_York' },
  },
});
