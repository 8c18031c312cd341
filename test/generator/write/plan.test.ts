/** Planning: what emitters return becomes one list of files, or an error. */
import { expect, test } from 'vitest'
import { bytesOf, planOutput } from '../../../generator/write/plan.js'
import { planOf, sdkOf } from './sandbox.js'

test('files are sorted, text becomes bytes, and a manifest is added', () => {
  const [sdk] = planOf({ 'src/b.ts': 'é', 'package.json': '{}', 'dist/esm/b.js': '' })
  expect(sdk?.files.map((file) => file.path)).toEqual([
    '.hookwright.json',
    'dist/esm/b.js',
    'package.json',
    'src/b.ts',
  ])
  const [text] = sdk?.files.slice(3) ?? []
  expect(text && new Uint8Array(bytesOf(text))).toEqual(Uint8Array.of(0xc3, 0xa9))
})

test('the manifest lists what is owned by hash, without the build, a date or a path of the machine', () => {
  const [sdk] = planOf({ 'src/b.ts': 'b', 'README.md': 'a', 'dist/esm/b.js': '' })
  expect(JSON.parse(String(sdk?.files[0]?.content))).toEqual({
    generator: 'hookwright 0.1.0',
    files: {
      'README.md': 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      'src/b.ts': '3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d',
    },
  })
})

test('the order of files does not matter', () => {
  expect(planOf({ a: '1', b: '2' })).toEqual(planOf({ b: '2', a: '1' }))
})

const bugs: [name: string, paths: string[], message: string][] = [
  ['one path twice', ['src/a.ts', 'src/a.ts'], 'two emitters own "src/a.ts" and "src/a.ts"'],
  ['paths that differ in case', ['src/A.ts', 'src/a.ts'], 'two emitters own "src/A.ts" and'],
  ['a file that is a folder', ['src/a', 'src/a/b.ts'], '"src/a" is a file and holds "src/a/b.ts"'],
  ['a file that is a folder in another case', ['SRC', 'src/x/b.ts'], '"SRC" is a file and holds'],
  ['our own manifest', ['.hookwright.json'], 'two emitters own ".hookwright.json"'],
  ['an absolute path', ['/etc/x'], 'the path "/etc/x" is absolute'],
  ['a way out', ['../x'], 'the path "../x" leaves the folder'],
  [
    'a Windows device',
    ['src/nul.ts'],
    'the path "src/nul.ts" uses "nul.ts", which Windows reserves',
  ],
]
test.each(bugs)('refuses %s', (_name, paths, message) => {
  const files = paths.map((path) => ({ path, content: '' }))
  expect(() => planOutput([{ provider: 'acme', built: true, files }], '0.1.0')).toThrow(
    expect.objectContaining({
      code: 'ERR_GENERATOR_BUG',
      message: expect.stringContaining(message),
    }),
  )
})

test.each([
  ['.hookwright', 'starts with a dot'],
  ['..', 'leaves the folder'],
  ['a/b', 'has a slash'],
  ['con', 'uses "con", which Windows reserves'],
  ['', 'is empty'],
])('refuses the provider %j', (provider, fault) => {
  expect(() => planOutput([sdkOf({}, provider)], '0.1.0')).toThrow(
    expect.objectContaining({
      code: 'ERR_PROVIDER_NAME',
      message: `the provider "${provider}" cannot name a folder: it ${fault}`,
    }),
  )
})

test('refuses two providers that some file system takes for one', () => {
  expect(() => planOutput([sdkOf({}, 'Acme'), sdkOf({}, 'acme')], '0.1.0')).toThrow(
    expect.objectContaining({
      code: 'ERR_PROVIDER_CLASH',
      message: expect.stringContaining('"Acme" and "acme"'),
    }),
  )
})
