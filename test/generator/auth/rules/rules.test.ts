/** The static rules: configs that would make a receiver weak are refused, or warned about, in place. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generateFrom } from '../../../support/sdk.js'
import { hmac, oneCase } from '../planned.js'

const TOKEN = { type: 'bearer' }
const publicKey = (alg: string, encoding: string) => hmac({ alg, key: { secret: 'KEY', encoding } })
const keyFrom = (key: object) => ({ ...hmac({ alg: 'rsa-sha256' }), key })
const certUrl = (hosts: readonly string[]) => {
  return { certUrl: '{header:x-url}', hosts, pathMatches: '/[a-z]+\\.pem' }
}
const token = (algs: readonly string[], key: string | object = 'utf8') => ({
  type: 'jwt',
  token: { from: '{header:authorization|credentials:Bearer}' },
  algs,
  key: typeof key === 'string' ? { secret: 'KEY', encoding: key } : key,
})
const signatureFrom = (more: object) => ({ from: '{header:x}', encoding: 'hex', ...more })

/** One config with one mistake each: what is said, where, and how to mend it. */
interface Row {
  readonly rule: string
  readonly config: object
  readonly code: string
  readonly pointer: string
  readonly message: string | RegExp
  readonly hint?: string | RegExp
}

const rows: readonly Row[] = [
  {
    rule: '1: a proof that leaves out the body',
    config: { auth: hmac({ content: '{header:x-id}' }) },
    code: 'WARN_COVERAGE',
    pointer: '#/auth',
    message: 'the proof does not cover: body, timestamp, type',
  },
  {
    rule: '2: a choice between a signature and a token',
    config: { auth: { anyOf: [hmac(), TOKEN] } },
    code: 'ERR_ANY_OF',
    pointer: '#/auth/anyOf/1',
    message: '"anyOf" between proofs of different strength: a signature, and a token',
    hint: 'tell the variants apart with "switch"',
  },
  {
    rule: '2: a choice between a signature and a weak one',
    config: { allowWeak: true, auth: { anyOf: [hmac(), hmac({ alg: 'hmac-md5' })] } },
    code: 'ERR_ANY_OF',
    pointer: '#/auth/anyOf/1',
    message: '"anyOf" between proofs of different strength: a signature, and a weak signature',
    hint: 'tell the variants apart with "switch"',
  },
  {
    rule: '2: a switch that the sender can steer to a weaker proof',
    config: { auth: { switch: [oneCase(hmac())], else: TOKEN } },
    code: 'WARN_SWITCH',
    pointer: '#/auth/switch',
    message: 'the sender chooses between proofs of different strength: a signature, and a token',
    hint: /make them "schemes"/,
  },
  {
    rule: '3: an algorithm that the sender names',
    config: { auth: hmac({ alg: '{header:x-alg}' }) },
    code: 'ERR_ALGORITHM',
    pointer: '#/auth/alg',
    message: 'unknown algorithm "{header:x-alg}"',
    hint: /^the algorithms are hmac-sha1, hmac-sha256/,
  },
  {
    rule: '3: an algorithm that the sender names, without a map',
    config: { auth: hmac({ alg: { from: '{header:x-alg}' } }) },
    code: 'ERR_CONFIG',
    pointer: '#/auth/alg',
    message: '"alg" needs "map"',
  },
  {
    rule: '3: a weak algorithm in a map',
    config: { auth: hmac({ alg: { from: '{header:x}', map: { a: 'hmac-md5' } } }) },
    code: 'ERR_ALGORITHM',
    pointer: '#/auth/alg/map/a',
    message: '"hmac-md5" is weak',
    hint: /set "allowWeak": true at the top level/,
  },
  {
    rule: '5: five variants of a content',
    config: { auth: { ...without('content'), contentVariants: ['a', 'b', 'c', 'd', 'e'] } },
    code: 'ERR_CONFIG',
    pointer: '#/auth/contentVariants',
    message: /must NOT have more than 4 items/,
  },
  {
    rule: '5: seventeen signatures of one delivery',
    config: { auth: hmac({ signature: signatureFrom({ max: 17 }) }) },
    code: 'ERR_CONFIG',
    pointer: '#/auth/signature/max',
    message: /must be <= 16/,
  },
  {
    rule: '5: many branches of many variants',
    config: {
      auth: {
        anyOf: Array.from({ length: 5 }, () => ({
          ...without('content'),
          contentVariants: ['{body}', 'a{body}', 'b{body}', 'c{body}'],
        })),
      },
    },
    code: 'ERR_PROOF_WORK',
    pointer: '#/auth',
    message: 'one delivery could ask for 20 signatures to be computed: 16 are the most',
    hint: 'tell the variants apart with "switch"',
  },
  {
    rule: '2: a choice between kinds of signature',
    config: { auth: { anyOf: [hmac(), publicKey('ed25519', 'ed25519-hex')] } },
    code: 'ERR_ANY_OF',
    pointer: '#/auth/anyOf/1',
    message: '"anyOf" between different kinds of signature: hmac, and ed25519',
    hint: 'tell the variants apart with "switch"',
  },
  {
    rule: '2: a choice between kinds of token',
    config: { auth: { anyOf: [token(['HS256']), token(['RS256'], 'pem')] } },
    code: 'ERR_ANY_OF',
    pointer: '#/auth/anyOf/1',
    message: '"anyOf" between different kinds of signature: hmac, and rsa',
    hint: 'tell the variants apart with "switch"',
  },
  {
    rule: '3: a token without a signature',
    config: { auth: token(['none']) },
    code: 'ERR_ALGORITHM',
    pointer: '#/auth/algs/0',
    message: /none/,
  },
  {
    rule: '3: shared and public keys for one token',
    config: { auth: token(['HS256', 'RS256'], 'pem') },
    code: 'ERR_ALGORITHM',
    pointer: '#/auth/algs',
    message: 'algorithms with a shared secret and with a public key cannot have one key',
  },
  {
    rule: '3: shared and public keys in one map',
    config: {
      auth: hmac({ alg: { from: '{header:x}', map: { a: 'hmac-sha256', b: 'rsa-sha256' } } }),
    },
    code: 'ERR_ALGORITHM',
    pointer: '#/auth/alg/map',
    message: '"hmac-sha256" shares its key and "rsa-sha256" publishes it: they cannot be mixed',
    hint: /whoever knows the public key could sign/,
  },
  {
    rule: '3: a public key for an HMAC',
    config: { auth: publicKey('hmac-sha256', 'pem') },
    code: 'ERR_KEY_ENCODING',
    pointer: '#/auth/key/encoding',
    message: '"pem" is an encoding of public keys, and the algorithm shares its key',
  },
  {
    rule: '3: bare bytes for a public key',
    config: { auth: publicKey('rsa-sha256', 'utf8') },
    code: 'ERR_KEY_ENCODING',
    pointer: '#/auth/key/encoding',
    message: '"utf8" is no encoding of a public key',
  },
  {
    rule: '4: a list in a list',
    config: {
      auth: { forEach: '/a', allOf: [{ forEach: '/b', ...hmac({ content: '{item:/c}' }) }] },
    },
    code: 'ERR_FOR_EACH',
    pointer: '#/auth',
    message: 'a "forEach" within the proof of another',
    hint: /two "forEach" in an "allOf"/,
  },
  {
    rule: '4: an element without a list',
    config: { auth: hmac({ content: '{body}[[{item:/c}]]' }) },
    code: 'ERR_ITEM',
    pointer: '#/auth',
    message: '{item:/c} is read where there is no list',
    hint: 'say of which list: "forEach": "/pointer"',
  },
  {
    rule: '4: a list that is no pointer',
    config: { auth: { forEach: 'a', ...hmac() } },
    code: 'ERR_CONFIG',
    pointer: '#/auth/forEach',
    message: /must match pattern/,
  },
  {
    rule: '6: keys over plain HTTP',
    config: { auth: token(['RS256'], { jwks: 'http://keys.example.com/jwks' }) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/jwks',
    message: /https/,
  },
  {
    rule: '6: keys from where the request says',
    config: { auth: token(['RS256'], { jwks: '{header:x-keys}' }) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/jwks',
    message: /URL/,
  },
  {
    rule: '6: keys from a host that the request says',
    config: { auth: keyFrom({ url: 'https://{header:x}.example.com/k', kid: '{header:k}' }) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/url',
    message: /host|URL/,
  },
  {
    rule: '6: certificates from any host of a registry',
    config: { auth: keyFrom(certUrl(['*.com'])) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/hosts/0',
    message: 'the last two labels of "*.com" must be written out',
  },
  {
    rule: '6: certificates from a host that ends alike',
    config: { auth: keyFrom(certUrl(['sns*.amazonaws.com'])) },
    code: 'ERR_KEY_URL',
    pointer: '#/auth/key/hosts/0',
    message: /"\*" stands for one whole label/,
  },
  {
    rule: '7: a handshake that signs whatever it is asked to',
    config: {
      auth: hmac(),
      handshakes: [
        {
          name: 'crc',
          method: 'GET',
          match: [{ value: '{query:t}', present: true }],
          verify: 'none',
          respond: { status: 200, body: '{query:t|hmac-sha256:KEY|hex}' },
        },
      ],
    },
    code: 'ERR_HANDSHAKE_ORACLE',
    pointer: '#/handshakes/0/respond',
    message: /anybody could have events signed/,
    hint: /guard the value/,
  },
  {
    rule: '8: a published key that is none',
    config: { auth: keyFrom({ constant: '', encoding: 'pem' }) },
    code: 'ERR_KEY_CONSTANT',
    pointer: '#/auth/key/constant',
    message: 'it is no public key in the encoding "pem"',
    hint: /as the provider publishes it/,
  },
  {
    rule: '10: addresses, and not whose',
    config: { auth: { type: 'transport', ip: { cidrs: ['192.0.2.0/24'] } } },
    code: 'ERR_CONFIG',
    pointer: '#/auth/ip',
    message: '"ip" needs "from"',
  },
]

function without(key: string) {
  return Object.fromEntries(Object.entries(hmac()).filter(([name]) => name !== key))
}

test.each(rows)('rule $rule', async ({ config, code, pointer, message, hint }) => {
  const { report } = await generateFrom({
    'acme/webhooks.json': config,
    'acme/events/a.json': true,
  })
  const said = report.diagnostics.filter((one) => one.code === code)
  expect(said).toHaveLength(1)
  const matching = (text: string | RegExp) =>
    typeof text === 'string' ? text : expect.stringMatching(text)
  expect(said[0]).toMatchObject({
    file: expect.stringMatching(/acme\/webhooks\.json$/),
    line: expect.any(Number),
    pointer,
    message: matching(message),
    ...(hint !== undefined && { hint: matching(hint) }),
  })
  expect(said[0]?.severity).toBe(code.startsWith('ERR') ? 'error' : 'warning')
  expect(report.providers.length).toBe(code.startsWith('ERR') ? 0 : 1)
})

const fine: [name: string, auth: object][] = [
  ['a choice between two encodings of one signature', { anyOf: [hmac(), hmac()] }],
  ['a switch between proofs of one strength', { switch: [oneCase(hmac())], else: hmac() }],
  [
    'a switch whose case also demands a public value',
    {
      switch: [
        oneCase({
          allOf: [{ type: 'check', value: '{header:x-v}', equals: '1' }, hmac()],
        }),
      ],
      else: hmac(),
    },
  ],
  [
    'a switch of as many signatures as may be',
    {
      switch: Array.from({ length: 5 }, () =>
        oneCase({
          ...without('content'),
          contentVariants: ['{body}', 'a{body}', 'b{body}', 'c{body}'],
        }),
      ),
    },
  ],
]
test.each(fine)('%s is no mistake', async (_name, auth) => {
  const { report } = await generateFrom({
    'acme/webhooks.json': { auth },
    'acme/events/a.json': true,
  })
  expect(report.diagnostics.map((one) => one.code)).toEqual(['WARN_COVERAGE'])
})

test('rule 9: a body is parsed in one place, for proof, validator and handler alike', () => {
  const runtime = fileURLToPath(new URL('../../../../templates/runtime', import.meta.url))
  const parsing = readdirSync(runtime, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => /\bJSON\.parse\(/.test(readFileSync(join(runtime, path), 'utf8')))
  // Besides the parse itself: keys of the consumer, and names of members on the way to a number.
  expect(parsing.sort()).toEqual([
    'auth/jwk.ts',
    'auth/unique-keys.ts',
    'expr/json-number.ts',
    'payload.ts',
  ])
})
