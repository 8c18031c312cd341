/** The presets: data that the config schema and the generator take, and whose proofs are tested. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { proofKind } from '../../../generator/presets/kind.js'
import { presetNames, readPreset } from '../../../generator/presets/presets.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { planned } from '../auth/planned.js'

const readMeta = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../schemas/meta/${name}`, import.meta.url), 'utf8'),
  ) as JsonObject

const ajv = new Ajv({ allErrors: true, strict: false })
ajv.addSchema(readMeta('webhooks.schema.json'))
const validate = ajv.compile(readMeta('preset.schema.json'))

const names = presetNames()

describe.each(names)('%s', (name) => {
  const preset = readPreset(name)
  test('is valid, and named as its file', () => {
    expect(validate(preset), JSON.stringify(validate.errors)).toBe(true)
    expect(preset?.name).toBe(name)
  })
  test('is a config without mistakes, and with nothing that it does not need', () => {
    const { list } = planned(preset?.config ?? {})
    const serious = list.filter(({ code, severity }) => severity === 'error' || /UNUSED/.test(code))
    expect(serious).toEqual([])
  })
})

test('there are as many as promised, and those with recorded deliveries are marked', () => {
  const proven = names.filter((name) => readPreset(name)?.provenBy !== undefined)
  console.info(
    `${names.length} presets: ${proven.length} proven, ${names.length - proven.length} not`,
  )
  expect(names.length).toBeGreaterThanOrEqual(100)
  expect(proven.length).toBeGreaterThanOrEqual(35)
})

test.each(['githib', '', '../package', 'constructor', 'github.json'])('%j is none', (name) => {
  expect(readPreset(name)).toBeUndefined()
})

const kinds: [auth: JsonObject, kind: string][] = [
  [{ type: 'signature', alg: 'hmac-sha256' }, 'signature hmac-sha256'],
  [{ type: 'signature', alg: { from: '{header:a}', map: {} } }, 'signature by map'],
  [{ type: 'jwt', algs: ['ES256', 'RS256'] }, 'jwt ES256/RS256'],
  [{ type: 'basic' }, 'basic'],
  [{ allOf: [{ type: 'basic' }] }, 'allOf'],
  [{ schemes: { a: { type: 'basic' }, b: { type: 'bearer' } } }, 'basic, bearer'],
]
test.each(kinds)('%j is listed by its kind', (auth, kind) => {
  expect(proofKind(auth)).toBe(kind)
})
