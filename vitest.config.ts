import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: a heavy suite (it compiles whole SDKs) must not starve the ones with sockets.
    maxWorkers: 2,
    // The package is loaded as Node loads it.
    server: { deps: { external: [/\/dist\/index\.js$/] } },
  },
})
