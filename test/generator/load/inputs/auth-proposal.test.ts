/** What descriptions say of proofs: a notice with a ready `auth`, that the config schema takes. */
import { expect, test } from 'vitest'
import { planned } from '../../auth/planned.js'
import { load } from '../folder.js'

const content = { 'application/json': { schema: { type: 'object' } } }

async function proposals(root: object, operation: object = {}) {
  const webhooks = { a: { post: { requestBody: { content }, ...operation } } }
  const files = { 'openapi.json': { openapi: '3.1.0', webhooks, ...root } }
  const { list } = await load(files, undefined, { proposeAuth: true })
  return list.filter(({ code }) => code === 'NOTICE_AUTH_PROPOSED')
}

const speakeasy = (security: object) => ({ 'x-speakeasy-webhooks': { security } })
const fern = (rule: object) => ({ 'x-fern-webhook-signature': rule })
const SIGNATURE = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'SECRET' },
  content: '{body}',
}
const schemes = {
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      token: { type: 'apiKey', in: 'query', name: 'token' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'c' },
      basic: { type: 'http', scheme: 'Basic' },
      bearer: { type: 'http', scheme: 'bearer' },
      oauth: { type: 'oauth2', flows: {} },
    },
  },
}
const KEY = { type: 'apiKey', in: 'header', name: 'X-Key' }

const cases: [name: string, root: object, operation: object, auth: object][] = [
  [
    'Speakeasy, by its defaults',
    speakeasy({ type: 'signature' }),
    {},
    { ...SIGNATURE, signature: { from: '{header:x-webhook-signature}', encoding: 'base64' } },
  ],
  [
    'Speakeasy, in full',
    speakeasy({
      type: 'signature',
      headerName: 'X-Sig',
      signatureTextEncoding: 'hex',
      algorithm: 'hmac-sha256',
    }),
    {},
    { ...SIGNATURE, signature: { from: '{header:X-Sig}', encoding: 'hex' } },
  ],
  [
    'Speakeasy, Standard Webhooks',
    speakeasy({ type: 'signatureStandardWebhooks' }),
    {},
    { type: 'standardWebhooks' },
  ],
  [
    'Fern, with a timestamp',
    fern({
      type: 'hmac',
      header: 'x-sig',
      algorithm: 'sha512',
      encoding: 'hex',
      'signature-prefix': 'v1=',
      'payload-format': { components: ['timestamp', 'body'], delimiter: '.' },
      timestamp: { header: 'x-time', format: 'unix-millis', tolerance: 60 },
    }),
    {},
    {
      type: 'signature',
      alg: 'hmac-sha512',
      key: { secret: 'SECRET' },
      content: '{header:x-time}.{body}',
      signature: { from: '{header:x-sig}', prefix: 'v1=', encoding: 'hex' },
      timestamp: { from: '{header:x-time}', unit: 'ms', past: 60, future: 60 },
    },
  ],
  [
    'Fern, with keys that are published',
    fern({
      type: 'asymmetric',
      header: 'x-sig',
      'asymmetric-algorithm': 'rsa-sha256',
      'jwks-url': 'https://example.com/jwks',
      'key-id-header': 'x-kid',
    }),
    {},
    {
      type: 'signature',
      alg: 'rsa-sha256',
      key: { jwks: 'https://example.com/jwks', kid: '{header:x-kid}' },
      content: '{body}',
      signature: { from: '{header:x-sig}', encoding: 'base64' },
    },
  ],
  ['security of the webhook', schemes, { security: [{ key: [] }] }, KEY],
  ['HTTP Basic', schemes, { security: [{ basic: [] }] }, { type: 'basic' }],
  ['OAuth 2', schemes, { security: [{ oauth: [] }] }, { type: 'oauth2' }],
  [
    'alternatives',
    schemes,
    { security: [{ key: [] }, { bearer: [] }] },
    { schemes: { key: KEY, bearer: { type: 'bearer' } } },
  ],
  [
    'both at once',
    schemes,
    { security: [{ key: [], token: [] }] },
    { allOf: [KEY, { type: 'apiKey', in: 'query', name: 'token' }] },
  ],
]
test.each(cases)('%s', async (_name, root, operation, auth) => {
  const found = await proposals(root, operation)
  expect(found).toHaveLength(1)
  const proposed = JSON.parse(found[0]?.message.replace(/^[^{]*/, '') ?? '')
  expect(proposed).toEqual({ auth })
  expect(found[0]).toMatchObject({ severity: 'notice', line: expect.any(Number) })
  expect(planned(proposed).list.filter(({ severity }) => severity === 'error')).toEqual([])
})

const beyond: [name: string, root: object, operation?: object][] = [
  [
    'ECDSA, of which the curve is not said',
    fern({ type: 'asymmetric', header: 'h', 'asymmetric-algorithm': 'ecdsa-sha256' }),
  ],
  [
    'a content without its delimiter',
    fern({
      type: 'hmac',
      header: 'h',
      timestamp: { header: 't' },
      'payload-format': { components: ['timestamp', 'body'] },
    }),
  ],
  [
    'a message id, of which nobody says where it is',
    fern({ type: 'hmac', header: 'h', 'payload-format': { components: ['message-id'] } }),
  ],
  ['a header with a brace', fern({ type: 'hmac', header: 'h}{body' })],
  ['a proof of their own', speakeasy({ type: 'custom', headerName: 'x' })],
  ['a cookie', schemes, { security: [{ cookie: [] }] }],
  ['a scheme that is not there', schemes, { security: [{ nobody: [] }] }],
]
test.each(beyond)('not proposed: %s', async (_name, root, operation) => {
  expect(await proposals(root, operation)).toMatchObject([
    { message: expect.stringMatching(/has to be written by hand$/) },
  ])
})

test('the security of the whole API is about calls to it', async () => {
  expect(await proposals({ ...schemes, security: [{ bearer: [] }] })).toEqual([])
})

test('nothing is said to who has a config', async () => {
  const webhooks = { a: { post: { requestBody: { content } } } }
  const root = { openapi: '3.1.0', webhooks, ...speakeasy({ type: 'signature' }) }
  const { codes } = await load({ 'openapi.json': root })
  expect(codes).toEqual([])
})
