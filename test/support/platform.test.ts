/** What a file of tests could leave behind is seen. */
import { tmpdir } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { platform } from './platform.js'

const { getBuiltinModule } = process
const folder = process.cwd()

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  Object.assign(process, { getBuiltinModule })
  process.chdir(folder)
  Reflect.deleteProperty(Object.prototype, 'polluted')
})

const changes: [name: string, change: () => unknown][] = [
  ['a variable of the environment', () => vi.stubEnv('NODE_ENV', 'other')],
  ['another folder', () => process.chdir(tmpdir())],
  ['a platform without node:crypto', () => Object.assign(process, { getBuiltinModule: undefined })],
  ['a stand-in for fetch', () => vi.stubGlobal('fetch', () => undefined)],
  ['timers that do not run', () => vi.useFakeTimers()],
  ['a spy', () => vi.spyOn(JSON, 'parse')],
  ['a silent console', () => vi.spyOn(console, 'warn')],
  ['a member of every object', () => Object.assign(Object.prototype, { polluted: true })],
]
test.each(changes)('%s is seen', (_name, change) => {
  const before = platform()
  change()
  expect(platform()).not.toEqual(before)
})

test('nothing is seen where nothing changed', () => {
  expect(platform()).toEqual(platform())
})
