/**
 * References resolved by us against the verdicts of the JSON Schema Test Suite: each schema is
 * rewritten so that its references are plain pointers into one flat schema, which Ajv then runs.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import Ajv04 from 'ajv-draft-04'
import { describe, expect, test } from 'vitest'
import { placeKey } from '../../../generator/load/types.js'
import { joinPointer, valueAt } from '../../../generator/schema/pointer.js'
import {
  type Draft,
  isObject,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
} from '../../../generator/schema/types.js'
import { isSchema, mapSubschemas } from '../../../generator/schema/walk.js'
import { type Loaded, load } from './folder.js'

const SUITE = join(
  process.env['HOOKWRIGHT_SHARED'] ?? '../shared',
  'corpora/json-schema-test-suite/tests',
)

const DRAFTS: readonly [folder: string, draft: Draft, uri: string][] = [
  ['draft4', '04', 'http://json-schema.org/draft-04/schema#'],
  ['draft7', '07', 'http://json-schema.org/draft-07/schema#'],
  ['draft2019-09', '2019-09', 'https://json-schema.org/draft/2019-09/schema'],
  ['draft2020-12', '2020-12', 'https://json-schema.org/draft/2020-12/schema'],
]

const FILES = [
  'anchor.json',
  'defs.json',
  'definitions.json',
  'dynamicRef.json',
  'id.json',
  'infinite-loop-detection.json',
  'recursiveRef.json',
  'ref.json',
]

/** What we refuse on purpose; every other code would be a failure to resolve. */
const REFUSALS = new Set(['ERR_REF_REMOTE', 'ERR_DYNAMIC_REF', 'ERR_PROPERTY_PROTO'])

interface Group {
  readonly description: string
  readonly schema: JsonValue
  readonly tests: readonly {
    readonly description: string
    readonly data: unknown
    readonly valid: boolean
  }[]
}

const KEYWORDS = [
  '$id',
  'id',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  '$schema',
  '$vocabulary',
]
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef']

describe.skipIf(!existsSync(SUITE))('JSON Schema Test Suite', () => {
  for (const [folder, draft, uri] of DRAFTS) {
    const files = existsSync(SUITE) ? readdirSync(join(SUITE, folder)) : []
    test.each(files.filter((file) => FILES.includes(file)))(`${folder}/%s`, async (file) => {
      // Sound: the suite's own schema says that each file is a list of such groups.
      const groups = JSON.parse(readFileSync(join(SUITE, folder, file), 'utf8')) as Group[]
      for (const group of groups) await runGroup(group, draft, uri)
    })
  }
})

async function runGroup(group: Group, draft: Draft, uri: string): Promise<void> {
  const { schema } = group
  const declared = isObject(schema) && !('$schema' in schema) ? { $schema: uri, ...schema } : schema
  const loaded = await load({ 'a.json': JSON.stringify(declared) })
  const errors = loaded.list.filter(({ severity }) => severity === 'error')
  const unexpected = errors.filter(({ code, message }) => !REFUSALS.has(code) && !isRemote(message))
  expect(unexpected, group.description).toEqual([])
  if (errors.length > 0) return
  const validate = compile(flatten(loaded, draft), draft)
  for (const { description, data, valid } of group.tests) {
    expect(validate(data), `${group.description}: ${description}`).toBe(valid)
  }
}

function isRemote(message: string): boolean {
  return (
    message.endsWith('no file of it has that $id') || message.includes('.json" leads to no file')
  )
}

/** One schema: the event, with every schema that a reference leads to as a definition. */
function flatten({ documents, references }: Loaded, draft: Draft): JsonSchema {
  const places = new Map(
    [{ file: 'a.json', pointer: '' }, ...references.values()].map((place) => [
      placeKey(place),
      place,
    ]),
  )
  const names = new Map([...places.keys()].map((key, index) => [key, `d${index}`]))
  const nameOf = (key: string): string => `#/definitions/${names.get(key)}`
  const rewrite = (schema: JsonSchema, pointer: string): JsonSchema => {
    if (!isObject(schema)) return schema
    const target = references.get(placeKey({ file: 'a.json', pointer }))
    const mapped = mapSubschemas(schema, draft, (inner, path) =>
      rewrite(inner, joinPointer(pointer, ...path)),
    )
    const isOld = draft === '04' || draft === '07'
    const plain = target !== undefined && isOld ? {} : strip(mapped)
    return target === undefined ? plain : { ...plain, $ref: nameOf(placeKey(target)) }
  }
  const definitions = [...places].map(([key, { pointer }]) => {
    const schema = valueAt(documents.get('a.json')?.value ?? null, pointer)
    if (schema === undefined || !isSchema(schema)) throw new TypeError(`no schema at ${key}`)
    return [names.get(key), rewrite(schema, pointer)]
  })
  return { $ref: nameOf('a.json#'), definitions: Object.fromEntries(definitions) }
}

function strip(schema: JsonSchema): JsonObject {
  const dropped = [...KEYWORDS, ...REFERENCES, 'definitions', '$defs']
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !dropped.includes(keyword)),
  )
}

function compile(schema: JsonSchema, draft: Draft): ValidateFunction {
  const options = { strict: false, validateFormats: false, logger: false } as const
  if (draft === '04') return new Ajv04.default(options).compile(schema)
  if (draft === '07') return new Ajv(options).compile(schema)
  if (draft === '2019-09') return new Ajv2019(options).compile(schema)
  return new Ajv2020(options).compile(schema)
}
