/** Tests of generator/load/reference-target.ts and suggest.ts: references that are refused. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { loadSchemas } from '../../../generator/load/load.js'
import { type Content, load, makeFolder, providerAt, summary } from './folder.js'

type Files = Record<string, Content>

const OUTSIDE = 'escapes the schema folder acme; nothing outside of it is read'
const bad: [
  name: string,
  files: Files,
  code: string,
  at: string,
  message: string,
  hint?: string,
][] = [
  [
    'a path out of the folder',
    { 'a.json': { not: { $ref: '../../../etc/passwd' } } },
    'ERR_REF_OUTSIDE',
    '3:11 #/not',
    `"$ref": "../../../etc/passwd" ${OUTSIDE}`,
  ],
  [
    'the same with escapes',
    { 'a.json': { $ref: '..%2f..%2fetc%2fpasswd#/a' } },
    'ERR_REF_OUTSIDE',
    '2:10 #',
    `"$ref": "..%2f..%2fetc%2fpasswd#/a" ${OUTSIDE}`,
  ],
  [
    'the same in a roundabout way',
    { 'x/a.json': { $ref: '../x/../../b.json' } },
    'ERR_REF_OUTSIDE',
    '2:10 #',
    `"$ref": "../x/../../b.json" ${OUTSIDE}`,
  ],
  [
    'a link out of the folder',
    { 'a.json': { $ref: '_l/passwd' }, _l: { link: '/etc' } },
    'ERR_REF_OUTSIDE',
    '2:10 #',
    `"$ref": "_l/passwd" ${OUTSIDE}`,
  ],
  [
    'a file URL',
    { 'a.json': { $ref: 'file:///etc/passwd' } },
    'ERR_REF_SCHEME',
    '2:10 #',
    '"$ref": "file:///etc/passwd" has the scheme "file:", which is not followed',
    'refer to a file below the folder by its relative path',
  ],
  [
    'another scheme',
    { 'a.json': { $ref: 'data:application/json,{}' } },
    'ERR_REF_SCHEME',
    '2:10 #',
    '"$ref": "data:application/json,{}" has the scheme "data:", which is not followed',
    'refer to a file below the folder by its relative path',
  ],
  [
    'a remote one',
    { 'a.json': { $ref: 'HTTPS://x.example/a' } },
    'ERR_REF_REMOTE',
    '2:10 #',
    '"$ref": "HTTPS://x.example/a" is remote, and no file of the folder has that $id; nothing is fetched',
    'put the schema into the folder, with that URI as its $id',
  ],
  [
    'a remote one without a scheme',
    { 'a.json': { $ref: '//x.example/a' } },
    'ERR_REF_REMOTE',
    '2:10 #',
    '"$ref": "//x.example/a" is remote, and no file of the folder has that $id; nothing is fetched',
    'put the schema into the folder, with that URI as its $id',
  ],
  [
    'a missing file',
    { 'a.json': { $ref: './nope.json' } },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "./nope.json" leads to no file: nope.json does not exist in acme',
  ],
  [
    'a missing file of a similar name',
    { 'x/a.json': { $ref: '../_s/usre.json' }, '_s/user.json': {} },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "../_s/usre.json" leads to no file: _s/usre.json does not exist in acme',
    'did you mean "../_s/user.json"?',
  ],
  [
    'a missing extension',
    { 'a.json': { $ref: '_s/user' }, '_s/user.yaml': 'type: object' },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "_s/user" leads to no file: _s/user does not exist in acme',
    'did you mean "_s/user.yaml"?',
  ],
  [
    'a file in another folder',
    { 'x/a.json': { $ref: 'user.json' }, '_s/user.json': {} },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "user.json" leads to no file: x/user.json does not exist in acme',
    'did you mean "../_s/user.json"?',
  ],
  [
    'a folder',
    { 'a.json': { $ref: '_s' }, '_s/user.json': {} },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "_s" leads to no file: _s does not exist in acme',
  ],
  [
    'a path with NUL',
    { 'a.json': { $ref: 'a%00.json' } },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "a%00.json" leads to no file: a\0.json does not exist in acme',
    'did you mean "a.json"?',
  ],
  [
    'a path relative to a remote id',
    { 'a.json': { $id: 'https://x.example/a', $ref: 'b' } },
    'ERR_REF_MISSING',
    '3:10 #',
    '"$ref": "b" leads to no file: b does not exist in acme, and no file of it has that $id',
  ],
  [
    'a missing pointer',
    { 'a.json': { $ref: '#/$defs/Custmer', $defs: { Customer: {} } } },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "#/$defs/Custmer" leads nowhere: acme/a.json has nothing at "#/$defs/Custmer"',
    'did you mean "#/$defs/Customer"?',
  ],
  [
    'definitions for $defs',
    { 'a.json': { $ref: '#/definitions/q', $defs: { q: {} } } },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "#/definitions/q" leads nowhere: acme/a.json has nothing at "#/definitions/q"',
    'did you mean "#/$defs/q"?',
  ],
  [
    'a name that every object inherits',
    { 'a.json': { $ref: '#/constructor' } },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "#/constructor" leads nowhere: acme/a.json has nothing at "#/constructor"',
  ],
  [
    'a missing anchor',
    { 'a.json': { $ref: '#nodee', $defs: { q: { $anchor: 'node' } } } },
    'ERR_REF_MISSING',
    '2:10 #',
    '"$ref": "#nodee" leads nowhere: acme/a.json has no anchor "nodee"',
    'did you mean "node"?',
  ],
  [
    'what is no schema',
    { 'a.json': { $ref: '#/x', x: [1] } },
    'ERR_REF_NOT_SCHEMA',
    '2:10 #',
    '"$ref": "#/x" leads to what is no schema: an object or a boolean was expected',
  ],
  [
    'a file that is no schema',
    { 'a.json': { $ref: '_b.json' }, '_b.json': [1] },
    'ERR_REF_NOT_SCHEMA',
    '2:10 #',
    '"$ref": "_b.json" leads to what is no schema: an object or a boolean was expected',
  ],
  [
    'an id that two shared files claim',
    {
      'a.json': { $ref: 'https://x.example/q' },
      '_b.json': { $id: 'https://x.example/q' },
      '_c.json': { $id: 'https://x.example/q' },
    },
    'ERR_ID_DUPLICATE',
    '2:10 #',
    '"$ref": "https://x.example/q" can mean acme/_b.json and acme/_c.json: both have that id',
  ],
]
test.each(bad)('refused: %s', async (_name, files, code, at, message, hint) => {
  const { list } = await load(files)
  const errors = list.filter(({ code: found }) => !found.startsWith('WARN_SYMLINK'))
  expect(errors.map((it) => `${it.line}:${it.column} ${it.pointer}`)).toEqual([at])
  expect(errors[0]).toMatchObject({ code, severity: 'error', message, hint })
})

test('the content of a file outside of the folder is nowhere in the diagnostics', async () => {
  const { list, documents } = await load({
    'a.json': { allOf: [{ $ref: '_l.json' }, { $ref: '_l.json#/root' }, { $ref: '/etc/passwd' }] },
    '_l.json': { link: '/etc/passwd' },
  })
  expect(list.map(({ code }) => code)).toEqual([
    'WARN_SYMLINK_OUTSIDE',
    'ERR_REF_OUTSIDE',
    'ERR_REF_OUTSIDE',
    'ERR_REF_MISSING',
  ])
  expect(JSON.stringify(list)).not.toContain('root:')
  expect([...documents.keys()]).toEqual(['a.json'])
})

test('a path that leaves the folder is refused also where it comes back', async () => {
  const root = makeFolder({ 'acme/a.json': { $ref: '../acme/_b.json' }, 'acme/_b.json': {} })
  const diagnostics = new Diagnostics()
  await loadSchemas(providerAt(join(root, 'acme')), {}, diagnostics)
  expect(diagnostics.list.map(summary)).toEqual(['ERR_REF_OUTSIDE acme/a.json#'])
})
