import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { oneRuntime } from './test/support/one-runtime.js'

/** What takes minutes by itself, the longest at the head. */
const LONG = [
  'torture/torture',
  'soak/',
  'cost/presets',
  'generator/presets/deliveries',
  'generator/presets/vectors',
  'torture/deliveries',
  'fuzz/schemas',
  'conformance/soundness',
  'corpora/',
  'conformance/',
  'durability/',
]

/** A long file that began last would keep one worker busy while the others have nothing to do. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONG.findIndex((part) => moduleId.includes(`/test/${part}`))
      return index === -1 ? LONG.length : index
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  plugins: [oneRuntime()],
  test: {
    include: ['test/**/*.test.ts'],
    // The key of whoever runs the tests is none of their business.
    env: { XDG_CACHE_HOME: fileURLToPath(new URL('node_modules/.cache/tests', import.meta.url)) },
    setupFiles: ['test/support/between-files.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // Two cores: a heavy suite (it compiles whole SDKs) must not starve the ones with sockets.
    maxWorkers: 2,
    // A process for each file would load the same compilers three hundred times.
    isolate: false,
    // The package is loaded as Node loads it.
    server: { deps: { external: [/\/dist\/index\.js$/] } },
  },
})
