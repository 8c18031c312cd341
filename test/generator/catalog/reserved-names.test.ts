/** No payload type takes the name of something that an SDK exports: the compiler would drop both. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allocateIdentifiers } from '../../../generator/catalog/names.js'

const TEMPLATES = new URL('../../../templates/', import.meta.url)

const DECLARED = /^export (?:declare |abstract )*(?:class|const|interface|type) ([A-Z]\w*)/gm
const LISTED = /^export (?:type )?\{ (.*) \}/gm

/** The exported names of a file that begin as types do. */
function exportsOf(path: string): readonly string[] {
  const text = readFileSync(new URL(path, TEMPLATES), 'utf8')
  const declared = [...text.matchAll(DECLARED)].map(([, name]) => name ?? '')
  const listed = [...text.matchAll(LISTED)].flatMap(([, list]) => (list ?? '').match(/\w+/g) ?? [])
  return [...declared, ...listed].filter((name) => /^[A-Z]/.test(name))
}

const files = [
  'runtime/errors.ts',
  'runtime/service-errors.ts',
  'runtime/handler-errors.ts',
  'glue/index.ts.hbs',
  'glue/core.ts.hbs',
]

test.each(files)('the exports of %s keep their names', (file) => {
  const names = exportsOf(file)
  expect(names.length).toBeGreaterThan(1)
  const wanted = names.map((text) => ({ key: text, text, isEvent: true }))
  const given = allocateIdentifiers(wanted)
  expect(names.filter((name) => given.get(name) === name)).toEqual([])
})
