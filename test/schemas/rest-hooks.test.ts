/** The schemas and the config of the REST Hooks provider: skinny payloads, and nothing less. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'

type Json = Record<string, unknown>

const SCHEMAS = fileURLToPath(new URL('../../schemas/', import.meta.url))
const EVENTS = join(SCHEMAS, 'rest-hooks/events')
const files = readdirSync(EVENTS)
const names = files.filter((file) => !file.startsWith('_')).map((file) => file.slice(0, -5))
const ajv = new Ajv2020({ strict: true, allErrors: true })
ajvFormats.default(ajv)
for (const file of files) ajv.addSchema(read(join(EVENTS, file)), file)

function read(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function isValid(name: string, payload: unknown): boolean {
  return ajv.validate(`${name}.json`, payload) === true
}

function exampleOf(name: string): Json {
  const { examples } = read(join(EVENTS, `${name}.json`))
  const [first]: Json[] = Array.isArray(examples) ? examples : []
  if (first === undefined) throw new Error(`${name} has no example`)
  return first
}

test('the events are of contacts and leads, named noun.verb', () => {
  expect(names.sort()).toEqual([
    'contact.created',
    'contact.deleted',
    'contact.updated',
    'lead.converted',
    'lead.created',
    'lead.updated',
  ])
})

test('the config fits the meta-schema', () => {
  const meta = read(join(SCHEMAS, 'meta/webhooks.schema.json'))
  const validate = new Ajv({ strict: false, allErrors: true }).compile(meta)
  validate(read(join(SCHEMAS, 'rest-hooks/webhooks.json')))
  expect(validate.errors ?? []).toEqual([])
})

describe.each(names)('%s', (name) => {
  const example = exampleOf(name)
  test('its own example is valid, and every member of it is needed', () => {
    expect(isValid(name, example)).toBe(true)
    for (const key of Object.keys(example)) {
      const { [key]: _gone, ...rest } = example
      expect([key, isValid(name, rest)]).toEqual([key, false])
    }
  })
  test('it is no other event', () => {
    const others = names.filter((other) => other !== name && isValid(other, example))
    expect(others).toEqual([])
  })
  test.each([
    ['event', 'contact.merged'],
    ['id', ''],
    ['occurred_at', '9 March'],
    ['resource_id', 42],
    ['resource_url', 'contacts/42'],
  ])('%s cannot be %j', (key, value) => {
    const isThere = Object.hasOwn(example, key)
    expect(isValid(name, { ...example, [key]: value })).toBe(!isThere)
  })
})
