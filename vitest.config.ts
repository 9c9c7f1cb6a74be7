import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{electron,shared,renderer}/**/*.test.{ts,tsx}'],
    // Each screen test asks for its DOM itself (// @vitest-environment happy-dom): most tests need none.
    environment: 'node',
    testTimeout: 10_000,
    restoreMocks: true,
  },
})
