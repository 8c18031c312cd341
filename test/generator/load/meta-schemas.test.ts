/** Tests of generator/load/meta-schemas.ts: references to the drafts' own schemas. */
import { expect, test } from 'vitest'
import { isMetaSchema, metaSchemaDocument } from '../../../generator/load/meta-schemas.js'
import { DRAFTS, isObject } from '../../../generator/schema/types.js'
import { load } from './folder.js'

const URIS = [
  'http://json-schema.org/draft-04/schema',
  'http://json-schema.org/draft-06/schema',
  'http://json-schema.org/draft-07/schema',
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
]

test.each(URIS)('%s leads to the schema of that name', async (uri) => {
  const { references, documents, codes } = await load({ 'a.json': { items: { $ref: `${uri}#` } } })
  expect(codes).toEqual([])
  expect(references.get('a.json#/items')).toEqual({ file: uri, pointer: '' })
  const { value, draft } = documents.get(uri) ?? {}
  const id = isObject(value) ? String(value['$id'] ?? value['id']) : undefined
  expect(id?.replace(/#$/, '')).toBe(uri)
  expect(draft).toBe(DRAFTS[URIS.indexOf(uri)])
})

test('a file of the folder that has the id is taken instead', async () => {
  const [uri = ''] = URIS
  const { references } = await load({
    'a.json': { items: { $ref: uri } },
    '_own.json': { $id: uri },
  })
  expect(references.get('a.json#/items')).toEqual({ file: '_own.json', pointer: '' })
})

test('no other address is known', async () => {
  const { codes } = await load({ 'a.json': { $ref: 'https://json-schema.org/draft/next/schema' } })
  expect(codes).toEqual(['ERR_REF_REMOTE acme/a.json#'])
  expect(isMetaSchema('constructor')).toBe(false)
  expect(metaSchemaDocument('https://json-schema.org/')).toBe(undefined)
})
