import { defineConfig } from 'vitest/config'

/** The long tests of the queue: kills, outages, thousands of nodes, hosts that are cut off. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/e2e-queue/**/*.test.ts'],
    globalSetup: new URL('./fixtures/install-servers.ts', import.meta.url).pathname,
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ['default', new URL('./reporter.ts', import.meta.url).pathname],
  },
})
