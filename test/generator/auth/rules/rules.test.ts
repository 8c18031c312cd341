/** The static rules: configs that would make a receiver weak are refused, or warned about, in place. */
import { expect, test } from 'vitest'
import { generateFrom } from '../../../support/sdk.js'
import { hmac, oneCase } from '../planned.js'

const TOKEN = { type: 'bearer' }
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
