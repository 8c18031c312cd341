/** What a consumer may say about bearer tokens, to the compiler and when the receiver is created. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectTypeOf, test } from 'vitest'
import type { OAuth2Options } from '../../templates/runtime/auth/oauth2-options.js'
import type { ReceiverOptions, SchemeInputs } from '../../templates/runtime/options.js'
import { generateOrThrow } from '../support/sdk.js'

const endpoint = 'https://issuer.example.com/introspect'

test('the options of a bearer token are one of three, and nothing between them', () => {
  expectTypeOf<{ issuer: string; audience: string[] }>().toExtend<OAuth2Options>()
  expectTypeOf<{ token: string | undefined }>().toExtend<OAuth2Options>()
  expectTypeOf<{
    introspection: { endpoint: string; clientId: string; clientSecret: () => Promise<string> }
  }>().toExtend<OAuth2Options>()
  expectTypeOf<{ issuer: string }>().not.toExtend<OAuth2Options>()
  expectTypeOf<{ audience: string }>().not.toExtend<OAuth2Options>()
  expectTypeOf<{ introspection: { endpoint: string } }>().not.toExtend<OAuth2Options>()
  // @ts-expect-error TS2322: a token is agreed upon, or an issuer vouches for it.
  const both: OAuth2Options = { issuer: 'https://a.example', audience: 'a', token: 'b' }
  // @ts-expect-error TS2353: a misspelt option.
  const misspelt: OAuth2Options = { issuer: 'https://a.example', audience: 'a', scope: ['b'] }
  expect([both, misspelt]).toHaveLength(2)
})

test('they are what a receiver takes for a scheme', () => {
  expectTypeOf<OAuth2Options>().toExtend<SchemeInputs>()
  const options: ReceiverOptions = {
    auth: { oauth2: { introspection: { endpoint, clientId: 'a', clientSecret: 'b' } } },
  }
  expect(options.auth).toHaveProperty('oauth2')
})

test('an SDK asks for them where a scheme needs them, and for secrets beside them', async () => {
  const signature = {
    type: 'signature',
    alg: 'hmac-sha256',
    key: { secret: 'KEY' },
    content: '{body}',
    signature: { from: '{header:x-signature}', encoding: 'hex' },
  }
  const schemes = {
    oauth2: { type: 'oauth2' },
    both: { allOf: [signature, { type: 'oauth2' }] },
    plain: signature,
  }
  const { out } = await generateOrThrow({
    'acme/webhooks.json': { auth: { schemes }, events: { type: 'any' } },
    'acme/events/any.json': true,
  })
  const index = readFileSync(join(out, 'acme/src/index.ts'), 'utf8')
  const secrets = '{ readonly KEY: SecretInput | undefined }'
  expect(index).toContain('readonly oauth2?: OAuth2Options | undefined')
  expect(index).toContain(`readonly both?: (${secrets} & OAuth2Options) | undefined`)
  expect(index).toContain(`readonly plain?: ${secrets} | undefined`)
})
