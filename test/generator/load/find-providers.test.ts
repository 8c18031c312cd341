/** Tests of generator/load/find-providers.ts. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { findProviders } from '../../../generator/load/find-providers.js'
import { type Content, makeFolder, summary } from './folder.js'

function find(files: Readonly<Record<string, Content>>): { found: object[]; codes: string[] } {
  const diagnostics = new Diagnostics()
  const root = makeFolder({ '.keep': '', ...files })
  const found = findProviders(root, 'in/', diagnostics).map(({ root: path, ...rest }) => ({
    ...rest,
    name: path === root ? 'ROOT' : rest.name,
    below: path === root ? '' : path.slice(root.length + 1),
  }))
  return { found, codes: diagnostics.list.map(summary) }
}

const self = { name: 'ROOT', shown: 'in/', below: '' }
const cases: [name: string, files: Record<string, Content>, found: object[], ...codes: string[]][] =
  [
    [
      'a config makes the folder a provider',
      { 'webhooks.json': {}, 'b/webhooks.json': {} },
      [{ ...self, configFile: 'webhooks.json' }],
    ],
    [
      'not a description of that name',
      { 'webhooks.json': { openapi: '3.1.0' } },
      [self],
      'NOTICE_BARE_FOLDER in/',
    ],
    [
      'not one in YAML',
      { 'webhooks.yaml': 'info: {}\nopenapi: 3.1.0\n' },
      [self],
      'NOTICE_BARE_FOLDER in/',
    ],
    [
      'a config under another name is no schema, and nothing stands for it',
      { 'webhook.json': { auth: {}, events: {} }, 'events/a.json': {} },
      [],
      'ERR_CONFIG_MISNAMED in/webhook.json',
    ],
    [
      'one in YAML, one with comments and one in code',
      {
        'a/hookwright.yaml': 'auth:\n  preset: github\nprovider: a\n',
        'b/webhooks.config.jsonc': '{\n  // ours\n  "auth": {},\n  "sender": {}\n}',
        'c/webhooks.config.ts': 'export default {\n  auth: {},\n  events: {},\n}\n',
      },
      [],
      'ERR_CONFIG_MISNAMED in/a/hookwright.yaml',
      'ERR_CONFIG_MISNAMED in/b/webhooks.config.jsonc',
      'ERR_CONFIG_MISNAMED in/c/webhooks.config.ts',
    ],
    [
      'one beside providers is pointed out',
      { 'a/webhooks.json': {}, 'b/webhook.json': { auth: {}, provider: 'b' } },
      [{ name: 'a', shown: 'in/a', below: 'a', configFile: 'webhooks.json' }],
      'WARN_CONFIG_MISNAMED in/b/webhook.json',
    ],
    [
      'schemas and descriptions that are called like one',
      {
        'webhook.json': { properties: { auth: {} } },
        'hook.sent.json': { type: 'object', auth: 1, properties: {} },
        'webhooks.api.yaml': 'openapi: 3.1.0\nauth: 1\nevents: 2\n',
      },
      [self],
      'NOTICE_BARE_FOLDER in/',
    ],
    ['YAML, and any case', { 'Webhooks.YML': '' }, [{ ...self, configFile: 'Webhooks.YML' }]],
    [
      'otherwise the children that have one',
      {
        'b/webhooks.yaml': '',
        'a/webhooks.json': {},
        'meta/webhooks.schema.json': {},
        'node_modules/webhooks.json': {},
        'c.json': {},
      },
      [
        { name: 'a', shown: 'in/a', below: 'a', configFile: 'webhooks.json' },
        { name: 'b', shown: 'in/b', below: 'b', configFile: 'webhooks.yaml' },
      ],
    ],
    [
      'otherwise the folder, bare',
      { 'a/b/webhooks.json': {}, 'push.json': {} },
      [self],
      'NOTICE_BARE_FOLDER in/',
    ],
    [
      'a folder called like a config is none',
      { 'webhooks.json/a.json': {} },
      [self],
      'NOTICE_BARE_FOLDER in/',
    ],
    ['two configs', { 'webhooks.json': {}, 'webhooks.yml': '' }, [], 'ERR_CONFIG_DUPLICATE in/'],
    [
      'two configs in one child leave the others',
      { 'a/webhooks.json': {}, 'a/webhooks.yml': '', 'b/webhooks.json': {} },
      [{ name: 'b', shown: 'in/b', below: 'b', configFile: 'webhooks.json' }],
      'ERR_CONFIG_DUPLICATE in/a',
    ],
    [
      'a link that leaves the folder',
      { out: { link: '/' } },
      [self],
      'NOTICE_BARE_FOLDER in/',
      'WARN_SYMLINK_OUTSIDE in/out',
    ],
    ['a link in a circle', { loop: { link: 'loop' } }, [self], 'NOTICE_BARE_FOLDER in/'],
  ]
test.each(cases)('%s', (_name, files, found, ...codes) => {
  expect(find(files)).toEqual({ found, codes })
})

test.each(['nowhere', 'file.json'])('%s is no folder', (name) => {
  const diagnostics = new Diagnostics()
  const root = makeFolder({ 'file.json': {} })
  expect(findProviders(join(root, name), name, diagnostics)).toEqual([])
  expect(diagnostics.list).toMatchObject([
    { code: 'ERR_FOLDER_MISSING', message: `the folder ${name} does not exist or is not a folder` },
  ])
})

test('the messages say what to do', () => {
  const diagnostics = new Diagnostics()
  findProviders(makeFolder({ 'webhooks.json': {}, 'webhooks.yaml': '' }), 'in', diagnostics)
  findProviders(makeFolder({}), 'in', diagnostics)
  expect(diagnostics.list.map(({ message }) => message)).toEqual([
    'in has 2 configs: webhooks.json, webhooks.yaml',
    'in has no webhooks.json: Standard Webhooks signatures are assumed, and the files give the events their names',
  ])
})
