/** What AsyncAPI documents say of proofs becomes the same notice as what OpenAPI documents say. */
import { expect, test } from 'vitest'
import { planned } from '../../auth/planned.js'
import { load } from '../folder.js'

const MESSAGE = { name: 'a', payload: { type: 'object' } }
const SCHEMES = {
  key: { type: 'httpApiKey', in: 'header', name: 'X-Key' },
  token: { type: 'httpApiKey', in: 'query', name: 'token' },
  cookie: { type: 'httpApiKey', in: 'cookie', name: 'c' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  oauth: { type: 'oauth2', flows: {} },
  oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com' },
  user: { type: 'userPassword' },
  broker: { type: 'apiKey', in: 'user' },
  certificate: { type: 'X509' },
  sasl: { type: 'scramSha256' },
}
type Security = readonly (keyof typeof SCHEMES | 'nobody')[] | undefined

interface Secured {
  readonly operation?: Security
  readonly trait?: Security
  readonly server?: Security
  readonly protocol?: string
}

const components = { securitySchemes: SCHEMES }
const secured = (security: Security, print: (name: string) => object) =>
  security === undefined ? {} : { security: security.map(print) }

function two({ operation, trait, server, protocol = 'https' }: Secured): object {
  const named = (name: string) => ({ [name]: [] })
  const subscribe = {
    message: MESSAGE,
    ...secured(operation, named),
    traits: [{ summary: 's' }, secured(trait, named)],
  }
  const servers = { hooks: { url: 'x', protocol, ...secured(server, named) } }
  return { asyncapi: '2.6.0', servers, channels: { c: { subscribe } }, components }
}

function three({ operation, trait, server, protocol = 'https' }: Secured): object {
  const referred = (name: string) => ({ $ref: `#/components/securitySchemes/${name}` })
  const send = {
    action: 'send',
    channel: { $ref: '#/channels/c' },
    ...secured(operation, referred),
    traits: [{ summary: 's' }, secured(trait, referred)],
  }
  const servers = { hooks: { host: 'x', protocol, ...secured(server, referred) } }
  const channels = { c: { messages: { a: MESSAGE } } }
  return { asyncapi: '3.0.0', servers, channels, operations: { send }, components }
}

async function proposals(document: object, proposeAuth = true) {
  const { list } = await load({ 'asyncapi.json': document }, undefined, { proposeAuth })
  return list.filter(({ code }) => code === 'NOTICE_AUTH_PROPOSED')
}

const KEY = { type: 'apiKey', in: 'header', name: 'X-Key' }
const BEARER = { type: 'bearer' }

const cases: [name: string, secured: Secured, auth: object][] = [
  ['a key in a header', { operation: ['key'] }, KEY],
  ['a key in the query', { server: ['token'] }, { type: 'apiKey', in: 'query', name: 'token' }],
  ['HTTP Basic', { server: ['basic'] }, { type: 'basic' }],
  ['a bearer token', { server: ['bearer'] }, BEARER],
  ['OAuth 2', { operation: ['oauth'] }, { type: 'oauth2' }],
  ['OpenID Connect', { operation: ['oidc'] }, { type: 'oauth2' }],
  ['alternatives', { server: ['key', 'bearer'] }, { schemes: { key: KEY, bearer: BEARER } }],
  ['an operation before its server', { operation: ['key'], server: ['bearer'] }, KEY],
  ['a trait of the operation', { trait: ['key'], server: ['bearer'] }, KEY],
]
const versions: [title: string, make: (secured: Secured) => object][] = [
  ['2', two],
  ['3', three],
]
for (const [title, make] of versions) {
  test.each(cases)(`AsyncAPI ${title}: %s`, async (_name, given, auth) => {
    const found = await proposals(make(given))
    expect(found).toHaveLength(1)
    const proposed = JSON.parse(found[0]?.message.replace(/^[^{]*/, '') ?? '')
    expect(proposed).toEqual({ auth })
    expect(found[0]).toMatchObject({ severity: 'notice', line: expect.any(Number) })
    expect(planned(proposed).list.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  const beyond = ['cookie', 'user', 'broker', 'certificate', 'sasl'] as const
  test.each(beyond)(`AsyncAPI ${title}, not proposed: %s`, async (name) => {
    expect(await proposals(make({ operation: ['key', name] }))).toMatchObject([
      { message: 'security says how events are proven, in a way that has to be written by hand' },
    ])
  })

  const silent: [name: string, secured: Secured][] = [
    ['a server of another protocol', { server: ['user'], protocol: 'kafka' }],
    ['an operation without any', { operation: [], server: ['key'] }],
    ['nothing at all', {}],
  ]
  test.each(silent)(`AsyncAPI ${title}, nothing is said of %s`, async (_name, given) => {
    expect(await proposals(make(given))).toEqual([])
  })

  test(`AsyncAPI ${title}, nothing is said to who has a config`, async () => {
    expect(await proposals(make({ operation: ['key'] }), false)).toEqual([])
  })
}

test('AsyncAPI 3 may have a scheme in place', async () => {
  const document = { ...three({}), servers: { a: { protocol: 'HTTP', security: [SCHEMES.key] } } }
  expect(await proposals(document)).toMatchObject([
    { message: `security proposes how events are proven: ${JSON.stringify({ auth: KEY })}` },
  ])
})

test('two alternatives of one kind that have no names', async () => {
  const security = [SCHEMES.key, SCHEMES.token]
  const document = { ...three({}), servers: { a: { protocol: 'https', security } } }
  const [found] = await proposals(document)
  expect(Object.keys(JSON.parse(found?.message.replace(/^[^{]*/, '') ?? '').auth.schemes)).toEqual([
    'httpApiKey',
    'httpApiKey2',
  ])
})

test('a scheme that AsyncAPI 2 does not have is left to be written by hand', async () => {
  expect(await proposals(two({ operation: ['nobody'] }))).toMatchObject([
    { message: 'security says how events are proven, in a way that has to be written by hand' },
  ])
})

test('a reference to a scheme that AsyncAPI 3 does not have is an error', async () => {
  const { codes } = await load({ 'asyncapi.json': three({ operation: ['nobody'] }) }, undefined, {
    proposeAuth: true,
  })
  expect(codes).toContain('ERR_REF_MISSING acme/asyncapi.json#/operations/send/security/0')
})
