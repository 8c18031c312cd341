/** What schemas mark does not survive redaction by the SDK that is generated from them. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { emitRedaction } from '../../../generator/emit/redaction.js'
import { generateOrThrow } from '../../support/sdk.js'
import { build } from '../catalog/catalog.js'
import { specimens } from './redaction-specimens.js'

type Redact = (name: string | undefined, payload: unknown) => unknown

const HIDDEN = '[redacted]'
const SECRET = { 'x-sensitive': true }
const DRAFT_04 = { $schema: 'http://json-schema.org/draft-04/schema#' }
const DRAFT_07 = { $schema: 'http://json-schema.org/draft-07/schema#' }

/** By wire name: the schema, a payload, and what is left of it. */
const FIXTURES: Readonly<
  Record<string, readonly [schema: object, payload: unknown, want: unknown]>
> = {
  'x-sensitive': [{ properties: { a: SECRET } }, { a: 1, b: 2 }, { a: HIDDEN, b: 2 }],
  'x-sensitive-said-otherwise': [
    { properties: { a: { 'x-sensitive': 'yes' }, b: { 'x-sensitive': { why: 'pii' } } } },
    { a: 1, b: 2 },
    { a: HIDDEN, b: HIDDEN },
  ],
  'x-sensitive-no': [{ properties: { a: { 'x-sensitive': false } } }, { a: 1 }, { a: 1 }],
  writeOnly: [
    { properties: { a: { writeOnly: true }, b: { writeOnly: false } } },
    { a: 1, b: 2 },
    { a: HIDDEN, b: 2 },
  ],
  formats: [
    {
      properties: {
        a: { format: 'password' },
        b: { format: 'email' },
        c: { format: 'idn-email' },
        d: { format: 'date' },
      },
    },
    { a: 'a', b: 'b', c: 'c', d: 'd' },
    { a: HIDDEN, b: HIDDEN, c: HIDDEN, d: 'd' },
  ],
  whole: [{ 'x-sensitive': true }, { a: { b: 1 } }, HIDDEN],
  'mark-beside-a-reference': [
    {
      ...DRAFT_07,
      properties: { a: { $ref: '#/definitions/a', ...SECRET } },
      definitions: { a: {} },
    },
    { a: 1 },
    { a: HIDDEN },
  ],
  'mark-in-another-file': [
    { properties: { owner: { $ref: '../_shared/person.json' } } },
    { owner: { name: 'N', mail: 'm@h.test' } },
    { owner: { name: 'N', mail: HIDDEN } },
  ],
  recursive: [
    { properties: { key: SECRET, next: { $ref: '#' }, all: { items: { $ref: '#' } } } },
    { key: 1, next: { key: 2, all: [{ key: 3, x: 4 }] } },
    { key: HIDDEN, next: { key: HIDDEN, all: [{ key: HIDDEN, x: 4 }] } },
  ],
  'one-branch-of-several': [
    { oneOf: [{ properties: { id: {} } }, { properties: { id: SECRET } }] },
    { id: 1 },
    { id: HIDDEN },
  ],
  'text-or-object': [
    { properties: { user: { anyOf: [{ type: 'string' }, { properties: { mail: SECRET } }] } } },
    { user: 'usr_1' },
    { user: 'usr_1' },
  ],
  'tuple-of-draft-04': [
    { ...DRAFT_04, properties: { a: { items: [{}, SECRET], additionalItems: SECRET } } },
    { a: [1, 2, 3] },
    { a: [1, HIDDEN, HIDDEN] },
  ],
  'dependencies-of-draft-07': [
    { ...DRAFT_07, dependencies: { a: { properties: { b: SECRET } }, c: ['b'] } },
    { a: 1, b: 2 },
    { a: 1, b: HIDDEN },
  ],
  contains: [
    { properties: { a: { contains: { properties: { k: SECRET } }, prefixItems: [{}] } } },
    { a: [{ k: 1 }, { k: 2 }] },
    { a: [{ k: HIDDEN }, { k: HIDDEN }] },
  ],
  'unevaluated-items': [
    { properties: { a: { prefixItems: [{}], unevaluatedItems: SECRET } } },
    { a: [1, 2] },
    { a: [1, HIDDEN] },
  ],
  'sensitive-names': [
    { properties: { by: { propertyNames: { format: 'email' } }, to: {} } },
    { by: { 'a@b.test': 1 }, to: { x: 2 } },
    { by: HIDDEN, to: { x: 2 } },
  ],
  'json-in-a-string': [
    {
      properties: {
        a: { contentSchema: { properties: { deep: { items: { $ref: '#/$defs/s' } } } } },
        b: { contentSchema: { type: 'object' } },
      },
      $defs: { s: SECRET },
    },
    { a: '{"deep":["x"]}', b: '{}' },
    { a: HIDDEN, b: '{}' },
  ],
  'data-that-looks-like-a-schema': [
    { properties: { a: { const: SECRET, default: { properties: { b: SECRET } } } } },
    { a: { 'x-sensitive': true, b: 1 } },
    { a: { 'x-sensitive': true, b: 1 } },
  ],
  'names-as-those-of-objects': [
    { properties: { constructor: SECRET, toString: {} } },
    { constructor: 1, toString: 2, valueOf: 3 },
    { constructor: HIDDEN, toString: 2, valueOf: 3 },
  ],
  'a-pattern-for-older-engines': [
    { patternProperties: { '^[\\w-.]+_key$': SECRET } },
    { 'a-b_key': 1, b: 2 },
    { 'a-b_key': HIDDEN, b: 2 },
  ],
  'a-pattern-that-could-take-long': [
    { patternProperties: { '^(a+)+$': SECRET } },
    { aa: 1, [`${'a'.repeat(10_000)}!`]: 2 },
    { aa: HIDDEN, [`${'a'.repeat(10_000)}!`]: 2 },
  ],
  none: [{ type: 'object', properties: { a: { type: 'string' } } }, { a: 'x' }, { a: 'x' }],
}

const SPECIMENS = specimens(50, 20_261_122).map((one, index) => ({
  ...one,
  name: `made.up-${index}`,
}))

let redact: Redact
let folder: string

beforeAll(async () => {
  const schemas: [path: string, schema: object][] = [
    ...Object.entries(FIXTURES).map(([name, [schema]]) => [`${name}.json`, schema] as const),
    ...SPECIMENS.map(
      ({ name, schema, definitions: $defs }) => [`${name}.json`, { ...schema, $defs }] as const,
    ),
  ].map(([file, schema]) => [`acme/events/${file}`, schema])
  const { out } = await generateOrThrow({
    'acme/webhooks.json': { auth: { type: 'bearer' }, events: { schemas: 'events/*' } },
    'acme/_shared/person.json': { properties: { mail: { format: 'email' } } },
    ...Object.fromEntries(schemas),
  })
  folder = join(out, 'acme/src')
  // Sound: the generator printed the module; the tests hold it to what they expect of it.
  const module = (await import(join(folder, 'redaction.ts'))) as { redact: Redact }
  redact = module.redact
}, 240_000)

test.each(Object.keys(FIXTURES))('%s', (name) => {
  const [, payload, want] = FIXTURES[name] ?? []
  expect(JSON.stringify(redact(name, payload))).toBe(JSON.stringify(want))
})

const countOf = (word: string, value: unknown) => JSON.stringify(value).split(word).length - 1

describe('made-up schemas', () => {
  test('mark enough to prove something', () => {
    const payloads = SPECIMENS.map(({ payload }) => payload)
    expect(countOf('secret', payloads)).toBeGreaterThan(200)
    expect(countOf('public', payloads)).toBeGreaterThan(200)
  })
  test('what is marked goes, and all else stays', () => {
    for (const { name, payload } of SPECIMENS) {
      const copy = redact(name, payload)
      expect(countOf('secret', copy), name).toBe(0)
      expect(countOf('public', copy), name).toBe(countOf('public', payload))
    }
  })
  test('under another name nothing shows', () => {
    for (const { payload } of SPECIMENS) {
      expect(countOf('public', redact('no.such.event', payload))).toBe(0)
    }
  })
})

describe('what is printed', () => {
  const printed = async (files: Readonly<Record<string, unknown>>) => {
    const { catalog } = await build({ schemas: '*.json' }, files)
    const [file] = emitRedaction(catalog)
    return String(file?.content)
  }
  const rulesIn = (text: string) => text.match(/^ {4}\{ .*$/gm) ?? []

  test('without marks there are no rules', async () => {
    const text = await printed({ 'a.json': { properties: { a: { items: { type: 'string' } } } } })
    expect(rulesIn(text)).toEqual([])
  })
  test('equal schemas share their rules', async () => {
    const person = { properties: { home: { properties: { mail: SECRET } }, age: {} } }
    const text = await printed({
      'a.json': { properties: { from: person, to: person } },
      'b.json': { properties: { from: person, to: person } },
    })
    expect(rulesIn(text)).toHaveLength(3)
    expect(text).not.toContain('age')
  })
})

/** The sources that a module reaches, at once or later. */
function reachedFrom(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path) || !existsSync(path)) return seen
  seen.add(path)
  for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(
    /['"](\.[^'"\n]+)\.js['"]/g,
  )) {
    for (const extension of ['.ts', '.js']) {
      reachedFrom(join(dirname(path), specifier + extension), seen)
    }
  }
  return seen
}

test('nobody pays for redaction or telemetry who does not import them', () => {
  for (const entry of ['index.ts', 'core.ts', 'node.ts', 'testing.ts']) {
    const reached = [...reachedFrom(join(folder, entry))]
    expect(reached.length).toBeGreaterThan(3)
    expect(reached.filter((path) => /redaction|otel/.test(path))).toEqual([])
  }
  expect([...reachedFrom(join(folder, 'redaction.ts'))]).toContain(
    join(folder, 'runtime/redaction.ts'),
  )
})
