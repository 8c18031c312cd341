/** What seeded schemas have brought to light, each shrunk to a fixture that says what is right. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Draft, JsonSchema, JsonValue } from '../../generator/schema/types.js'
import { typeErrors } from '../generator/emit/types/compile.js'
import { temporaryFolder } from '../support/folders.js'
import { runCase } from './run-case.js'

interface Fixture {
  readonly about: string
  readonly draft: Draft
  readonly schema: JsonSchema
  readonly valid: readonly JsonValue[]
  readonly invalid: readonly JsonValue[]
}

const FIXTURES = join(import.meta.dirname, 'fixtures')
const parent = temporaryFolder()

test.each(readdirSync(FIXTURES))('%s', async (file) => {
  const fixture: Fixture = JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'))
  const { draft, schema, valid, invalid } = fixture
  const good = await runCase({ draft, schema, payloads: valid }, parent)
  const bad = await runCase({ draft, schema, payloads: invalid }, parent)
  expect([good.reported, bad.reported]).toEqual([[], []])
  expect([good.valid, good.invalid]).toEqual([valid.length, 0])
  expect([bad.valid, bad.invalid]).toEqual([0, invalid.length])
  expect(await typeErrors(new Map([['types', good.types]]))).toEqual([])
})
