import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __reactorFrame: '"frame()"' },
  test: {
    environment: 'jsdom',
    include: ['test/**/*.test.ts'],
    restoreMocks: true,
    // A machine that is busy with other things is no failure.
    testTimeout: 60_000,
    unstubGlobals: true,
  },
});
