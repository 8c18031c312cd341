/** Discriminators inside payloads choose the branch, in validators and in types. */
import { describe, expect, test } from 'vitest'
import { emitPayloadTypes } from '../../../../generator/emit/payload-types.js'
import type { JsonObject } from '../../../../generator/schema/types.js'
import { build } from '../../catalog/catalog.js'
import { typeErrors } from '../types/compile.js'
import { runValidators } from './harness.js'

const shared = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const kind = { type: 'string' }
const cat = { required: ['kind'], properties: { kind, lives: { type: 'integer' } } }
const dog = { required: ['kind'], properties: { kind, lives: { type: 'string' } } }
const base = { type: 'object', required: ['kind'], properties: { kind } }
const extending = (name: string, own: JsonObject) => ({ allOf: [shared(name), own] })

function openApi(pet: JsonObject, schemas: JsonObject): Readonly<Record<string, unknown>> {
  const event = {
    type: 'object',
    required: ['type', 'pet'],
    properties: { type: { enum: ['seen'] }, pet },
  }
  const content = { 'application/json': { schema: event } }
  const webhooks = { seen: { post: { requestBody: { content } } } }
  const document = { openapi: '3.0.3', 'x-webhooks': webhooks, components: { schemas } }
  return { 'api.json': document }
}

function asyncApi(pet: JsonObject, schemas: JsonObject): Readonly<Record<string, unknown>> {
  const payload = {
    type: 'object',
    required: ['type', 'pet'],
    properties: { type: { enum: ['seen'] }, pet },
  }
  const messages = { seen: { payload } }
  return { 'api.json': { asyncapi: '3.0.0', components: { messages, schemas } } }
}

const union = (discriminator: JsonObject, more: JsonObject = {}) => ({
  oneOf: [shared('Cat'), shared('Dog')],
  discriminator: { propertyName: 'kind', ...discriminator },
  ...more,
})
const Base = { ...base, discriminator: { propertyName: 'kind' } }
const Cat = extending('Base', { properties: { lives: { type: 'integer' } } })
const Dog = extending('Base', { properties: { lives: { type: 'string' } } })

type Pet = JsonObject | null
interface Row {
  readonly files: Readonly<Record<string, unknown>>
  readonly taken: readonly Pet[]
  readonly refused: readonly Pet[]
}

const rows: Readonly<Record<string, Row>> = {
  'a mapping by references': {
    files: openApi(
      union({ mapping: { c: '#/components/schemas/Cat', d: '#/components/schemas/Dog' } }),
      { Cat: cat, Dog: dog },
    ),
    taken: [{ kind: 'c' }, { kind: 'c', lives: 9 }, { kind: 'd', lives: 'x' }],
    refused: [
      { kind: 'c', lives: 'x' },
      { kind: 'd', lives: 9 },
      { kind: 'e' },
      { lives: 9 },
      null,
    ],
  },
  'names of schemas': {
    files: openApi(union({}), { Cat: cat, Dog: dog }),
    taken: [{ kind: 'Cat', lives: 9 }, { kind: 'Dog' }],
    refused: [{ kind: 'Cat', lives: 'x' }, { kind: 'cat' }],
  },
  'a mapping of some, by name': {
    files: openApi(union({ mapping: { d: 'Dog' } }), { Cat: cat, Dog: dog }),
    taken: [
      { kind: 'Cat', lives: 9 },
      { kind: 'd', lives: 'x' },
    ],
    refused: [{ kind: 'd', lives: 9 }],
  },
  'several keys of one schema': {
    files: openApi(union({ mapping: { c: 'Cat', kitten: 'Cat', d: 'Dog' } }), {
      Cat: cat,
      Dog: dog,
    }),
    taken: [
      { kind: 'c', lives: 9 },
      { kind: 'kitten', lives: 9 },
      { kind: 'd', lives: 'x' },
    ],
    refused: [{ kind: 'kitten', lives: 'x' }, { kind: 'puppy' }],
  },
  anyOf: {
    files: openApi(
      { anyOf: [shared('Cat'), shared('Dog')], discriminator: { propertyName: 'kind' } },
      { Cat: cat, Dog: dog },
    ),
    taken: [{ kind: 'Cat', lives: 9 }],
    refused: [{ kind: 'Cat', lives: 'x' }],
  },
  nullable: {
    files: openApi(union({}, { nullable: true }), { Cat: cat, Dog: dog }),
    taken: [null, { kind: 'Dog', lives: 'x' }],
    refused: [{ kind: 'Dog', lives: 9 }],
  },
  'constants that the names contradict': {
    files: openApi(union({}), {
      Cat: { ...cat, properties: { ...cat.properties, kind: { enum: ['meow'] } } },
      Dog: { ...dog, properties: { ...dog.properties, kind: { enum: ['woof'] } } },
    }),
    taken: [
      { kind: 'meow', lives: 9 },
      { kind: 'woof', lives: 'x' },
    ],
    refused: [
      { kind: 'meow', lives: 'x' },
      { kind: 'Cat', lives: 9 },
    ],
  },
  'one for all other values': {
    files: openApi(union({ mapping: { c: 'Cat' }, defaultMapping: 'Dog' }), {
      Cat: cat,
      Dog: { ...dog, required: [] },
    }),
    taken: [{ kind: 'c', lives: 9 }, { kind: 'anything', lives: 'x' }, { lives: 'x' }],
    refused: [
      { kind: 'c', lives: 'x' },
      { kind: 'anything', lives: 9 },
    ],
  },
  inheritance: {
    files: openApi(shared('Base'), { Base, Cat, Dog }),
    taken: [{ kind: 'Cat', lives: 9 }, { kind: 'Dog', lives: 'x' }, { kind: 'Base' }],
    refused: [{ kind: 'Cat', lives: 'x' }, { kind: 'Dog', lives: 9 }, { kind: 'Cow' }, {}],
  },
  'inheritance behind a wrapper, with a mapping': {
    files: openApi(
      { allOf: [shared('Base')], nullable: true },
      {
        Base: { ...base, discriminator: { propertyName: 'kind', mapping: { c: 'Cat' } } },
        Cat,
        Dog,
        Puppy: extending('Dog', { required: ['age'] }),
      },
    ),
    taken: [null, { kind: 'c', lives: 9 }, { kind: 'Dog' }, { kind: 'Puppy', age: 1, lives: 'x' }],
    refused: [{ kind: 'c', lives: 'x' }, { kind: 'Puppy' }, { kind: 'Puppy', age: 1, lives: 9 }],
  },
  'AsyncAPI, by the name of the property': {
    files: asyncApi(shared('Base'), {
      Base: { ...base, discriminator: 'kind' },
      Cat,
      Dog: extending('Base', {
        properties: { kind: { const: 'woof' }, lives: { type: 'string' } },
      }),
    }),
    taken: [{ kind: 'Cat', lives: 9 }, { kind: 'woof', lives: 'x' }, { kind: 'Base' }],
    refused: [{ kind: 'Cat', lives: 'x' }, { kind: 'woof', lives: 9 }, { kind: 'Dog' }],
  },
}

describe.each(Object.entries(rows))('%s', (_name, { files, taken, refused }) => {
  test('strict and tolerant validators', async () => {
    const { catalog, said } = await build({ type: '{json:/type}' }, files)
    expect(said).toEqual([])
    const validators = (await runValidators(catalog)).get('seen')
    for (const mode of [validators, validators?.tolerant]) {
      const takes = (pet: Pet) => mode?.check({ type: 'seen', pet })
      expect([...taken, ...refused].filter(takes)).toEqual(taken)
      const explains = (pet: Pet) => mode?.explain({ type: 'seen', pet }).length === 0
      expect([...taken, ...refused].filter(explains)).toEqual(taken)
    }
  })

  test('types take what validators take', async () => {
    const { catalog } = await build({ type: '{json:/type}' }, files)
    const [types] = await emitPayloadTypes(catalog)
    const lines = taken.map(
      (pet, index) => `export const e${index}: Seen = ${JSON.stringify({ type: 'seen', pet })}`,
    )
    expect(await typeErrors(new Map([['types', [types?.content, ...lines].join('\n')]]))).toEqual(
      [],
    )
  })
})

test('types narrow by the property', async () => {
  const files = openApi(shared('Base'), { Base, Cat, Dog })
  const { catalog } = await build({ type: '{json:/type}' }, files)
  const [types] = await emitPayloadTypes(catalog)
  const narrowing = `
export function lives(e: Seen): number | undefined { return e.pet.kind === 'Cat' ? e.pet.lives : undefined }
export function other(e: Seen): string | undefined { return e.pet.kind === 'Dog' ? e.pet.lives : undefined }`
  expect(await typeErrors(new Map([['types', `${types?.content}${narrowing}`]]))).toEqual([])
  const wrong = `
export function lives(e: Seen): number | undefined { return e.pet.kind === 'Dog' ? e.pet.lives : undefined }`
  expect(await typeErrors(new Map([['types', `${types?.content}${wrong}`]]))).toHaveLength(1)
})

test('an event whose own schema others extend', async () => {
  const content = { 'application/json': { schema: shared('Base') } }
  const webhooks = { seen: { post: { requestBody: { content } } } }
  const schemas = { Base, Cat, Dog }
  const files = {
    'api.json': { openapi: '3.0.3', 'x-webhooks': webhooks, components: { schemas } },
  }
  const { catalog, said } = await build({ type: '{header:x-type}' }, files)
  expect(said).toEqual([])
  const validators = (await runValidators(catalog)).get('seen')
  expect(validators?.check({ kind: 'Cat', lives: 9 })).toBe(true)
  expect(validators?.check({ kind: 'Cat', lives: 'x' })).toBe(false)
})

test('a mapping that leads nowhere is reported', async () => {
  const files = openApi(union({ mapping: { c: '#/components/schemas/Cow' } }), {
    Cat: cat,
    Dog: dog,
  })
  const { said } = await build({ type: '{json:/type}' }, files)
  expect(said.filter((line) => line.startsWith('WARN_DISCRIMINATOR'))).toHaveLength(1)
})
