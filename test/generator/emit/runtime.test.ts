/** The runtime's closure: what the sources import, and what their text only talks about. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emitRuntime } from '../../../generator/emit/runtime.js'

const paths = (path: string, content: string) =>
  emitRuntime([{ path, content }]).map((file) => file.path)

const cases: [name: string, path: string, content: string, want: string[]][] = [
  ['an import', 'src/a.ts', "import { utf8 } from './runtime/bytes.js'", ['src/runtime/bytes.ts']],
  [
    'an import of types',
    'src/a.ts',
    "import type { X } from './runtime/bytes.js'",
    ['src/runtime/bytes.ts'],
  ],
  [
    'an import over several lines',
    'src/a.ts',
    "import {\n  utf8,\n} from './runtime/bytes.js'",
    ['src/runtime/bytes.ts'],
  ],
  ['a re-export', 'src/a.ts', "export * from './runtime/bytes.js'", ['src/runtime/bytes.ts']],
  [
    'an import from a folder below',
    'src/validators/a.js',
    "import { utf8 } from '../runtime/bytes.js'",
    ['src/runtime/bytes.ts'],
  ],
  [
    'an import in a text',
    'src/a.ts',
    `export const a = "import { x } from './runtime/gone.js'"`,
    [],
  ],
  ['an import in a comment', 'src/a.ts', "/**\n * import { x } from './runtime/gone.js'\n */", []],
  ['an import of a neighbour', 'src/a.ts', "import { b } from './b.js'", []],
]

test.each(cases)('the runtime of %s', (_name, path, content, want) => {
  expect(paths(path, content)).toEqual(want)
})

test('imports of imports come along, byte for byte', () => {
  const files = emitRuntime([
    { path: 'src/a.ts', content: "import { importHmacKey } from './runtime/crypto.js'" },
  ])
  expect(files.map(({ path }) => path)).toContain('src/runtime/bytes.ts')
  for (const { path, content } of files) {
    const source = new URL(`../../../templates/${path.replace('src/', '')}`, import.meta.url)
    expect(Buffer.compare(Buffer.from(content), readFileSync(source)), path).toBe(0)
  }
})

test('an import of what is not there is a bug of the generator', () => {
  expect(() => paths('src/a.ts', "import { x } from './runtime/gone.js'")).toThrow(
    expect.objectContaining({
      code: 'ERR_GENERATOR_BUG',
      message: 'the emitted code imports src/runtime/gone.ts, which is not in the runtime',
    }),
  )
})
