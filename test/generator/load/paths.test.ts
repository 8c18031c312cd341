/** Tests of generator/load/paths.ts, uri.ts and nearest.ts. */
import { expect, test } from 'vitest'
import { leaves, showPath } from '../../../generator/load/paths.js'
import { absoluteForms, parseReference, schemeOf } from '../../../generator/load/uri.js'
import { nearest } from '../../../generator/schema/nearest.js'

const shown: [folder: string, want: string][] = [
  ['schemas', 'schemas/a.json'],
  ['./schemas//', './schemas/a.json'],
  ['.', './a.json'],
  ['/', '/a.json'],
  ['', 'a.json'],
]
test.each(shown)('shown below %j', (folder, want) => {
  expect(showPath(folder, 'a.json')).toBe(want)
})

const paths: [path: string, want: boolean][] = [
  ['..', true],
  ['../a', true],
  ['/a', true],
  ['D:/a', true],
  ['..a/b', false],
  ['a', false],
  ['', false],
]
test.each(paths)('%j leaves: %j', (path, want) => {
  expect(leaves(path)).toBe(want)
})

const references: [reference: string, uri: string, fragment: string][] = [
  ['a.json', 'a.json', ''],
  ['a.json#', 'a.json', ''],
  ['#/a%20b', '', '/a b'],
  ['a#b#c', 'a', 'b#c'],
  ['#100%', '', '100%'],
]
test.each(references)('the parts of %j', (reference, uri, fragment) => {
  expect(parseReference(reference)).toEqual({ uri, fragment })
})

const schemes: [uri: string, want: string | undefined][] = [
  ['HTTPS://x', 'https'],
  ['urn:x', 'urn'],
  ['//host/x', 'https'],
  ['a/b:c', undefined],
  ['/a', undefined],
]
test.each(schemes)('the scheme of %j', (uri, want) => {
  expect(schemeOf(uri)).toBe(want)
})

const forms: [uri: string, base: string, want: string[]][] = [
  ['c.json#x', 'https://x.example/a/b.json', ['https://x.example/a/c.json', 'folder:///c.json']],
  ['https://X.example:443/a', 'folder:///b', ['https://x.example/a']],
  [
    'check_run$created',
    'folder:///a/b.json',
    ['folder:///a/check_run$created', 'folder:///check_run$created'],
  ],
  ['/c/1', 'folder:///a/b.json', ['folder:///c/1']],
  ['c.json', 'urn:x:y', ['c.json', 'folder:///c.json']],
]
test.each(forms)('%j on %j', (uri, base, want) => {
  expect(absoluteForms(uri, [base], { onFolder: true })).toEqual(want)
})

const names: [name: string, want: string | undefined][] = [
  ['Custmer', 'Customer'],
  ['customer', 'Customer'],
  ['Invioce', 'Invoice'],
  ['x', undefined],
  ['Supplier', undefined],
  ['Customer'.repeat(1000), undefined],
]
test.each(names)('the nearest name to %j', (name, want) => {
  expect(nearest(name, ['Customer', 'Invoice', 'y'.repeat(8000)])).toBe(want)
})
