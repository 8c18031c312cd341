/** The official JSON Schema test suite, as far as its schemas stand by themselves. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Definition } from '../../../generator/catalog/types.js'
import {
  type Draft,
  isObject,
  type JsonSchema,
  type JsonValue,
} from '../../../generator/schema/types.js'
import { mapMembers, mapSubschemas } from '../../../generator/schema/walk.js'

export const SUITE = join(
  process.env['HOOKWRIGHT_SHARED'] ?? '../shared',
  'corpora/json-schema-test-suite/tests',
)
export const hasSuite = existsSync(SUITE)

export interface SuiteCase {
  readonly title: string
  readonly draft: Draft
  readonly schema: JsonSchema
  /** The schema as `Root`, and each of its definitions that a reference names. */
  readonly definitions: readonly Definition[]
  readonly tests: readonly { description: string; data: JsonValue; valid: boolean }[]
}

const FOLDERS: readonly (readonly [string, Draft])[] = [
  ['draft4', '04'],
  ['draft7', '07'],
  ['draft2019-09', '2019-09'],
  ['draft2020-12', '2020-12'],
]

/** Resolving is not under test here: schemas with ids, anchors or dynamic references are left out. */
const RESOLVING = /"\$?id"|"\$(?:anchor|dynamic\w+|recursive\w+|vocabulary)"/
const LOCAL = /^#(?:\/(?:definitions|\$defs)\/([A-Za-z]\w*))?$/

export function suiteCases(): readonly SuiteCase[] {
  return FOLDERS.flatMap(([folder, draft]) =>
    filesBelow(join(SUITE, folder)).flatMap((file) => casesOf(file, draft)),
  )
}

function filesBelow(folder: string): readonly string[] {
  const names = readdirSync(folder).sort()
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name))
}

interface Group {
  readonly description: string
  readonly schema: JsonSchema
  readonly tests: SuiteCase['tests']
}

function casesOf(file: string, draft: Draft): readonly SuiteCase[] {
  const groups: readonly Group[] = JSON.parse(readFileSync(file, 'utf8'))
  return groups.flatMap(({ description, schema, tests }) => {
    if (RESOLVING.test(JSON.stringify(schema))) return []
    const definitions = definitionsOf(schema, draft)
    const title = `${file.slice(SUITE.length + 1)} ${description}`
    return definitions === undefined ? [] : [{ title, draft, schema, definitions, tests }]
  })
}

/** Nothing where a reference is of a form that the catalog's loader would have to resolve. */
function definitionsOf(schema: JsonSchema, draft: Draft): readonly Definition[] | undefined {
  const found = new Map<string, JsonSchema>()
  const open: (readonly [string, JsonSchema])[] = [['Root', schema]]
  let isLocal = true
  const rename = (inner: JsonSchema): JsonSchema => {
    const mapped = mapSubschemas(inner, draft, rename)
    if (!isObject(mapped)) return mapped
    return mapMembers(mapped, (keyword, value) => {
      if (keyword !== '$ref' || typeof value !== 'string') return value
      const match = LOCAL.exec(value)
      const stores = isObject(schema) ? [schema['definitions'], schema['$defs']] : []
      const name = match?.[1]
      const target = stores.filter(isObject).find((store) => Object.hasOwn(store, name ?? ''))
      if (match === null || (name !== undefined && target === undefined)) isLocal = false
      if (name !== undefined && target !== undefined) {
        // Sound: what stands in `definitions` of the suite is a schema.
        open.push([`Def${name}`, target[name] as JsonSchema])
      }
      return `#/definitions/${name === undefined ? 'Root' : `Def${name}`}`
    })
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [identifier, one] = next
    if (!found.has(identifier)) found.set(identifier, true)
    else if (found.get(identifier) !== true) continue
    found.set(identifier, rename(one))
  }
  if (!isLocal) return undefined
  return [...found].map(([identifier, one]) => ({
    identifier,
    stem: identifier.toLowerCase(),
    draft,
    schema: one,
    origin: { file: 'suite.json', pointer: '' },
    hash: identifier,
  }))
}
