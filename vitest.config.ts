import { defineConfig } from 'vitest/config';

/** Tests that start and kill whole servers: one after the other. */
const processes = ['tests/lifecycle/**/*.test.ts', 'tests/cases/**/*.test.ts', 'tests/deadline/kill.test.ts', 'tests/soak/*.test.ts'];
const outside = ['**/node_modules/**', 'data/**', 'web/dist/**'];

/** Three kinds of test, told by their suffix: what each needs is started once for all its files. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['**/*.test.ts', '**/*.test.tsx'], exclude: [...outside, '**/*.pg.test.ts', ...processes], testTimeout: 20_000 } },
      {
        test: {
          name: 'pg',
          include: ['**/*.pg.test.ts'],
          exclude: outside,
          globalSetup: ['src/platform/testing/pg-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'lifecycle', include: processes, exclude: [...outside, '**/*.pg.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
      { test: { name: 'e2e', include: ['e2e/**/*.e2e.ts'], exclude: outside, testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false } },
    ],
  },
});
