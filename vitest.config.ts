import { defineConfig } from 'vitest/config';

/** Tests that start and kill whole servers: one after the other. */
const processes = ['tests/lifecycle/**/*.test.ts', 'tests/cases/**/*.test.ts', 'tests/deadline/kill.test.ts', 'tests/soak/*.test.ts'];
/** What needs minutes even on a quiet machine: `npm run soak` alone plays it. */
const long = process.env.QINGLAN_SOAK ? [] : ['tests/soak/full.test.ts', 'tests/soak/restart.test.ts', 'tests/soak/ten.test.ts', 'tests/soak/attend.test.ts', 'tests/lifecycle/large-bid.test.ts'];
/** Beside the two trades that are clicked through from end to end, the desks one by one: `npm run soak -- desks`. */
const journeys = process.env.QINGLAN_SOAK ? [] : ['e2e/tenderer-desk.e2e.ts', 'e2e/bidder-desk.e2e.ts', 'e2e/shell.e2e.ts', 'e2e/pages.e2e.ts', 'e2e/forms.e2e.ts', 'e2e/sessions.e2e.ts', 'e2e/committee.e2e.ts', 'e2e/admission.e2e.ts'];
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
      { test: { name: 'lifecycle', include: processes, exclude: [...outside, ...long, '**/*.pg.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
      { test: { name: 'e2e', include: ['e2e/**/*.e2e.ts'], exclude: [...outside, ...journeys], testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false } },
    ],
  },
});
