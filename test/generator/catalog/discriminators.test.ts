/** The `discriminator` of OpenAPI: what its mapping, or the name of a schema, says of an event. */
import { describe, expect, test } from 'vitest'
import { names } from './catalog.js'

describe('a discriminator of OpenAPI names branches that say no type themselves', () => {
  const open = (title: string) => ({
    type: 'object',
    title,
    properties: { type: { type: 'string' } },
  })
  const choice = (discriminator: object) => ({
    'events/all.json': {
      oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
      discriminator,
      $defs: { Cat: open('cat'), Dog: open('dog') },
    },
  })
  const cases: [name: string, discriminator: object, want: string[]][] = [
    ['by references', { mapping: { cat: '#/$defs/Cat', dog: '#/$defs/Dog' } }, ['cat', 'dog']],
    ['by names', { mapping: { cat: 'Cat', dog: 'Dog' } }, ['cat', 'dog']],
    [
      'several of one',
      { mapping: { cat: 'Cat', kitten: 'Cat', dog: 'Dog' } },
      ['cat', 'dog', 'kitten'],
    ],
    ['without a mapping', {}, ['Cat', 'Dog']],
    ['of some', { mapping: { dog: 'Dog' } }, ['Cat', 'dog']],
    ['with another for all other values', { defaultMapping: '#/$defs/Pet' }, ['Cat', 'Dog']],
  ]
  test.each(cases)('%s', async (_name, more, want) => {
    expect(await names({}, choice({ propertyName: 'type', ...more }))).toEqual(want)
  })
  test.each([
    ['of another property', { propertyName: 'kind' }],
    ['with one for all other values', { propertyName: 'type', defaultMapping: 'Dog' }],
  ])('%s it says nothing', async (_name, discriminator) => {
    const [one, ...others] = await names({}, choice(discriminator))
    expect(one).toMatch(/^WARN_EVENT_BUNDLE .* call "all"$/)
    expect(others).toEqual([])
  })
})

describe('a discriminator of a schema that others extend names those', () => {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } }
  const extending = (name: string, more: object = {}) => ({
    allOf: [{ $ref: `#/components/schemas/${name}` }, more],
  })
  const document = (discriminator: object, type: object, more: object = {}) => ({
    'openapi.json': {
      openapi: '3.0.3',
      'x-webhooks': { pet: { post: { requestBody: { content } } } },
      components: {
        schemas: {
          Pet: {
            type: 'object',
            required: ['type'],
            properties: { type },
            discriminator: { propertyName: 'type', ...discriminator },
          },
          Cat: extending('Pet', { properties: { lives: { type: 'integer' } } }),
          Dog: extending('Pet', { properties: { barks: { type: 'boolean' } } }),
          Owner: { properties: { pet: { $ref: '#/components/schemas/Pet' } } },
          ...more,
        },
      },
    },
  })
  const text = { type: 'string' }
  const mapping = { cat: 'Cat', dog: '#/components/schemas/Dog' }
  const puppy = {
    Puppy: extending('Dog'),
    Loop: { allOf: [extending('Loop'), extending('Puppy')] },
  }

  const cases: [name: string, files: Readonly<Record<string, unknown>>, want: string[]][] = [
    ['by a mapping', document({ mapping }, text), ['cat', 'dog']],
    ['by their own names', document({}, text), ['Cat', 'Dog']],
    ['by both', document({ mapping: { dog: 'Dog' } }, text), ['Cat', 'dog']],
    ['through others', document({ mapping }, text, puppy), ['Puppy', 'cat', 'dog']],
    ['which it lists', document({ mapping }, { enum: ['cat', 'dog'] }), ['cat', 'dog']],
    ['which it lists by name', document({}, { enum: ['Cat', 'Dog'] }), ['Cat', 'Dog']],
    ['unless they say their types', document({}, text, { Cat: typedCat }), ['Dog', 'tom']],
    ['not where other values come as well', document({ defaultMapping: 'Dog' }, text), ['pet']],
    ['not without any', document({ propertyName: 'type' }, text, { Cat: {}, Dog: {} }), ['pet']],
  ]
  test.each(cases)('%s', async (_name, files, want) => {
    expect(await names({}, files)).toEqual(want)
  })
  test('not where the type is in a header', async () => {
    const files = document({ mapping }, text)
    expect(await names({ type: '{header:x-event}' }, files)).toEqual(['pet'])
  })
})

const typedCat = {
  allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { type: { const: 'tom' } } }],
}
