import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    // The long tests of the queue: npm run e2e.
    exclude: ['test/e2e-queue/**'],
    globalSetup: new URL('./fixtures/install-servers.ts', import.meta.url).pathname,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    reporters: ['default', new URL('./reporter.ts', import.meta.url).pathname],
  },
})
