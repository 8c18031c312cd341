/** Which paths may be written, on every operating system at once. */
import { expect, test } from 'vitest'
import { collisionKey, pathFault } from '../../../generator/write/paths.js'

test.each([
  'package.json',
  'src/events/invoice.paid.ts',
  'src/__proto__.ts',
  'dist/esm/a-b_c.d.ts',
  '.hookwright.json',
  'console.ts',
  'src/com10.ts',
  'é.ts',
  `${'a'.repeat(255)}/b`,
])('allows %s', (path) => {
  expect(pathFault(path)).toBeUndefined()
})

const refused: [path: string, fault: string][] = [
  ['', 'is empty'],
  ['/etc/passwd', 'is absolute'],
  ['C:/x', 'is absolute'],
  ['c:x', 'is absolute'],
  ['..', 'leaves the folder'],
  ['src/../../x', 'leaves the folder'],
  ['src//x', 'has an empty segment'],
  ['./x', 'has an empty segment'],
  ['src/', 'has an empty segment'],
  ['src\\x', 'has a character that file systems refuse'],
  ['a\0b', 'has a character that file systems refuse'],
  ['a\nb', 'has a character that file systems refuse'],
  ['ab:c', 'has a character that file systems refuse'],
  ['a?', 'has a character that file systems refuse'],
  ['a.', 'has a segment that ends in a dot or a space'],
  ['a /b', 'has a segment that ends in a dot or a space'],
  ['...', 'has a segment that ends in a dot or a space'],
  ['src/con', 'uses "con", which Windows reserves'],
  ['src/Aux.ts', 'uses "Aux.ts", which Windows reserves'],
  ['LPT1.d.ts', 'uses "LPT1.d.ts", which Windows reserves'],
  ['com².js', 'uses "com².js", which Windows reserves'],
  ['nul .js', 'uses "nul .js", which Windows reserves'],
  ['a'.repeat(256), 'has a segment of over 255 bytes'],
  ['é'.repeat(128), 'has a segment of over 255 bytes'],
]
test.each(refused)('refuses %j', (path, fault) => {
  expect(pathFault(path)).toBe(fault)
})

test('paths that some file system takes for one collide', () => {
  expect(collisionKey('src/Push.ts')).toBe(collisionKey('src/push.ts'))
  expect(collisionKey('caf\u00e9')).toBe(collisionKey('cafe\u0301'))
  expect(collisionKey('a')).not.toBe(collisionKey('b'))
})
