import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{core,stack,scenarios,reports,cli,bin}/**/*.test.{ts,tsx}',
            'test/*.test.ts',
            'test/{corpus,fuzz,structure}/*.test.ts',
          ],
          environment: 'node',
          // A machine that is busy with something else is slow, and no test is about that.
          testTimeout: 60_000,
          // Ink draws only the last frame where it believes to be in CI.
          env: { CI: 'false' },
        },
      },
      {
        // One engine, two cores: files run one after another.
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'corpus',
          include: ['test/corpus/whole/*.test.ts'],
          fileParallelism: false,
          // A busy machine may take three tries.
          testTimeout: 400_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'bench',
          include: ['test/bench/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'crash-matrix',
          include: ['test/crash-matrix/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
