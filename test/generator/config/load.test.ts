/** Configs: every mistake is said with its file, line and pointer, and with what was probably meant. */
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../../generator/config/load.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

const AUTH = { type: 'bearer' }
const signature = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'KEY' },
  content: '{body}',
  signature: { from: '{header:x}', encoding: 'hex' },
}
const handshake = { name: 'a', method: 'GET', verify: 'none', respond: { status: 200 } }

async function load(content: unknown, configFile = 'webhooks.json') {
  const root = writeFiles(temporaryFolder(), { [configFile]: content })
  const diagnostics = new Diagnostics()
  const folder = { name: 'acme', root, shown: 'schemas/acme', configFile }
  const { config, isValid } = await loadConfig(folder, diagnostics)
  const { list } = diagnostics
  return {
    config,
    isValid,
    list,
    said: list.map(({ pointer, message }) => `${pointer} ${message}`),
  }
}

const mistakes: [name: string, config: unknown, said: string, hint?: string][] = [
  ['no auth', {}, '# the config needs "auth"'],
  [
    'a misspelt key',
    { auth: AUTH, evnts: {} },
    '#/evnts unknown key "evnts"',
    'did you mean "events"?',
  ],
  [
    'a misspelt key deep inside',
    { auth: { ...signature, timestamp: { from: 'x', pst: 1 } } },
    '#/auth/timestamp/pst unknown key "pst"',
    'did you mean "past"?',
  ],
  [
    'a key that is like none',
    { auth: AUTH, sender: { whatever: 1 } },
    '#/sender/whatever unknown key "whatever"',
    'the keys here are deadlineSeconds, retries, sharedKey, retriesClientErrors, successStatuses, stopRetry',
  ],
  [
    '__proto__',
    `{"auth":${JSON.stringify(AUTH)},"__proto__":{}}`,
    '#/__proto__ unknown key "__proto__"',
  ],
  ['constructor', { auth: AUTH, constructor: 1 }, '#/constructor unknown key "constructor"'],
  ['toString inside', { auth: { ...AUTH, toString: 1 } }, '#/auth/toString unknown key "toString"'],
  ['a key with a slash', { auth: AUTH, 'a/b~c': 1 }, '#/a~1b~0c unknown key "a/b~c"'],
  ['a proof without type', { auth: {} }, '#/auth "auth" needs "type"'],
  ['a proof without algorithm', { auth: without(signature, 'alg') }, '#/auth "auth" needs "alg"'],
  [
    'an unknown proof',
    { auth: { type: 'baerer' } },
    '#/auth/type "type" must be one of "signature", "jwt", "oauth2", "check", "none", "standardWebhooks", "basic", "bearer", "apiKey", "queryToken", "transport", "ipAllowlist", "clientCert", "custom", "httpsig"',
    'did you mean "bearer"?',
  ],
  [
    'an unknown encoding',
    { auth: { ...signature, signature: { from: 'x', encoding: 'base46' } } },
    '#/auth/signature/encoding "encoding" must be one of "hex", "base64", "base64url", "utf8"',
    'did you mean "base64"?',
  ],
  ['a number for text', { auth: AUTH, title: 5 }, '#/title "title" must be string'],
  [
    'a list of numbers',
    { auth: AUTH, methods: [] },
    '#/methods "methods" must NOT have fewer than 1 items',
  ],
  [
    'globs that are none',
    { auth: AUTH, events: { schemas: 5 } },
    '#/events/schemas "schemas" must be string or array',
  ],
  [
    'a glob that is none',
    { auth: AUTH, events: { schemas: [5] } },
    '#/events/schemas/0 "0" must be string',
  ],
  [
    'a payload that is no pointer',
    { auth: AUTH, events: { payload: 'data' } },
    '#/events/payload "payload" must match pattern "^(?:/(?:[^~/]|~[01])*)*$"',
  ],
  [
    'a secret with an odd name',
    { auth: AUTH, secrets: { 'a b': {} } },
    '#/secrets/a b the name "a b" must match pattern "^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$"',
  ],
  [
    'a scheme with an odd name',
    { auth: { schemes: { 'a b': AUTH } } },
    '#/auth/schemes/a b the name "a b" must match pattern "^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$"',
  ],
  [
    'a key whose secret has an odd name',
    { auth: { ...AUTH, secret: '__proto__' } },
    '#/auth/secret "secret" must match pattern "^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$"',
  ],
  [
    'no schemes',
    { auth: { schemes: {} } },
    '#/auth/schemes "schemes" must NOT have fewer than 1 properties',
  ],
  [
    'a check of nothing',
    { auth: { type: 'check', value: 'x' } },
    '#/auth "auth" needs exactly one of equals, oneOf, matches, present, absent',
  ],
  [
    'a check of two things',
    { auth: { type: 'check', value: 'x', equals: 'a', present: true } },
    '#/auth "auth" needs exactly one of equals, oneOf, matches, present, absent',
  ],
  [
    'a check of two things in a list',
    { auth: AUTH, handshakes: [{ ...handshake, match: [{ value: 'x' }] }] },
    '#/handshakes/0/match/0 "0" needs exactly one of equals, oneOf, matches, present, absent',
  ],
  [
    'present that is false',
    { auth: { type: 'check', value: 'x', present: false } },
    '#/auth/present "present" must be true',
  ],
  ['no content', { auth: without(signature, 'content') }, '#/auth "auth" needs "content"'],
  [
    'content in two ways',
    { auth: { ...signature, contentVariants: ['a'] } },
    '#/auth/content "content" cannot stand here',
  ],
  [
    'a switch that ends otherwise',
    {
      auth: {
        switch: [
          Object.fromEntries([
            ['when', [{ value: 'x', present: true }]],
            ['then', AUTH],
          ]),
        ],
        else: 'accept',
      },
    },
    '#/auth/else "else" must be "reject"',
  ],
  [
    'a handshake whose status is none',
    { auth: AUTH, handshakes: [{ ...handshake, respond: { status: 600 } }] },
    '#/handshakes/0/respond/status "status" must be <= 599',
  ],
  ['auth as a list', { auth: [] }, '#/auth "auth" must be object'],
  ['a list as a config', [], '# the config must be object'],
  ['null as a config', 'null', '# the config must be object'],
]
test.each(mistakes)('%s', async (_name, content, said, hint) => {
  const found = await load(content)
  expect(found.said).toEqual([said])
  expect(found.list[0]).toMatchObject({
    code: 'ERR_CONFIG',
    severity: 'error',
    file: 'schemas/acme/webhooks.json',
  })
  if (hint !== undefined) expect(found.list[0]?.hint).toBe(hint)
  expect(found.isValid).toBe(false)
})

test('several mistakes are all said, each with its line and column', async () => {
  const found = await load(`{
  "auth": { "type": "bearer",
    "secrt": "A" },
  "methods": ["POST", "DELETE"],
  "titel": "x"
}`)
  expect(found.list.map(({ line, column, pointer }) => [line, column, pointer])).toEqual([
    [3, 14, '#/auth/secrt'],
    [4, 23, '#/methods/1'],
    [5, 12, '#/titel'],
  ])
})

test('a config in YAML is held to the same rules', async () => {
  const found = await load('auth:\n  type: bearer\n  secrt: A\n', 'webhooks.yaml')
  expect(found.said).toEqual(['#/auth/secrt unknown key "secrt"'])
  expect(found.list[0]).toMatchObject({ file: 'schemas/acme/webhooks.yaml', line: 3 })
})

test('a config that cannot be read is no config', async () => {
  const found = await load('{ "auth": ')
  expect(found.config).toBeUndefined()
  expect(found.isValid).toBe(false)
  expect(found.list).toEqual([expect.objectContaining({ severity: 'error', line: 1 })])
})

describe('what is right', () => {
  test.each([
    ['the least', { auth: AUTH }],
    ['a name of Object.prototype', { auth: AUTH, secrets: { constructor: {} } }],
    ['hostile file names', `{"auth":{"type":"bearer"},"events":{"names":{"__proto__":"a"}}}`],
    [
      'several variants',
      { auth: { ...without(signature, 'content'), contentVariants: ['a', ['b']] } },
    ],
  ])('%s passes', async (_name, content) => {
    const found = await load(content)
    expect(found.said).toEqual([])
    expect(found.isValid).toBe(true)
  })

  test('a folder without a config sends Standard Webhooks', async () => {
    const diagnostics = new Diagnostics()
    const folder = { name: 'acme', root: temporaryFolder(), shown: 'acme' }
    const { config, isValid } = await loadConfig(folder, diagnostics)
    expect(isValid).toBe(true)
    expect(config).toMatchObject({ file: 'acme', value: { auth: { type: 'standardWebhooks' } } })
    expect(config?.locate('/auth')).toEqual({ line: 1, column: 1 })
  })
})

function without(node: object, key: string): object {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key))
}
