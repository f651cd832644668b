import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __reactorFrame: '"frame()"' },
  test: {
    environment: 'jsdom',
    include: ['test/**/*.test.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
