/** Tokens that were agreed upon, and mistakes in what a consumer says about tokens. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { generateOrThrow, type LoadedSdk, loadSdk } from '../support/sdk.js'

let sdk: LoadedSdk

beforeAll(async () => {
  const made = await generateOrThrow({
    'acme/webhooks.json': {
      auth: { schemes: { oauth2: { type: 'oauth2' } } },
      events: { type: 'any' },
    },
    'acme/events/any.json': true,
  })
  sdk = await loadSdk(made.out, 'acme')
})

type Inputs = NonNullable<NonNullable<ReceiverOptions['auth']>[string]>

const receiver = (oauth2: Inputs) => sdk.createReceiver({ auth: { oauth2 } })

const delivery = (token: string) => ({ headers: { authorization: `Bearer ${token}` }, body: '{}' })

describe('static tokens', () => {
  test('the token, and the one that is to replace it', async () => {
    const { verify } = receiver({ token: ['old', { id: 'next', value: 'new' }] })
    await expect(verify(delivery('old'))).resolves.toMatchObject({ secretId: 'token[0]' })
    await expect(verify(delivery('new'))).resolves.toMatchObject({ secretId: 'next' })
    await expect(verify(delivery('other'))).rejects.toMatchObject({
      code: 'ERR_PROOF_INVALID',
      message: 'the bearer token is not the one expected',
    })
  })
})

const HOW =
  'give { issuer, audience }, { introspection: { endpoint, clientId, clientSecret } } or { token }'
const EMPTY_AUDIENCE =
  'oauth2.audience is given and empty: leave it out, or give it a value; is an environment variable unset?'

const mistakes: readonly [name: string, options: Inputs, message: string][] = [
  ['nothing', {}, `oauth2 needs issuer and audience: ${HOW}`],
  ['an issuer alone', { issuer: 'https://a.example' }, `oauth2 needs issuer and audience: ${HOW}`],
  ['an empty audience', { issuer: 'https://a.example', audience: '' }, EMPTY_AUDIENCE],
  ['no audiences', { issuer: 'https://a.example', audience: [] }, EMPTY_AUDIENCE],
  [
    'an issuer over http',
    { issuer: 'http://a.example', audience: 'a' },
    'oauth2 needs issuer to be a URL with https, or with http on a loopback address',
  ],
  [
    'a host that begins as the loopback does',
    { issuer: 'http://127.0.0.1.a.example', audience: 'a' },
    'oauth2 needs issuer to be a URL with https, or with http on a loopback address',
  ],
  [
    'a key set over http',
    { issuer: 'https://a.example', audience: 'a', jwksUri: 'http://a.example' },
    'oauth2 needs jwksUri to be a URL with https, or with http on a loopback address',
  ],
  [
    'two ways at once',
    { token: 'a', issuer: 'https://a.example' },
    `oauth2 takes a token or issuer, not both: ${HOW}`,
  ],
  [
    'an unknown option',
    { isuer: 'a' },
    'the scheme oauth2 takes no isuer: it takes token, issuer, audience, jwksUri, introspection, scopes, leeway',
  ],
  [
    'a client without a secret',
    { introspection: { endpoint: 'https://a.example', clientId: 'a' } },
    'oauth2 needs introspection.clientSecret: text, or a function that finds it',
  ],
  [
    'a negative leeway',
    { issuer: 'https://a.example', audience: 'a', leeway: -1 },
    'oauth2 needs leeway to be a number of seconds, 600 at most',
  ],
]

test.each(mistakes)('%s is found when the receiver is created', (_name, options, message) => {
  expect(() => receiver(options)).toThrow(new TypeError(message))
})

test.each([
  ['no authorization', {}],
  ['another scheme', { authorization: 'Basic YTpi' }],
])('%s: the proof is missing', async (_name, headers) => {
  const { verify } = receiver({ token: 'a' })
  await expect(verify({ headers, body: '' })).rejects.toMatchObject({ code: 'ERR_PROOF_MISSING' })
})
